namespace PilotPlatform.Ledger;

/// <summary>What puts the lines of a bundle into an empty ledger, in one transaction: all of them, or nothing.</summary>
internal abstract partial class EntryStore
{
    private const int RowsAtOnce = 500;

    /// <summary>Begins to restore.</summary>
    /// <exception cref="LedgerException">There are entries already, or the ledger cannot be written.</exception>
    public Restoring Restore()
    {
        Guard(BeginRestoring);
        if (!ReadOnHere().Any())
            return new Restoring(this);

        Rollback();
        throw new LedgerException($"The ledger {Name} has entries already; a bundle is restored into an empty one.");
    }

    /// <summary>A restoring that is under way; nothing of it stays unless it is completed.</summary>
    public sealed class Restoring(EntryStore store) : IDisposable
    {
        private readonly List<LedgerEntry> entries = [];
        private bool isDone;

        public void Add(BundleLine line)
        {
            if (line is BundleLine.Entry entry)
                entries.Add(entry.Written);
            if (entries.Count == RowsAtOnce)
                Flush();
            if (line is BundleLine.Mark mark)
                store.Guard(() => store.InsertCheckpoint(mark.Signed));
        }

        public void Complete()
        {
            Flush();
            store.Guard(() => store.Commit(0));
            isDone = true;
        }

        public void Dispose()
        {
            if (!isDone)
                store.Rollback();
        }

        private void Flush()
        {
            if (entries.Count > 0)
                store.Guard(() => store.Insert(entries));
            entries.Clear();
        }
    }
}
