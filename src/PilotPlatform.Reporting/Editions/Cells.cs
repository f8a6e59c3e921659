using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>
/// Which commitment stands for a task of an edition in a city: one at most. Whoever comes to stand there rests on the revisions of all that could
/// come there too, so that of two who are fast the ledger takes one, and the other is decided again.
/// </summary>
public sealed class Cells(CommitmentBoard board)
{
    /// <summary>Another commitment that stands in the cell; null if none does.</summary>
    public CommitmentName? HolderOf(CommitmentName asking, string edition, int task) =>
        board.All(c => AreNeighbours(c.Name, asking) && !c.IsOver && IsIn(c, edition, task)) is [var holder, ..] ? holder.Name : null;

    /// <summary>Another commitment that stands in the cell of a commitment; null if none does.</summary>
    public CommitmentName? HolderOf(Commitment commitment) =>
        commitment.TaskNumber is { } task ? HolderOf(commitment.Name, commitment.Edition, task) : null;

    /// <summary>What is in the cell, over or not, what could be carried over to it, and what could be opened in it, as it stands.</summary>
    public IReadOnlyList<StreamRevision> RivalsOf(CommitmentName asking, string edition, int task)
    {
        var free = NameFor(new CommitmentName(asking.Parent, task, asking.City), c => c.Edition == edition ? c.TaskNumber : null);
        return
        [
            .. board.All(c => AreNeighbours(c.Name, asking) && !c.HasEnded && (c.Edition != edition || c.TaskNumber == task)).Select(Standing),
            .. board.Find(free).IsOk || free == asking ? Array.Empty<StreamRevision>() : [new StreamRevision(free.ToString(), 0)],
        ];
    }

    /// <summary>The same, for the cell of a commitment that exists.</summary>
    public IReadOnlyList<StreamRevision> RivalsOf(CommitmentName name) =>
        board.Find(name) is { IsOk: true, Value: { TaskNumber: { } task } commitment } ? RivalsOf(name, commitment.Edition, task) : [];

    /// <summary>A commitment by its name, as it stands; nothing for a name of none.</summary>
    public IReadOnlyList<StreamRevision> Standing(string name) =>
        CommitmentName.Parse("name", name).Then(board.Find) is { IsOk: true } found ? [Standing(found.Value)] : [];

    /// <summary>The name under which a task of the edition is opened: that of the commitment that stands for it, or the first that is not taken.</summary>
    /// <param name="asked">The task and the city.</param>
    /// <param name="taskOf">Number of the task that a commitment stands for in the edition; null for none.</param>
    public CommitmentName NameFor(CommitmentName asked, Func<Commitment, int?> taskOf)
    {
        var ofCity = board.All(c => c.Name.Parent == asked.Parent && c.Name.City == asked.City);
        if (ofCity.FirstOrDefault(c => taskOf(c) == asked.TaskNumber) is { } standing)
            return standing.Name;
        var generation = 1;
        while (ofCity.Any(c => c.Name == asked with { Generation = generation }))
            generation++;
        return asked with { Generation = generation };
    }

    private static bool IsIn(Commitment commitment, string edition, int task) => commitment.Edition == edition && commitment.TaskNumber == task;

    private static bool AreNeighbours(CommitmentName one, CommitmentName other) => one != other && one.Parent == other.Parent && one.City == other.City;

    private static StreamRevision Standing(Commitment commitment) => new(commitment.Name.ToString(), commitment.Revision);
}
