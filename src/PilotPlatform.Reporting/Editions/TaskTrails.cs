namespace PilotPlatform.Reporting;

/// <summary>Where tasks of earlier editions are found in the one that the scope is read with.</summary>
public sealed class TaskTrails
{
    private ReachPicture? picture;

    /// <summary>The edition that the scope is read with; null while it has not been read.</summary>
    public string? Edition => Volatile.Read(ref picture)?.Edition;

    public void Follow(ReachPicture read) => Volatile.Write(ref picture, read);

    /// <summary>Numbers of the tasks that carry a task of an edition on; its own where that is not known, as for what was recorded without an edition.</summary>
    public IReadOnlyCollection<int> Of(string? edition, int task) =>
        Volatile.Read(ref picture) is { } now && edition is not null && edition != now.Edition && now.Carried.TryGetValue(edition, out var map) ? map.Of(task).CarriedTo : [task];
}
