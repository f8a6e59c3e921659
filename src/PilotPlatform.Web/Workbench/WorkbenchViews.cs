using System.Globalization;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>What somebody has to do.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Caller">Who it is.</param>
/// <param name="Waiting">Commitments that wait for the caller, the most urgent first.</param>
/// <param name="CarryOvers">How many of them wait for an answer to a carry-over.</param>
/// <param name="Overdue">Commitments in the caller's cities of which somebody is late.</param>
/// <param name="Periods">The periods before those of today, while reports are still taken for them, and those of today, with their windows.</param>
/// <param name="Problems">What was wrong with a form; null for nothing.</param>
public sealed record WorkbenchView(
    Platform Platform, Caller Caller, ListPage<Commitment> Waiting, int CarryOvers, ListPage<Commitment> Overdue, IReadOnlyList<Period> Periods, StepProblems? Problems);

/// <summary>A commitment with what it can be told.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Caller">Who looks at it.</param>
/// <param name="Commitment">The commitment.</param>
/// <param name="Reports">Its reports, oldest first.</param>
/// <param name="Raised">Its problems; none for a caller who may not read them.</param>
/// <param name="Evidence">Its evidence; none for a caller who may not read it.</param>
/// <param name="Events">What happened to it; none for a caller who may not read it.</param>
/// <param name="Windows">Periods on which the caller can report now, the oldest first.</param>
/// <param name="Problems">What was wrong with a form; null for nothing.</param>
public sealed record CommitmentView(
    Platform Platform,
    Caller Caller,
    Commitment Commitment,
    IReadOnlyList<ProgressReport> Reports,
    IReadOnlyList<Problem> Raised,
    IReadOnlyList<Evidence> Evidence,
    IReadOnlyList<CommitmentEvent> Events,
    IReadOnlyList<Period> Windows,
    StepProblems? Problems)
{
    public string CityId => ResourceIds.IdOf(Commitment.City);

    /// <summary>Whether the caller may take a step and the state of the commitment admits it.</summary>
    public bool Offers(StepForm form) => IsOpenTo(form) && !IsOwn(form.Step);

    /// <summary>Steps that somebody else has to take, since they approve what the caller asked for.</summary>
    public IEnumerable<StepForm> ForOthers => Steps.OnCommitment.Where(form => IsOpenTo(form) && IsOwn(form.Step));

    /// <summary>A form with what there is to choose from.</summary>
    public StepForm Filled(StepForm form) => form.Step switch
    {
        WorkflowStep.ReachMilestone => With(form, "milestone", MilestonesThat(isReached: false)),
        WorkflowStep.CorrectMilestone => With(form, "milestone", MilestonesThat(isReached: true)),
        WorkflowStep.ReportProgress => With(form, "period", Windows.Select(period => (period.Period_, ""))),
        WorkflowStep.Remind => form with { Fields = [StepField.Among("party", "Party", ToBeReminded), .. form.Fields.Skip(1)] },
        WorkflowStep.Escalate => form with { Fields = [StepField.Among("party", "Party", ToBeEscalated), .. form.Fields.Skip(1)] },
        _ => form,
    };

    /// <summary>The period that the next report is on, as it seems: the newest of the kind that was reported last, at first the month that is over while its window is open; empty for none.</summary>
    public string NextPeriod => (Reports is [.., var last]
        ? Windows.LastOrDefault(period => IsQuarter(period.Period_) == IsQuarter(last.Period) && Reports.All(report => report.Period != period.Period_))
        : Windows.FirstOrDefault(period => !IsQuarter(period.Period_)))?.Period_ ?? "";

    /// <summary>Who is waited for and was not reminded yet, or may be reminded again, whoever holds it up first.</summary>
    private IEnumerable<Party> ToBeReminded => Commitment.Waits.Select(w => w.Party).Except(Commitment.Reminders.Where(r => r.AnswerTime is null && !r.Repeatable).Select(r => r.Party));

    /// <summary>Who of the city is reminded, and can be escalated further.</summary>
    private IEnumerable<Party> ToBeEscalated => Commitment.Reminders
        .Where(r => r is { AnswerTime: null, Level: not EscalationLevel.Red, Party: Party.City or Party.LeadUnit or Party.CityReviewer }).Select(r => r.Party);

    private IEnumerable<(string Value, string Text)> MilestonesThat(bool isReached) => Commitment.Milestones.Index().Where(at => at.Item.ReachedDate is not null == isReached)
        .Select(at => ((at.Index + 1).ToString(CultureInfo.InvariantCulture), $"{at.Index + 1} · {at.Item.Title} · {at.Item.DueDate.Iso()}"));

    private static StepForm With(StepForm form, string name, IEnumerable<(string Value, string Text)> offered) =>
        form with { Fields = [.. form.Fields.Select(field => field.Name == name ? field with { Offered = [.. offered] } : field)] };

    /// <summary>Steps on the commitment that the caller may take, and that would be refused now.</summary>
    public IEnumerable<HeldStep> Held => Commitment.HeldSteps.Where(held => Steps.OnCommitment.Any(form => form.Step == held.Step && Caller.May(form.Right, CityId)));

    private static bool IsQuarter(string period) => period.Contains('Q', StringComparison.Ordinal);

    private bool IsOpenTo(StepForm form) => Commitment.AdmittedSteps.Contains(form.Step)
        && (Caller.May(form.Right, CityId) || (form.Step is WorkflowStep.AcceptReport or WorkflowStep.ReturnReport && Caller.May(Right.ReviewForProvince, CityId)));

    private bool IsOwn(WorkflowStep step) => step switch
    {
        WorkflowStep.GrantExtension => Commitment.Extensions.LastOrDefault()?.Author == Caller.Subject,
        WorkflowStep.ConfirmClosure => Commitment.Closure?.Author == Caller.Subject,
        _ => false,
    };
}
