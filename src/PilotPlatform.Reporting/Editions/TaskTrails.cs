using System.Collections.Immutable;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Where tasks of earlier editions are found in the one that the scope is read with.</summary>
public sealed class TaskTrails
{
    private ReachPicture? picture;
    private ImmutableHashSet<string> asked = ImmutableHashSet.Create<string>(StringComparer.Ordinal);
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the next picture is followed.</summary>
    public Task Moved => Volatile.Read(ref moved).Task;

    /// <summary>Editions by whose numbers somebody listens, and which pictures therefore have to know.</summary>
    public IReadOnlyCollection<string> Asked => Volatile.Read(ref asked);

    /// <summary>Has pictures know an edition from now on, by whose numbers somebody listens.</summary>
    public void Ask(string edition) => ImmutableInterlocked.Update(ref asked, (all, one) => all.Add(one), edition);

    public void Follow(ReachPicture read)
    {
        Volatile.Write(ref picture, read);
        Interlocked.Exchange(ref moved, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>Whether a filter admits what happened at a place; null while it is not known what became of the tasks of their editions.</summary>
    public bool? Admits(ChangeFilter filter, ChangePlace place) =>
        (NeedsNoPicture(filter, place) ? Of : Knowing(filter.Edition, place.Edition)) is { } carriedTo ? filter.Admits(place.City, place.Edition, place.Task, carriedTo) : null;

    /// <summary>Number of the task for which a commitment stands in the picture; null for none. While none has been read, its own.</summary>
    public int? TaskOf(Commitment commitment) => Volatile.Read(ref picture) is { } now ? now.TaskOf(commitment) : commitment.TaskNumber;

    /// <summary>Numbers of the tasks that carry a task of an edition on; its own where that is not known, as for what was recorded without an edition.</summary>
    public IReadOnlyCollection<int> Of(string? edition, int task) => Of(Volatile.Read(ref picture), edition, task);

    /// <summary>The same, as one picture has it that has been read with all of some editions; null while none has. For what cannot be taken back.</summary>
    public Func<string?, int, IEnumerable<int>>? Knowing(params ReadOnlySpan<string?> editions)
    {
        var now = Volatile.Read(ref picture);
        foreach (var edition in editions)
            if (edition is not null && now?.Knows(edition) != true)
                return null;
        return (edition, task) => Of(now, edition, task);
    }

    /// <summary>Whether what happened is wanted or not whatever became of its task.</summary>
    private static bool NeedsNoPicture(ChangeFilter filter, ChangePlace place) => filter.Task is null || place.Task is null
        || (filter.Cities is { } cities && place.City is { } city && !cities.Contains(city)) || (place.Edition == filter.Edition && place.Task == filter.Task);

    private static ImmutableArray<int> Of(ReachPicture? now, string? edition, int task) =>
        now is not null && edition is not null && edition != now.Edition && now.Carried.TryGetValue(edition, out var map) ? map.Of(task).CarriedTo : [task];
}
