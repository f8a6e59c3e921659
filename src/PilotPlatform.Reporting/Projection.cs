using System.Collections.Concurrent;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of one kind of streams: folded from the ledger, entry by entry, in memory.</summary>
public abstract class Projection
{
    /// <summary>The collection whose streams it folds: the third part of their names.</summary>
    public abstract string Collection { get; }

    /// <summary>The type of what stands under a name: immutable, and all of it to be told from its properties.</summary>
    public abstract Type Held { get; }

    /// <summary>The editions that number the tasks of what stands.</summary>
    public virtual IReadOnlyCollection<string> Editions => [];

    /// <summary>Takes the entries of its streams in the order of their positions, one at a time.</summary>
    /// <exception cref="InvalidDataException">The entry is none that this version knows.</exception>
    public abstract void Apply(LedgerEntry entry);

    /// <summary>All that stands now, of the type <see cref="Held"/>, while no entry is applied.</summary>
    public abstract IReadOnlyCollection<object> Capture();

    /// <summary>Takes what was captured in place of the entries that it was folded from.</summary>
    public abstract void Restore(IEnumerable<object> captured);

    /// <summary>A value that was read from a snapshot as it was when it was captured; for what its properties alone do not say.</summary>
    public virtual object Settle(object read) => read;

    /// <summary>Where an entry of its streams happened; null for what nobody is told of.</summary>
    public virtual ChangePlace? PlaceOf(LedgerEntry entry) => null;
}

/// <summary>A projection that holds one value for each stream that stands.</summary>
public abstract class Projection<TName, TValue> : Projection
    where TName : notnull
    where TValue : class
{
    public sealed override Type Held => typeof(TValue);

    /// <summary>What stands, by its name.</summary>
    protected ConcurrentDictionary<TName, TValue> ByName { get; } = new();

    public sealed override IReadOnlyCollection<object> Capture() => ByName.Values.ToArray();

    public sealed override void Restore(IEnumerable<object> captured)
    {
        foreach (var value in captured.Cast<TValue>())
            ByName[NameOf(value)] = value;
    }

    protected abstract TName NameOf(TValue value);
}
