using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>The task of a commitment, and the edition that it is of.</summary>
internal static class CommitmentTask
{
    /// <summary>The task that it is of, or was of before an edition ended it; a task of the edition beside it, which need not be the one that is shown.</summary>
    /// <returns>Name of the edition, and number of the task in it.</returns>
    public static (string Edition, string Number) LastTask(this Commitment commitment) =>
        commitment.PilotTask.Length > 0 ? (commitment.Edition, ResourceIds.IdOf(commitment.PilotTask))
        : commitment.CarryOvers.LastOrDefault(c => c.State == RequestState.Granted && c.Plan.PilotTask.Length > 0)?.Plan is { } plan ? (plan.Edition, ResourceIds.IdOf(plan.PilotTask))
        : (commitment.Basis.Edition, ResourceIds.IdOf(commitment.Name).Split('-', 2)[0]);
}
