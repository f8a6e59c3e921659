using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Records what falls with an edition that is not in force any more.</summary>
public sealed class CarryOverLapses(CommitmentBoard board)
{
    /// <summary>Records it by the edition of a picture, once that is the newest which the catalogue has published: a replica that is behind takes nothing back.</summary>
    public async Task RecordAsync(ReachPicture picture, string newest, string author, CancellationToken cancellation)
    {
        if (newest != picture.Edition)
            return;
        foreach (var looked in board.All(c => c.Name.Parent.ToString() == picture.Programme && Lapse(c) is not null))
            await board.RecordAsync(
                looked.Name, now => now is not null && now.Revision == looked.Revision && Lapse(now) is { } lapsed ? lapsed : Fault.Forbidden(looked.Name.ToString(), "as it was", "recheck"), author, request: null, cancellation);

        CommitmentEvent? Lapse(Commitment commitment) => commitment.Lapse(picture.Edition, commitment.HasEnded && picture.ReopensAs(commitment) is { IsEmpty: false } tasks && !IsHeld(commitment, tasks));

        // What was opened anew stands for the task; reopened beside it, there would be two.
        bool IsHeld(Commitment ended, IEnumerable<int> tasks) => board.All(c =>
            c.Name.Parent == ended.Name.Parent && c.Name.City == ended.Name.City && !c.IsOver && picture.TaskOf(c) is { } task && tasks.Contains(task)).Count > 0;
    }
}
