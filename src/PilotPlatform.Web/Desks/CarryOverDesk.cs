using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;
using Target = PilotPlatform.Contracts.Reporting.V1.EditionConsequences.Types.Target;

namespace PilotPlatform.Web.Desks;

/// <summary>What a new edition does to commitments (版本衔接): one proposes what becomes of each, another agrees.</summary>
internal static class CarryOverDesk
{
    private static readonly StepForm ProposePlain = new("ProposePlainCarryOvers", Right.CarryOver, [StepField.City],
        ProposePlainAsync);

    private static readonly StepForm Propose = new("ProposeCarryOver", Right.CarryOver,
        [Of<CarryOverDecision>("decision", "CarryOver"), Optional("pilot_task", FieldKind.Number) with { WhenKey = "OptionalIfContinues" }, Optional("into", FieldKind.Line) with { WhenKey = "OptionalIfMerges" }, Note with { WhenKey = "OptionalIfEnds" }],
        (c, f, stop) => c.CarryOvers.ProposeCarryOverAsync(new() { Name = f.Name, Plan = Read(f), Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Accept = new("AcceptCarryOver", Right.DecideCarryOver, [Note],
        (c, f, stop) => c.CarryOvers.AcceptCarryOverAsync(new() { Name = f.Name, Note = f["note"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Return = new("ReturnCarryOver", Right.DecideCarryOver, [Reason],
        (c, f, stop) => c.CarryOvers.ReturnCarryOverAsync(new() { Name = f.Name, Reason = f["reason"], RequestId = f.RequestId, Etag = f.Etag }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new("/carry-over", "carry-over", [ProposePlain], [Propose, Accept, Return], ReadAsync) { IsAddedTo = false };

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var everywhere = question.City.Length > 0 || question.Caller.May(Right.ReadUnpublished);
        var cities = everywhere ? [question.City] : question.Platform.Content.Cities.Select(c => c.Name).Where(c => question.May(Right.ReadUnpublished, c)).DefaultIfEmpty("");
        var name = $"{question.Programme}/editionConsequences";
        var read = await Task.WhenAll(cities.Select(city =>
            question.Clients.CarryOvers.GetEditionConsequencesAsync(new() { Name = name, City = city }, cancellationToken: question.Stop).ResponseAsync));
        (EditionConsequences.Types.Row Row, bool IsReady)[] rows = [.. read.SelectMany(r => r.Rows.Select(row => (row, r.RulesReady)))];
        var isReady = read.All(r => r.RulesReady);
        var plain = rows.Where(r => r.Row.Plain && !IsPending(r.Row)).CountBy(r => CityOf(question, r.Row)).ToArray();
        var counted = string.Join(question.Words["ListSeparator"], plain.Select(c => question.Words["PlainOfCity", question.CityName(c.Key), c.Value].Value));
        return DeskAnswer.Of(question, rows, r => Row(question, r.Row, r.IsReady)) with
        {
            Notice = isReady ? null : question.Words["CarryOverNotReady"].Value,
            New = isReady && plain.Length > 0 ? [ProposePlain with { Warning = question.Words["PlainCarryOvers", counted], Cities = [.. plain.Select(c => c.Key)] }] : [],
        };
    }

    private static async Task<Taken> ProposePlainAsync(CommandClients clients, Posted form, CancellationToken stop) =>
        new(Count: (await clients.CarryOvers.ProposePlainCarryOversAsync(new() { Parent = form.Programme, City = form.City, RequestId = form.RequestId }, cancellationToken: stop)).Commitments.Count);

    private static bool IsPending(EditionConsequences.Types.Row row) => row.Proposal?.State == RequestState.Pending;

    private static string CityOf(DeskQuestion question, EditionConsequences.Types.Row row) => $"{question.Programme}/cities/{ResourceIds.IdOf(row.Commitment).Split('-', 2)[^1]}";

    private static DeskRow Row(DeskQuestion question, EditionConsequences.Types.Row row, bool isReady)
    {
        var city = CityOf(question, row);
        var words = question.Words;
        var isPending = IsPending(row);
        var isOwn = row.Proposal?.Author == question.Caller.Subject;
        var accepting = isReady && isPending && question.May(Accept.Right, city) ? Accept : null;
        return new DeskRow(row.Commitment, $"{question.CityName(city)} · {words["TaskNumber", row.BaseNumber]}", words[$"Carry{row.CarryOver}"], row.Etag)
        {
            Link = $"/commitments/{ResourceIds.IdOf(row.Commitment)}",
            Mark = row.Plain ? "mark a" : "mark w",
            Facts =
            [
                ("CommitmentState", words[$"Commitment{row.State}"]), ("ProgressReports", words["ReportsKept", row.ReportCount]),
                ("CarryOverTargets", string.Join(words["ListSeparator"], row.Targets.Select(t => $"{words["TaskNumber", ResourceIds.IdOf(t.PilotTask)]} {ReachOf(words, t)}"))),
                ("CarryOverSuggested", row.SuggestedPlan is { } plan ? Said(question, plan) : words["CarryOverByPeople"]),
                ("CarryOverProposal", row.Proposal is { } made ? $"{Said(question, made.Plan)}{(made.Plan.PilotTask.Length > 0 && row.Targets.All(t => t.PilotTask != made.Plan.PilotTask) ? words["NotAmongTargets"] : "")} · {words[$"Request{made.State}"]} · {question.Authors.Of(made.Author)} {made.Note} {made.Answer}" : ""),
            ],
            ForOthers = isOwn && accepting is not null ? [words[$"Step{Accept.Id}"]] : [],
            Forms = Register.Offered(
                (isReady && !isPending && question.May(Propose.Right, city) ? Propose : null, Known(row.SuggestedPlan)),
                (isOwn ? null : accepting, Register.Known()),
                (isPending && question.May(Return.Right, city) ? Return : null, Register.Known())),
        };
    }

    private static string ReachOf(Microsoft.Extensions.Localization.IStringLocalizer words, Target target) => words[target.Reach switch
    {
        Target.Types.Reach.Applies => "ReachApplies",
        Target.Types.Reach.DoesNotApply => "ReachDoesNotApply",
        Target.Types.Reach.Undetermined => "ReachAwaitsAct",
        _ => "ReachUnspecified",
    }];

    private static string Said(DeskQuestion question, CarryOverPlan plan) => question.Words[$"CarryOver{plan.Decision}"]
        + (plan.PilotTask.Length > 0 ? $" {question.Words["TaskNumber", ResourceIds.IdOf(plan.PilotTask)]}" : "")
        + (plan.Into.Length > 0 ? $" {ResourceIds.IdOf(plan.Into)}" : "");

    private static IReadOnlyDictionary<string, string> Known(CarryOverPlan? plan) => plan is null
        ? Register.Known()
        : Register.Known(
            ("decision", plan.Decision.ToString()),
            ("pilot_task", plan.PilotTask.Length > 0 ? ResourceIds.IdOf(plan.PilotTask) : ""),
            ("into", plan.Into.Length > 0 ? ResourceIds.IdOf(plan.Into) : ""));

    /// <summary>The plan that is proposed. The number of the task is filled in beforehand for what goes on; whoever chooses otherwise need not take it out.</summary>
    private static CarryOverPlan Read(Posted form) => new()
    {
        Decision = form.Choice<CarryOverDecision>("decision"),
        PilotTask = form["pilot_task"].Length > 0 && form.Choice<CarryOverDecision>("decision") == CarryOverDecision.Continue ? form.PilotTask : "",
        Into = form["into"].Length > 0 ? $"{form.Programme}/commitments/{form["into"]}" : "",
    };
}
