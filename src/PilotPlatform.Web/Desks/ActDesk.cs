using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using static PilotPlatform.Web.Workbench.StepField;

namespace PilotPlatform.Web.Desks;

/// <summary>The acts that settle what a scope leaves open: recorded, revoked, never edited.</summary>
internal static class ActDesk
{
    private static readonly ActKind[] OfCity = [ActKind.Willingness, ActKind.Demonstration, ActKind.Uptake];
    private static readonly ActKind[] OfAuthority = [ActKind.Procedure, ActKind.Qualification, ActKind.Designation];
    private static readonly ActKind[] OfAll = [ActKind.JointStudy];

    private static readonly StepForm Revoke = new("RevokeAct", Right.RecordCityAct, [Reason, Optional("revoke_date", FieldKind.Day)],
        (c, f, stop) => c.ScopeRules.RevokeActAsync(new() { Name = f.Name, Reason = f["reason"], RevokeDate = f.Day("revoke_date"), RequestId = f.RequestId }, cancellationToken: stop).ResponseAsync);

    public static Desk Desk { get; } = new(
        "/acts",
        "acts",
        [
            Recording("RecordCityAct", Right.RecordCityAct, [Among("kind", "Act", OfCity), StepField.PilotTask, StepField.City]),
            Recording("RecordAuthorityAct", Right.RecordAuthorityAct, [Among("kind", "Act", OfAuthority), StepField.PilotTask, StepField.City, Optional("place", FieldKind.Place)]),
            Recording("RecordNationalAct", Right.RecordNationalAct, [Among("kind", "Act", OfAll), StepField.PilotTask]),
        ],
        [Revoke],
        ReadAsync);

    private static StepForm Recording(string id, Right right, IReadOnlyList<StepField> fields) => StepForm.Making(id, right, [.. fields, new("effective_date", FieldKind.Day), new("evidence", FieldKind.Line)],
        (c, f, stop) => c.ScopeRules.CreateActAsync(new() { Parent = f.Programme, Act = Read(f), RequestId = f.RequestId }, cancellationToken: stop), act => act.Name);

    private static async Task<DeskAnswer> ReadAsync(DeskQuestion question)
    {
        var request = new ListActsRequest { Parent = question.Programme, City = question.City, ShowRevoked = true, PageSize = DeskQuestion.PageSize, PageToken = question.PageToken };
        var list = await question.Clients.ScopeRules.ListActsAsync(request, cancellationToken: question.Stop);
        return new DeskAnswer([.. list.Acts.Select(act => Row(question, act))], list.NextPageToken, list.TotalSize);
    }

    /// <summary>What is known of it; the public is not told by whom, and why.</summary>
    private static string Line(params string[] parts) => string.Join(" · ", parts.Where(part => part.Length > 0));

    private static DeskRow Row(DeskQuestion question, Act act)
    {
        var stands = act.RevokeTime is null;
        var settles = act.SettledTask.Length > 0;
        var standing = act.StandingOn(question.Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        var revoke = Revoke with { Right = RightOf(act.Kind) };
        return new DeskRow(act.Name, question.Words[$"Act{act.Kind}"], StateOf(question, act, standing), "")
        {
            Task = settles ? act.SettledTask : act.PilotTask,
            Edition = settles ? "" : act.Edition,
            City = act.City,
            Mark = standing switch { ActStanding.Holds when !settles => "mark n", ActStanding.Holds => "mark a", ActStanding.Revoked => "mark n", _ => "mark w" },
            Facts =
            [
                ("ActRecordedOn", settles && act.SettledTask != act.PilotTask ? Line(ResourceIds.IdOf(act.PilotTask), ResourceIds.IdOf(act.Edition)) : ""),
                ("Field-effective_date", act.EffectiveDate.Iso()), ("Field-evidence", act.Evidence), ("Field-place", PlaceName(question, act.Place)),
                (act.Author.Length > 0 ? "RecordedBy" : "When", Line(question.Authors.Of(act.Author), act.CreateTime.InShanghai())),
                ("ActRevocation", stands ? "" : Line(act.RevokeDate.Iso(), question.Authors.Of(act.Revoker), act.RevokeReason)),
            ],
            Forms = Register.Offered((standing != ActStanding.Revoked && question.May(revoke.Right, act.City) ? revoke : null, Register.Known())),
        };
    }

    /// <summary>Whether it holds today, and from when that is another matter.</summary>
    private static string StateOf(DeskQuestion question, Act act, ActStanding standing) => standing switch
    {
        ActStanding.Coming => question.Words["ActFrom", act.EffectiveDate.Iso()],
        ActStanding.Ending => question.Words["ActEnding", act.RevokeDate.Iso()],
        ActStanding.Revoked => question.Words["ActRevoked"],
        _ when act.SettledTask.Length == 0 => question.Words["ActSettlesNothing"],
        _ => question.Words["ActStands"],
    };

    private static string PlaceName(DeskQuestion question, string place) => place.Length == 0 ? ""
        : question.Platform.Content.Place(place) is { } known ? question.Go.Pick(known.DisplayName, known.EnglishName) : ResourceIds.IdOf(place);

    /// <summary>The right that a kind of act asks for.</summary>
    private static Right RightOf(ActKind kind) =>
        OfCity.Contains(kind) ? Right.RecordCityAct : OfAuthority.Contains(kind) ? Right.RecordAuthorityAct : Right.RecordNationalAct;

    private static Act Read(Posted form) => new()
    {
        Kind = form.Choice<ActKind>("kind"),
        PilotTask = form.PilotTask,
        City = form.City,
        Place = form["place"].Length > 0 ? $"places/{form["place"]}" : "",
        EffectiveDate = form.Day("effective_date"),
        Evidence = form["evidence"],
    };
}
