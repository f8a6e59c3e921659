using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;
using LawAdjustment = PilotPlatform.Contracts.Reporting.V1.LawAdjustment;

namespace PilotPlatform.Web.Desks;

/// <summary>The register of laws and regulations that tasks need adjusted (法律法规调整).</summary>
internal static class AdjustmentDesk
{
    /// <summary>What may follow an approval.</summary>
    private static readonly StepField[] Following = [Optional("document", FieldKind.Line), Optional("effective_date", FieldKind.Day)];

    private static readonly StepField[] Content =
        [new("instrument", FieldKind.Line), Optional("provision", FieldKind.Paragraph), new("request", FieldKind.Paragraph), new("body", FieldKind.Line), .. Following];

    private static readonly StepForm Create = StepForm.Making("CreateLawAdjustment", Right.KeepAdjustments, [StepField.PilotTask, Optional("city", FieldKind.City), .. Content],
        (c, f, stop) => c.Registers.CreateLawAdjustmentAsync(new() { Parent = f.Programme, LawAdjustment = Read(f), RequestId = f.RequestId }, cancellationToken: stop), made => made.Name);

    private static readonly StepForm Update = new("UpdateLawAdjustment", Right.KeepAdjustments, [new("pilot_task", FieldKind.Kept), new("city", FieldKind.Kept), .. Content],
        async (c, f, stop) => await c.Registers.UpdateLawAdjustmentAsync(new() { LawAdjustment = await AmendedAsync(c, f, stop), Etag = f.Etag, RequestId = f.RequestId }, cancellationToken: stop));

    private static readonly StepForm Move = new("MoveLawAdjustment", Right.KeepAdjustments, [Of<LawAdjustment.Types.State>("state", "Adjustment"), Note],
        (c, f, stop) => c.Registers.MoveLawAdjustmentAsync(new() { Name = f.Name, State = f.Choice<LawAdjustment.Types.State>("state"), Note = f["note"], Etag = f.Etag, RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new("/registers/adjustments", "adjustments", [Create], [Update, Move], ReadAsync);

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var request = new ListLawAdjustmentsRequest { Parent = question.Programme, City = question.City, PageSize = DeskQuestion.PageSize, PageToken = question.PageToken };
        var list = await question.Clients.Registers.ListLawAdjustmentsAsync(request, cancellationToken: question.Stop);
        return new DeskAnswer([.. list.LawAdjustments.Select(found => Row(question, found))], list.NextPageToken, list.TotalSize);
    }

    private static DeskRow Row(DeskQuestion question, LawAdjustment found) => new(found.Name, found.Instrument, question.Words[$"Adjustment{found.State}"], found.Etag)
    {
        Task = found.PilotTask,
        Edition = found.Edition,
        City = found.City,
        Mark = found.State switch
        {
            LawAdjustment.Types.State.Approved or LawAdjustment.Types.State.InForce => "mark a",
            LawAdjustment.Types.State.Rejected or LawAdjustment.Types.State.Ended => "mark n",
            _ => "mark w",
        },
        Facts =
        [
            ("Field-provision", found.Provision), ("Field-request", found.Request), ("Field-body", found.Body), ("Field-document", found.Document),
            ("Field-effective_date", found.EffectiveDate?.Iso() ?? ""),
        ],
        History = question.Lines(found.Moves, "Adjustment"),
        Forms = Register.Offered(
            (Register.Moving(Move, Registers.Adjustments, found.State, "Adjustment", _ => question.May(Right.KeepAdjustments, found.City)), Register.Known()),
            (Register.Amending(question, found.State == LawAdjustment.Types.State.Approved ? Update with { Fields = Following } : Update, Registers.Adjustments, found.State, found.City), Register.Known(
                ("pilot_task", ResourceIds.IdOf(found.PilotTask)), ("city", found.City.Length > 0 ? ResourceIds.IdOf(found.City) : ""), ("instrument", found.Instrument),
                ("provision", found.Provision), ("request", found.Request), ("body", found.Body), ("document", found.Document),
                ("effective_date", found.EffectiveDate?.Iso() ?? "")))),
    };

    /// <summary>What an entry is to say: what was posted or, of one that keeps its words, these with what follows them.</summary>
    private static async Task<LawAdjustment> AmendedAsync(CommandClients clients, Posted form, CancellationToken stop)
    {
        if (form.Fields.ContainsKey("instrument") || !form.Fields.ContainsKey("document"))
            return Read(form);
        var standing = await clients.Registers.GetLawAdjustmentAsync(new() { Name = form.Name }, cancellationToken: stop);
        (standing.Document, standing.EffectiveDate, standing.Etag) = (form["document"], form.Day("effective_date"), form.Etag);
        return standing;
    }

    private static LawAdjustment Read(Posted form) => new()
    {
        Name = form.Name,
        PilotTask = form.PilotTask,
        City = form.City,
        Instrument = form["instrument"],
        Provision = form["provision"],
        Request = form["request"],
        Body = form["body"],
        Document = form["document"],
        EffectiveDate = form.Day("effective_date"),
    };
}
