using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>What entries of the registers are as messages, and who may do what with them.</summary>
internal static class RegisterProto
{
    public static readonly RegisterKind<Core.Risk, Core.RiskState, Risk> Risks = new(
        Core.Registers.Risks.Collection,
        message =>
        {
            var (at, level, review) = (Place("risk", message.PilotTask, message.City), Enums.Parse<Core.RiskLevel>("risk.level", (int)message.Level), Dates.ParseMaybe("risk.review_date", message.ReviewDate));
            var (task, city) = at.IsOk ? at.Value : default;
            var risk = new Core.Risk(task, city!, message.Title, message.Description, level.IsOk ? level.Value : default, message.Measures, message.Unit, review.IsOk ? review.Value : null);
            return Core.Registers.Check(risk).Besides(at.Fault, level.Fault, review.Fault);
        },
        Render,
        message => message.Etag,
        message =>
        {
            message.Author = "";
            message.Moves.Clear();
        },
        content => (content.Task, content.City),
        _ => false,
        Right.KeepRisks,
        _ => Right.KeepRisks);

    public static readonly RegisterKind<Core.InnovationCase, Core.CaseState, InnovationCase> Cases = new(
        Core.Registers.Cases.Collection,
        message =>
        {
            var at = Place("innovation_case", message.PilotTask, message.City);
            var (task, city) = at.IsOk ? at.Value : default;
            return Core.Registers.Check(new Core.InnovationCase(task, city!, message.Title, message.Summary, message.Practice, message.Effect)).Besides(at.Fault);
        },
        Render,
        message => message.Etag,
        message =>
        {
            message.Author = "";
            message.Writers.Clear();
            message.Moves.Clear();
        },
        content => (content.Task, content.City),
        state => state == Core.CaseState.Recommended,
        Right.DraftCase,
        state => state switch
        {
            Core.CaseState.Submitted => Right.DraftCase,
            Core.CaseState.Recommended => Right.PublishCase,
            _ => Right.RecommendCase,
        });

    public static readonly RegisterKind<Core.LawAdjustment, Core.AdjustmentState, LawAdjustment> Adjustments = new(
        Core.Registers.Adjustments.Collection,
        message =>
        {
            var (at, effective) = (Place("law_adjustment", message.PilotTask, message.City, isCityOptional: true), Dates.ParseMaybe("law_adjustment.effective_date", message.EffectiveDate));
            var (task, city) = at.IsOk ? at.Value : default;
            var adjustment = new Core.LawAdjustment(
                task, city, message.Instrument, message.Provision, message.Request, message.Body, message.Document, effective.IsOk ? effective.Value : null);
            return Core.Registers.Check(adjustment).Besides(at.Fault, effective.Fault);
        },
        Render,
        message => message.Etag,
        message =>
        {
            message.Author = "";
            message.Moves.Clear();
        },
        content => (content.Task, content.City),
        state => state is Core.AdjustmentState.Approved or Core.AdjustmentState.InForce or Core.AdjustmentState.Ended,
        Right.KeepAdjustments,
        _ => Right.KeepAdjustments);

    private static Result<(int Task, string? City)> Place(string field, string task, string city, bool isCityOptional = false)
    {
        var pilotTask = PilotTaskName.Parse($"{field}.pilot_task", task);
        if (isCityOptional && city.Length == 0)
            return pilotTask.Then<(int, string?)>(t => (t.Number, null));
        var of = ChildName.Parse($"{field}.city", city, "cities").Then<ChildName>(c => pilotTask.Fault is not null || c.Parent == pilotTask.Value.Parent
            ? c
            : Fault.Invalid($"{field}.city", $"'{city}' is not of '{pilotTask.Value.Parent}'"));
        return of.Besides(pilotTask.Fault).Then<(int, string?)>(c => (pilotTask.Value.Number, c.Id));
    }

    private static IEnumerable<RegisterMove> Moves<TState>(IEnumerable<Core.RegisterMove<TState>> moves)
        where TState : struct, System.Enum =>
        moves.Select(m => new RegisterMove { State = Enums.Written("STATE", m.State), Note = m.Note, Author = m.Author, MoveTime = m.Time.ToTimestamp() });

    private static Risk Render(Core.RegisterEntry<Core.Risk, Core.RiskState> entry) => new()
    {
        Name = $"{entry.Name.Parent}/risks/{entry.Name.Id}",
        PilotTask = new PilotTaskName(entry.Name.Parent, entry.Content.Task).ToString(),
        City = entry.Name.Parent.City(entry.Content.City),
        Title = entry.Content.Title,
        Description = entry.Content.Description,
        Level = (Risk.Types.Level)((int)entry.Content.Level + 1),
        Measures = entry.Content.Measures,
        Unit = entry.Content.Unit,
        ReviewDate = entry.Content.ReviewDate?.ToProto(),
        State = (Risk.Types.State)((int)entry.State + 1),
        Author = entry.Author,
        CreateTime = entry.CreateTime.ToTimestamp(),
        UpdateTime = entry.UpdateTime.ToTimestamp(),
        Moves = { Moves(entry.Moves) },
        Etag = entry.Etag,
        Edition = entry.Edition ?? "",
        LedgerPosition = entry.Position,
    };

    private static InnovationCase Render(Core.RegisterEntry<Core.InnovationCase, Core.CaseState> entry) => new()
    {
        Name = $"{entry.Name.Parent}/innovationCases/{entry.Name.Id}",
        PilotTask = new PilotTaskName(entry.Name.Parent, entry.Content.Task).ToString(),
        City = entry.Name.Parent.City(entry.Content.City),
        Title = entry.Content.Title,
        Summary = entry.Content.Summary,
        Practice = entry.Content.Practice,
        Effect = entry.Content.Effect,
        State = (InnovationCase.Types.State)((int)entry.State + 1),
        Author = entry.Author,
        Writers = { entry.OwnersBy(Core.Registers.Cases) },
        CreateTime = entry.CreateTime.ToTimestamp(),
        UpdateTime = entry.UpdateTime.ToTimestamp(),
        Moves = { Moves(entry.Moves) },
        Etag = entry.Etag,
        Edition = entry.Edition ?? "",
        LedgerPosition = entry.Position,
    };

    private static LawAdjustment Render(Core.RegisterEntry<Core.LawAdjustment, Core.AdjustmentState> entry) => new()
    {
        Name = $"{entry.Name.Parent}/lawAdjustments/{entry.Name.Id}",
        PilotTask = new PilotTaskName(entry.Name.Parent, entry.Content.Task).ToString(),
        City = entry.Content.City is { } city ? entry.Name.Parent.City(city) : "",
        Instrument = entry.Content.Instrument,
        Provision = entry.Content.Provision,
        Request = entry.Content.Request,
        Body = entry.Content.Body,
        Document = entry.Content.Document,
        EffectiveDate = entry.Content.EffectiveDate?.ToProto(),
        State = (LawAdjustment.Types.State)((int)entry.State + 1),
        Author = entry.Author,
        CreateTime = entry.CreateTime.ToTimestamp(),
        UpdateTime = entry.UpdateTime.ToTimestamp(),
        Moves = { Moves(entry.Moves) },
        Etag = entry.Etag,
        Edition = entry.Edition ?? "",
        LedgerPosition = entry.Position,
    };
}
