using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>Whose act an event is.</summary>
internal static class Acts
{
    /// <summary>
    /// Whether an event answers a reminder though what it is about goes on being waited for: work is reported on again and again, and the province may give it more time. Entries of before do not say what the party was reminded of, and any act of it
    /// answers.
    /// </summary>
    public static bool Answers(Reminder reminder, Happened happened, Commitment commitment) => reminder.For switch
    {
        null => IsOf(reminder.Party, happened, commitment),
        WaitReason.Progress => happened is Happened.ProgressReported or Happened.ReportSupplemented or Happened.ClosureRequested or Happened.ExtensionGranted,
        _ => false,
    };

    /// <summary>Whether an event is an act of the party.</summary>
    public static bool IsOf(Party party, Happened happened, Commitment commitment) => happened switch
    {
        Happened.Decomposed or Happened.Dispatched => party == Party.City,
        Happened.Acknowledged or Happened.Declined or Happened.ProgressReported or Happened.ReportSupplemented
            or Happened.ExtensionRequested or Happened.ClosureRequested => party is Party.LeadUnit or Party.City,
        Happened.ReportAccepted { Level: ReviewLevel.City } or Happened.ReportReturned { Level: ReviewLevel.City } or Happened.EvidenceJudged => party == Party.CityReviewer,
        Happened.ReportAccepted or Happened.ReportReturned or Happened.ExtensionGranted or Happened.ExtensionDenied
            or Happened.ClosureConfirmed or Happened.ClosureRefused or Happened.StruckOff or Happened.Postponed or Happened.Resumed or Happened.Merged or Happened.BasisChanged { Reach: Scope.ReachState.Applies } => party == Party.Province,
        Happened.ProblemAnswered answered => party == PartyOf(commitment.Course.Problems[answered.Serial - 1].Problem.Level),
        Happened.CarryOverAccepted or Happened.CarryOverReturned => party == commitment.Course.CarryOvers[^1].AnsweredBy,
        _ => false,
    };

    /// <summary>Whether it ends the work, so that nobody has to answer a reminder any more.</summary>
    public static bool Ends(Happened happened) =>
        happened is Happened.Merged or Happened.StruckOff or Happened.Postponed or Happened.ClosureConfirmed;

    /// <summary>Who has to answer a problem of a level.</summary>
    public static Party PartyOf(ProblemLevel level) => level switch
    {
        ProblemLevel.City => Party.CityReviewer,
        ProblemLevel.Province => Party.Province,
        _ => Party.Ministry,
    };
}
