using PilotPlatform.Domain;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>A projection that is written to as well: a decision on what stands becomes the next entry of its stream.</summary>
/// <param name="ledger">Where the entries are recorded.</param>
/// <param name="codec">What the events are in the ledger.</param>
public abstract class Board<TName, TValue, TEvent>(ReportingLedger ledger, EventCodec<TEvent> codec) : Projection<TName, TValue>
    where TName : notnull
    where TValue : class
    where TEvent : class
{
    /// <summary>The resource name, which is the stream too.</summary>
    public abstract string PrintedOf(TName name);

    public override void Apply(LedgerEntry entry)
    {
        var name = NameOf(entry);
        if (Fold(ByName.GetValueOrDefault(name), name, Decode(entry), entry) is { } next)
            ByName[name] = next;
        else
            ByName.TryRemove(name, out _);
    }

    /// <summary>What answered a request of the same author before; null if nothing did.</summary>
    public async Task<Result<TValue>?> AnsweredAsync(RequestKey? request, string author, CancellationToken cancellation)
    {
        if (await ledger.AnsweredAsync(request, author, cancellation) is not { } answered)
            return null;
        return answered.Fault is { } fault ? fault : await AsOfAsync(answered.Value, cancellation);
    }

    /// <summary>
    /// Records what is decided on what stands, null for nothing; gives what stands behind it, or stood last if it ends. The history is read for a request
    /// that was answered before only: it may be long.
    /// </summary>
    protected async Task<Result<TValue>> WriteAsync(
        TName name, Func<TValue?, Result<TEvent>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        if (await AnsweredAsync(request, author, cancellation) is { } answered)
            return answered;
        TValue? current = null;
        var recorded = await ledger.RecordAsync(
            PrintedOf(name),
            () =>
            {
                current = ByName.GetValueOrDefault(name);
                return decide(current).Then<Proposal>(happened =>
                {
                    var (kind, payload) = codec.Encode(happened);
                    return new Proposal(Revision(current), kind, payload);
                });
            },
            author,
            request,
            cancellation);
        if (recorded.Fault is { } fault)
            return fault;
        return recorded.Value.Revision == Revision(current) + 1 ? After(current, recorded.Value) : await AsOfAsync(recorded.Value, cancellation);
    }

    /// <summary>The event that an entry is.</summary>
    protected TEvent Decode(LedgerEntry entry) => codec.Decode(entry.Kind, entry.Payload.Span);

    /// <summary>What an entry happened to.</summary>
    protected TName NameOf(LedgerEntry entry) => Parse(entry.Stream) is { IsOk: true } name
        ? name.Value
        : throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which is none of the {Collection}.");

    protected abstract Result<TName> Parse(string stream);

    protected abstract int RevisionOf(TValue value);

    /// <summary>What stands after one more event; null behind the last.</summary>
    protected abstract TValue? Fold(TValue? current, TName name, TEvent happened, LedgerEntry entry);

    private int Revision(TValue? value) => value is null ? 0 : RevisionOf(value);

    private TValue After(TValue? before, LedgerEntry entry) => Fold(before, NameOf(entry), Decode(entry), entry) ?? before!;

    private async Task<TValue> AsOfAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        var history = await ledger.HistoryAsync(entry.Stream, cancellation);
        return history.Where(e => e.Revision <= entry.Revision).Aggregate((TValue?)null, After)!;
    }
}
