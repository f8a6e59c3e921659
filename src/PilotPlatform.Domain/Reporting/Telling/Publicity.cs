using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What of a commitment everybody may know has happened: what changes what everybody may read of it.</summary>
public static class Publicity
{
    public static bool IsPublic(this Happened happened) => happened switch
    {
        Happened.CarryOverLapsed lapsed => lapsed.WasGranted,
        Happened.ReportAccepted accepted => accepted.Level == ReviewLevel.Province,
        Happened.Opened or Happened.Decomposed or Happened.Dispatched or Happened.Acknowledged or Happened.Declined or Happened.ExtensionGranted
            or Happened.ClosureConfirmed or Happened.StruckOff or Happened.Reopened or Happened.Postponed or Happened.Resumed or Happened.Merged
            or Happened.MilestoneReached or Happened.MilestoneCorrected or Happened.BasisChanged or Happened.CarryOverAccepted => true,
        _ => false,
    };
}
