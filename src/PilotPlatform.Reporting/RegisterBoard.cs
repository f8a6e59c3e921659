using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of a register.</summary>
/// <param name="ledger">Where its entries are recorded.</param>
/// <param name="prefix">What the kinds of its events begin with in the ledger.</param>
/// <param name="rules">The steps its entries can take.</param>
/// <param name="placeOf">The task and the city of a content; no city for all of them.</param>
/// <param name="isPublished">Whether everybody sees entries in a state.</param>
public sealed class RegisterBoard<TContent, TState>(
    ReportingLedger ledger, string prefix, RegisterRules<TState> rules, Func<TContent, (int Task, string? City)> placeOf, Func<TState, bool> isPublished) : Projection<ChildName, RegisterEntry<TContent, TState>>
    where TState : struct, Enum
{
    private readonly EventCodec<RegisterEvent<TContent, TState>> codec = new(prefix);

    public override string Collection => rules.Collection;

    public RegisterRules<TState> Rules => rules;

    public Result<RegisterEntry<TContent, TState>> Find(ChildName name) =>
        ByName.TryGetValue(name, out var entry) ? entry : Fault.Missing(PrintedOf(name));

    /// <summary>The entries of a programme, oldest first.</summary>
    public ImmutableArray<RegisterEntry<TContent, TState>> All(ProgrammeName programme, Func<RegisterEntry<TContent, TState>, bool> wanted) =>
        [.. ByName.Values.Where(e => e.Name.Parent == programme && wanted(e)).OrderBy(e => e.CreateTime).ThenBy(e => e.Name.Id, StringComparer.Ordinal)];

    /// <summary>Records what is decided on the entry as it stands, null for none; gives the entry as it stands behind it.</summary>
    public async Task<Result<RegisterEntry<TContent, TState>>> RecordAsync(
        ChildName name, Func<RegisterEntry<TContent, TState>?, Result<RegisterEvent<TContent, TState>>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        if (await ledger.AnsweredAsync(request, cancellation) is not { } recorded)
            recorded = await ledger.RecordAsync(
                PrintedOf(name),
                () =>
                {
                    var current = ByName.GetValueOrDefault(name);
                    return decide(current).Then<Proposal>(happened =>
                    {
                        var (kind, payload) = codec.Encode(happened);
                        return new Proposal(current?.Revision ?? 0, kind, payload);
                    });
                },
                author,
                request,
                cancellation);
        if (recorded.Fault is { } fault)
            return fault;
        var answered = NameOf(recorded.Value);
        var history = await ledger.HistoryAsync(recorded.Value.Stream, cancellation);
        return history.Where(e => e.Revision <= recorded.Value.Revision)
            .Aggregate((RegisterEntry<TContent, TState>?)null, (now, entry) => Fold(now, answered, entry))!;
    }

    public override void Apply(LedgerEntry entry)
    {
        var name = NameOf(entry);
        ByName[name] = Fold(ByName.GetValueOrDefault(name), name, entry);
    }

    public override ChangePlace? PlaceOf(LedgerEntry entry)
    {
        var name = NameOf(entry);
        if (!ByName.TryGetValue(name, out var found))
            return null;
        var (task, city) = placeOf(found.Content);
        return new ChangePlace(name.Parent, city, task, codec.Decode(entry.Kind, entry.Payload.Span) is RegisterEvent<TContent, TState>.Moved moved && isPublished(moved.State));
    }

    public string PrintedOf(ChildName name) => rules.PrintedOf(name);

    protected override ChildName NameOf(RegisterEntry<TContent, TState> value) => value.Name;

    private RegisterEntry<TContent, TState> Fold(RegisterEntry<TContent, TState>? current, ChildName name, LedgerEntry entry) =>
        RegisterEntry<TContent, TState>.Fold(current, name, codec.Decode(entry.Kind, entry.Payload.Span), entry.Author, entry.RecordedAt, entry.Position);

    private ChildName NameOf(LedgerEntry entry) => ChildName.Parse("stream", entry.Stream, rules.Collection) is { IsOk: true } name
        ? name.Value
        : throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which is no entry of the register.");
}
