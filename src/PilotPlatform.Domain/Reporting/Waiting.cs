using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What somebody is waited for.</summary>
public enum WaitReason
{
    Dispatch,
    Acknowledgement,
    Supplement,
    CityReview,
    ProvinceReview,
    ExtensionDecision,
    ClosureDecision,
    ProblemAnswer,
    Resumption,
    Progress,
    StrikeOff,

    /// <summary>What it rests on was withdrawn: to have it hold again, or to postpone or merge the commitment.</summary>
    Basis,

    /// <summary>To accept or reject evidence that was handed in.</summary>
    EvidenceJudgement,

    /// <summary>To agree to a proposed carry-over, or to return it.</summary>
    CarryOverDecision,
}

/// <summary>Who has to act next, for what, since when and until when.</summary>
/// <param name="Party">Who has to act.</param>
/// <param name="Reason">What for.</param>
/// <param name="Subject">The report, problem or commitment it is about.</param>
/// <param name="Since">Since when it has been waited for.</param>
/// <param name="Until">The day by which it is to be done; null if it has none.</param>
public sealed record Wait(Party Party, WaitReason Reason, string Subject, DateTimeOffset Since, DateOnly? Until)
{
    /// <summary>The period of the report that it is about; null if it is about none.</summary>
    public string? Period { get; init; }

    public bool IsOverdueOn(DateOnly day) => day > Until;

    /// <summary>The day that the step itself has; null where it has none, or only that by which all the work is due.</summary>
    public DateOnly? StepUntil => Reason is WaitReason.Dispatch or WaitReason.Progress ? null : Until;
}

/// <summary>Who has to act next on a commitment: what comes first is what it is held up by.</summary>
public static class Waiting
{
    /// <summary>No party is waited for because of a day, so any calendar says who is.</summary>
    private static readonly WorkCalendar AnyDays = new(TimeZoneInfo.Utc, [], []);

    /// <summary>Who has to act next on a commitment, at a time, in the order in which it is held up by them.</summary>
    public static IEnumerable<Party> Parties(Commitment commitment, DateTimeOffset time) => On(commitment, time).Select(wait => wait.Party).Distinct();

    /// <summary>Whether what a party was reminded of is waited for at a time; of entries of before, whether the party is.</summary>
    public static bool IsOn(Reminder reminder, Commitment commitment, DateTimeOffset time)
    {
        return On(commitment, time).Any(wait => wait.Party == reminder.Party && (reminder.For is null || (wait.Reason == reminder.For && (wait.Subject == reminder.Subject || IsDraft(reminder.Subject)))));

        // The day on which evidence ends begins earlier in the calendar of the offices, and another draft may be the first there.
        bool IsDraft(string? evidence) => commitment.Course.Evidence.Exists(e => e.Name.ToString() == evidence && e.StateOn(AnyDays.DayOf(time)) == EvidenceState.Draft);
    }

    private static ImmutableArray<Wait> On(Commitment commitment, DateTimeOffset time) => On(commitment, new Moment(time, AnyDays, new TimeLimits()));

    public static ImmutableArray<Wait> On(Commitment commitment, Moment at)
    {
        var (calendar, limits) = (at.Calendar, at.Limits);
        var name = commitment.Name.ToString();
        DateOnly Until(DateTimeOffset since, int workingDays) => calendar.After(calendar.DayOf(since), workingDays);
        Wait Standing(Party party, WaitReason reason, DateOnly? until) => new(party, reason, name, commitment.StateTime, until);

        return commitment.State switch
        {
            _ when commitment.IsOver => [.. CarryOver()],
            CommitmentState.NotStarted => [.. commitment.IsFounded ? [Standing(Party.City, WaitReason.Dispatch, commitment.Plan.DueDate)] : Basis(), .. Problems(), .. Evidence(), .. CarryOver()],
            CommitmentState.AwaitingAcknowledgement => [Standing(Party.LeadUnit, WaitReason.Acknowledgement, commitment.Course.Assignment!.AcknowledgeBy), .. Basis(), .. Problems(), .. Evidence(), .. CarryOver()],
            CommitmentState.Postponed => [Standing(Party.Province, WaitReason.Resumption, commitment.Course.Suspension!.Until), .. Reports(), .. Requests(), .. Problems(), .. Evidence(), .. CarryOver()],
            CommitmentState.Implemented => [.. Reports(), .. Problems(), .. commitment.Unsettled() is null ? [Standing(Party.Province, WaitReason.StrikeOff, until: null)] : Array.Empty<Wait>(), .. Evidence(), .. CarryOver()],
            _ => [.. Reports(), .. HoldsUpAClosure() ? Evidence() : [], .. Requests(), .. Problems(), .. commitment.IsFounded ? [Progress()] : Basis(), .. HoldsUpAClosure() ? [] : Evidence(), .. CarryOver()],
        };

        IEnumerable<Wait> Basis() => commitment is { IsFounded: false, Course.Basis: { } withdrawn } ? [new Wait(Party.Province, WaitReason.Basis, name, withdrawn.Time, Until: null)] : [];

        IEnumerable<Wait> Reports() => commitment.Reports.Where(r => r.State != ReportState.Accepted).Select(r =>
        {
            if (r.AwaitedReview is not { } level)
                return new Wait(Party.LeadUnit, WaitReason.Supplement, r.Name.ToString(), r.Reviews[^1].Time, r.Reviews[^1].AnswerBy) { Period = r.Progress.Period };
            var (since, until) = r.ReviewClock(calendar, limits);
            return level == ReviewLevel.City
                ? new Wait(Party.CityReviewer, WaitReason.CityReview, r.Name.ToString(), since, until) { Period = r.Progress.Period }
                : new Wait(Party.Province, WaitReason.ProvinceReview, r.Name.ToString(), since, until) { Period = r.Progress.Period };
        }).OrderBy(w => w.Reason);

        IEnumerable<Wait> Requests()
        {
            if (commitment.Course.Closure is { State: RequestState.Pending } closure)
            {
                var since = Later(closure.RequestTime, commitment.Course.Evidence.Where(e => e.StateOn(at.Today) == EvidenceState.Accepted).Min(e => e.JudgeTime));
                yield return new Wait(Party.Province, WaitReason.ClosureDecision, name, since, HoldsUpAClosure() ? null : Until(since, limits.Decision));
            }

            if (commitment.Course.Extensions is [.., { State: RequestState.Pending } extension])
                yield return new Wait(Party.Province, WaitReason.ExtensionDecision, name, extension.RequestTime, Until(extension.RequestTime, limits.Decision));
        }

        IEnumerable<Wait> Evidence()
        {
            if (commitment.Course.Evidence.Find(e => e.StateOn(at.Today) == EvidenceState.Draft) is not { } draft)
                return [];
            var since = Later(draft.CreateTime, commitment.Course.Closure is { State: RequestState.Pending } closure ? closure.RequestTime : null);
            return [new Wait(Party.CityReviewer, WaitReason.EvidenceJudgement, draft.Name.ToString(), since, HoldsUpAClosure() ? Until(since, limits.CityReview) : null)];
        }

        // The province can refuse, and not confirm, until the city has judged: its days begin with that.
        bool HoldsUpAClosure() => commitment.Course.Closure is { State: RequestState.Pending }
            && commitment.Course.Evidence.Exists(e => e.StateOn(at.Today) == EvidenceState.Draft) && !commitment.Course.Evidence.Exists(e => e.StateOn(at.Today) == EvidenceState.Accepted);

        IEnumerable<Wait> CarryOver() => commitment.Course.CarryOvers is [.., { State: RequestState.Pending } proposal]
            ? [new Wait(proposal.AnsweredBy, WaitReason.CarryOverDecision, name, proposal.Time, Until: null)]
            : [];

        static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

        IEnumerable<Wait> Problems() => commitment.Course.Problems.Where(p => p.IsOpen).Select(p => new Wait(
            Acts.PartyOf(p.Problem.Level), WaitReason.ProblemAnswer, new ProblemName(commitment.Name, p.Serial).ToString(), p.RaiseTime, Until(p.RaiseTime, limits.Problem)));

        Wait Progress() => new(
            Party.LeadUnit, WaitReason.Progress, name, commitment.LastHeard,
            commitment.State == CommitmentState.Ongoing ? null : commitment.Plan.DueDate);
    }
}
