using System.Collections.Concurrent;

namespace PilotPlatform.Ledger;

/// <summary>Entries that are read and held against the chain by one thread while another folds those before them.</summary>
internal static class ReadAhead
{
    private const int PartSize = 512;
    private const int PartsAhead = 16;

    /// <summary>The same entries in the same order; what ends the reading is thrown behind the last that was read.</summary>
    public static IEnumerable<LedgerEntry> Of(IEnumerable<LedgerEntry> entries)
    {
        using var left = new CancellationTokenSource();
        using var parts = new BlockingCollection<List<LedgerEntry>>(PartsAhead);
        var reading = Task.Run(() => Read(entries, parts, left.Token), CancellationToken.None);
        try
        {
            foreach (var part in parts.GetConsumingEnumerable(CancellationToken.None))
                foreach (var entry in part)
                    yield return entry;
            reading.GetAwaiter().GetResult();
        }
        finally
        {
            left.Cancel();
            Task.WaitAny([reading], CancellationToken.None); // nobody reads the store any more when this is over
        }
    }

    private static void Read(IEnumerable<LedgerEntry> entries, BlockingCollection<List<LedgerEntry>> parts, CancellationToken left)
    {
        var part = new List<LedgerEntry>(PartSize);
        try
        {
            foreach (var entry in entries)
            {
                part.Add(entry);
                if (part.Count < PartSize)
                    continue;
                parts.Add(part, left);
                part = new List<LedgerEntry>(PartSize);
            }
        }
        finally
        {
            if (part.Count > 0)
                parts.Add(part, left);
            parts.CompleteAdding();
        }
    }
}
