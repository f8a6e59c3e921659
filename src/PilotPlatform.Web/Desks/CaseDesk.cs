using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;
using InnovationCase = PilotPlatform.Contracts.Reporting.V1.InnovationCase;

namespace PilotPlatform.Web.Desks;

/// <summary>The register of cases for replication (创新经验).</summary>
internal static class CaseDesk
{
    private static readonly StepField[] Content =
        [new("title", FieldKind.Line), new("summary", FieldKind.Paragraph), Optional("practice", FieldKind.Paragraph), Optional("effect", FieldKind.Paragraph)];

    private static readonly StepForm Create = StepForm.Making("CreateInnovationCase", Right.DraftCase, [StepField.PilotTask, StepField.City, .. Content],
        (c, f, stop) => c.Registers.CreateInnovationCaseAsync(new() { Parent = f.Programme, InnovationCase = Read(f), RequestId = f.RequestId }, cancellationToken: stop), made => made.Name);

    private static readonly StepForm Update = new("UpdateInnovationCase", Right.DraftCase, [new("pilot_task", FieldKind.Kept), new("city", FieldKind.Kept), .. Content],
        (c, f, stop) => c.Registers.UpdateInnovationCaseAsync(new() { InnovationCase = Read(f), Etag = f.Etag, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Move = new("MoveInnovationCase", Right.RecommendCase, [Of<InnovationCase.Types.State>("state", "Case"), Note],
        (c, f, stop) => c.Registers.MoveInnovationCaseAsync(new() { Name = f.Name, State = f.Choice<InnovationCase.Types.State>("state"), Note = f["note"], Etag = f.Etag, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new("/registers/cases", "cases", [Create], [Update, Move], ReadAsync);

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var request = new ListInnovationCasesRequest { Parent = question.Programme, City = question.City, PageSize = DeskQuestion.PageSize, PageToken = question.PageToken };
        var list = await question.Clients.Registers.ListInnovationCasesAsync(request, cancellationToken: question.Stop);
        return new DeskAnswer([.. list.InnovationCases.Select(found => Row(question, found))], list.NextPageToken, list.TotalSize);
    }

    private static DeskRow Row(DeskQuestion question, InnovationCase found)
    {
        return new DeskRow(found.Name, found.Title, question.Words[$"Case{found.State}"], found.Etag)
        {
            Task = found.PilotTask,
            Edition = found.Edition,
            City = found.City,
            Mark = found.State switch { InnovationCase.Types.State.Recommended => "mark a", InnovationCase.Types.State.Withdrawn => "mark n", _ => "mark w" },
            Facts = [("Field-summary", found.Summary), ("Field-practice", found.Practice), ("Field-effect", found.Effect)],
            History = question.Lines(found.Moves, "Case"),
            ForOthers = [.. Register.Next(Registers.Cases, found.State).Where(to => May(to) && IsForOthers(to)).Select(to => question.Words[$"Case{to}"].Value)],
            Forms = Register.Offered(
                (Register.Moving(Move, Registers.Cases, found.State, "Case", to => May(to) && !IsForOthers(to)), Register.Known()),
                (Register.Amending(question, Update, Registers.Cases, found.State, found.City), Register.Known(
                    ("pilot_task", ResourceIds.IdOf(found.PilotTask)), ("city", ResourceIds.IdOf(found.City)), ("title", found.Title), ("summary", found.Summary),
                    ("practice", found.Practice), ("effect", found.Effect)))),
        };

        bool May(CaseState to) => question.May(RightOf(to), found.City);

        bool IsForOthers(CaseState to) => Registers.Cases.IsApproval(to) && found.Writers.Contains(question.Caller.Subject);
    }

    /// <summary>A city hands its case in; whether it goes on is for those above it.</summary>
    private static Right RightOf(CaseState to) => to switch
    {
        CaseState.Submitted => Right.DraftCase,
        CaseState.Recommended => Right.PublishCase,
        _ => Right.RecommendCase,
    };

    private static InnovationCase Read(Posted form) => new()
    {
        Name = form.Name,
        PilotTask = form.PilotTask,
        City = form.City,
        Title = form["title"],
        Summary = form["summary"],
        Practice = form["practice"],
        Effect = form["effect"],
    };
}
