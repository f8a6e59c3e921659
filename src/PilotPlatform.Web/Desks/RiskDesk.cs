using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;
using Risk = PilotPlatform.Contracts.Reporting.V1.Risk;

namespace PilotPlatform.Web.Desks;

/// <summary>The register of risks (风险防控).</summary>
internal static class RiskDesk
{
    private static readonly StepField[] Content =
    [
        new("title", FieldKind.Line), new("description", FieldKind.Paragraph), Of<Risk.Types.Level>("level", "RiskLevel"),
        Optional("measures", FieldKind.Paragraph), new("unit", FieldKind.Line), Optional("review_date", FieldKind.Day),
    ];

    private static readonly StepForm Create = StepForm.Making("CreateRisk", Right.KeepRisks, [StepField.PilotTask, StepField.City, .. Content],
        (c, f, stop) => c.Registers.CreateRiskAsync(new() { Parent = f.Programme, Risk = Read(f), RequestId = f.RequestId }, cancellationToken: stop), made => made.Name);

    private static readonly StepForm Update = new("UpdateRisk", Right.KeepRisks, [new("pilot_task", FieldKind.Kept), new("city", FieldKind.Kept), .. Content],
        (c, f, stop) => c.Registers.UpdateRiskAsync(new() { Risk = Read(f), Etag = f.Etag, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    private static readonly StepForm Move = new("MoveRisk", Right.KeepRisks, [Of<Risk.Types.State>("state", "Risk"), Note],
        (c, f, stop) => c.Registers.MoveRiskAsync(new() { Name = f.Name, State = f.Choice<Risk.Types.State>("state"), Note = f["note"], Etag = f.Etag, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new("/registers/risks", "risks", [Create], [Update, Move], ReadAsync);

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var request = new ListRisksRequest { Parent = question.Programme, City = question.City, PageSize = DeskQuestion.PageSize, PageToken = question.PageToken };
        var list = await question.Clients.Registers.ListRisksAsync(request, cancellationToken: question.Stop);
        return new DeskAnswer([.. list.Risks.Select(risk => Row(question, risk))], list.NextPageToken, list.TotalSize);
    }

    private static DeskRow Row(DeskQuestion question, Risk risk) => new(risk.Name, risk.Title, question.Words[$"Risk{risk.State}"], risk.Etag)
    {
        Task = risk.PilotTask,
        Edition = risk.Edition,
        City = risk.City,
        Mark = risk.State switch { Risk.Types.State.Occurred => "mark f", Risk.Types.State.Closed => "mark a", _ => "mark w" },
        Facts =
        [
            ("Field-description", risk.Description), ("Field-level", question.Words[$"RiskLevel{risk.Level}"]), ("Field-measures", risk.Measures),
            ("Field-unit", risk.Unit), ("Field-review_date", risk.ReviewDate?.Iso() ?? ""),
        ],
        History = question.Lines(risk.Moves, "Risk"),
        Forms = Register.Offered(
            (Register.Moving(Move, Registers.Risks, risk.State, "Risk", _ => question.May(Right.KeepRisks, risk.City)), Register.Known()),
            (Register.Amending(question, Update, Registers.Risks, risk.State, risk.City), Register.Known(
                ("pilot_task", ResourceIds.IdOf(risk.PilotTask)), ("city", ResourceIds.IdOf(risk.City)), ("title", risk.Title), ("description", risk.Description),
                ("level", risk.Level.ToString()), ("measures", risk.Measures), ("unit", risk.Unit), ("review_date", risk.ReviewDate?.Iso() ?? "")))),
    };

    private static Risk Read(Posted form) => new()
    {
        Name = form.Name,
        PilotTask = form.PilotTask,
        City = form.City,
        Title = form["title"],
        Description = form["description"],
        Level = form.Choice<Risk.Types.Level>("level"),
        Measures = form["measures"],
        Unit = form["unit"],
        ReviewDate = form.Day("review_date"),
    };
}
