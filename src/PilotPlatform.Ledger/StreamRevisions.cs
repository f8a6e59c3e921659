namespace PilotPlatform.Ledger;

/// <summary>
/// Revisions of streams as they stand, kept so that not every append has to ask for them. It forgets all when it holds too many;
/// what it does not know is asked of the database.
/// </summary>
internal sealed class StreamRevisions
{
    private const int Most = 100_000;

    private readonly Dictionary<string, int> known = new(StringComparer.Ordinal);

    public int this[string stream]
    {
        get => known[stream];
        set => known[stream] = value;
    }

    /// <summary>The streams that have to be asked for; makes room for them.</summary>
    public string[] Missing(IEnumerable<string> streams)
    {
        var asked = streams.Distinct(StringComparer.Ordinal).ToArray();
        if (known.Count + asked.Length > Most)
            known.Clear();
        return [.. asked.Where(stream => !known.ContainsKey(stream))];
    }

    /// <summary>An entry of the ledger was read.</summary>
    /// <returns>False if it is known not to be the one that follows in its stream.</returns>
    public bool Saw(LedgerEntry entry)
    {
        var follows = !known.TryGetValue(entry.Stream, out var before) || entry.Revision == before + 1;
        if (known.Count < Most || known.ContainsKey(entry.Stream))
            known[entry.Stream] = entry.Revision;
        return follows;
    }

    public void Forget() => known.Clear();
}
