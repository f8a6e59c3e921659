namespace PilotPlatform.ServiceDefaults.Cache;

/// <summary>
/// The edition that was announced last, until it is held: of several replicas of the catalogue the one that is asked may know it only a moment
/// later than the one that announced it. It is waited for with many looks and not for ever, since another may have been published over it.
/// </summary>
public sealed class AwaitedEdition
{
    private const int MostLooks = 50;

    private string? id;
    private int looks;

    /// <summary>An edition was announced, by its id.</summary>
    public void Announced(string edition)
    {
        Volatile.Write(ref looks, 0);
        Volatile.Write(ref id, edition);
    }

    /// <summary>True if one was announced that is not the one that is held, so that it is soon to be looked again.</summary>
    public bool IsAwaited(string? held)
    {
        if (Volatile.Read(ref id) is not { } awaited)
            return false;
        if (held?.EndsWith($"/editions/{awaited}", StringComparison.Ordinal) != true && Interlocked.Increment(ref looks) <= MostLooks)
            return true;
        Interlocked.CompareExchange(ref id, null, awaited);
        return false;
    }
}
