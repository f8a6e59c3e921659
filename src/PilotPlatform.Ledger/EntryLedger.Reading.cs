using System.Runtime.CompilerServices;

namespace PilotPlatform.Ledger;

/// <summary>What can be read of a ledger while it is written. Only entries that reached their owner are given.</summary>
public sealed partial class EntryLedger
{
    private const int PageSize = 256;

    /// <summary>The entries behind a position that there are now, oldest first.</summary>
    /// <param name="after">Position of the last entry that is known; 0 to read from the first.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public async IAsyncEnumerable<LedgerEntry> ReadAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var upTo = Position;
        for (var next = after; next < upTo;)
            foreach (var entry in await BehindAsync(next, cancellation))
            {
                if (entry.Position > upTo)
                    yield break;
                yield return entry;
                next = entry.Position;
            }
    }

    /// <summary>The entries of a stream behind a revision that there are now, oldest first.</summary>
    /// <param name="stream">The thing they happened to.</param>
    /// <param name="after">Revision of the last entry that is known; 0 to read from the first.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public async IAsyncEnumerable<LedgerEntry> ReadStreamAsync(string stream, int after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        var upTo = Position;
        for (var (next, more) = (after, true); more;)
        {
            var page = await store.PageAsync(stream, next, upTo, PageSize, cancellation);
            foreach (var entry in page)
            {
                yield return entry;
                next = entry.Revision;
            }

            more = page.Count == PageSize;
        }
    }

    /// <summary>The entries behind a position, and every one that comes, until the ledger is closed or the reading is cancelled.</summary>
    /// <param name="after">Position of the last entry that is known; 0 to read from the first.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="LedgerException">The store cannot be read now.</exception>
    public async IAsyncEnumerable<LedgerEntry> TailAsync(long after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        for (var next = after; await feed.WaitAsync(next, cancellation);)
            foreach (var entry in await BehindAsync(next, cancellation))
            {
                yield return entry;
                next = entry.Position;
            }
    }

    /// <summary>Waits until an entry at a position has reached its owner.</summary>
    /// <returns>False when there will be none, since the ledger is closed.</returns>
    public Task<bool> WaitAsync(long position, CancellationToken cancellation) => feed.WaitAsync(position - 1, cancellation);

    /// <summary>Some entries behind a position: the newest from memory, older ones from the store.</summary>
    private async ValueTask<IReadOnlyList<LedgerEntry>> BehindAsync(long after, CancellationToken cancellation)
    {
        if (feed.Behind(after) is { } newest)
            return newest;

        var page = await store.PageAsync(after, Position, PageSize, cancellation);
        return page is [var first, ..] && first.Position == after + 1
            ? page
            : throw EntryRows.Damaged(store.Name, after + 1, "there is no entry.");
    }
}
