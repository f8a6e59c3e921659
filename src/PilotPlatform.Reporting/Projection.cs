using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of one kind of streams: folded from the ledger, entry by entry, in memory.</summary>
public abstract class Projection
{
    /// <summary>The collection whose streams it folds: the third part of their names.</summary>
    public abstract string Collection { get; }

    /// <summary>Takes the entries of its streams in the order of their positions, one at a time.</summary>
    /// <exception cref="InvalidDataException">The entry is none that this version knows.</exception>
    public abstract void Apply(LedgerEntry entry);

    /// <summary>Where an entry of its streams happened; null for what nobody is told of.</summary>
    public virtual ChangePlace? PlaceOf(LedgerEntry entry) => null;
}
