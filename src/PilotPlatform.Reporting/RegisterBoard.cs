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
    ReportingLedger ledger, string prefix, RegisterRules<TState> rules, Func<TContent, (int Task, string? City)> placeOf, Func<TState, bool> isPublished)
    : Board<ChildName, RegisterEntry<TContent, TState>, RegisterEvent<TContent, TState>>(ledger, new EventCodec<RegisterEvent<TContent, TState>>(prefix))
    where TState : struct, Enum
{
    public override string Collection => rules.Collection;

    public RegisterRules<TState> Rules => rules;

    public override IReadOnlyCollection<string> Editions => ByName.Values.Select(e => e.Edition).OfType<string>().ToHashSet(StringComparer.Ordinal);

    public Result<RegisterEntry<TContent, TState>> Find(ChildName name) =>
        ByName.TryGetValue(name, out var entry) ? entry : Fault.Missing(PrintedOf(name));

    /// <summary>The entries of a programme, oldest first.</summary>
    public ImmutableArray<RegisterEntry<TContent, TState>> All(ProgrammeName programme, Func<RegisterEntry<TContent, TState>, bool> wanted) =>
        [.. ByName.Values.Where(e => e.Name.Parent == programme && wanted(e)).OrderBy(e => e.CreateTime).ThenBy(e => e.Name.Id, StringComparer.Ordinal)];

    /// <summary>Records what is decided on the entry as it stands, null for none; gives the entry as it stands behind it.</summary>
    public Task<Result<RegisterEntry<TContent, TState>>> RecordAsync(
        ChildName name, Func<RegisterEntry<TContent, TState>?, Result<RegisterEvent<TContent, TState>>> decide, string author, RequestKey? request, CancellationToken cancellation) =>
        WriteAsync(name, decide, author, request, cancellation);

    public override ChangePlace? PlaceOf(LedgerEntry entry)
    {
        var name = NameOf(entry);
        if (!ByName.TryGetValue(name, out var found))
            return null;
        var (task, city) = placeOf(found.Content);
        var isPublic = isPublished(found.StateAt(entry.Revision)) || isPublished(found.StateAt(entry.Revision - 1)); // who has read it is told when it is withdrawn
        return new ChangePlace(name.Parent, city, task, isPublic) { Edition = found.Edition };
    }

    public override string PrintedOf(ChildName name) => rules.PrintedOf(name);

    protected override ChildName NameOf(RegisterEntry<TContent, TState> value) => value.Name;

    protected override Result<ChildName> Parse(string stream) => ChildName.Parse("stream", stream, rules.Collection);

    protected override int RevisionOf(RegisterEntry<TContent, TState> value) => value.Revision;

    protected override RegisterEntry<TContent, TState> Fold(
        RegisterEntry<TContent, TState>? current, ChildName name, RegisterEvent<TContent, TState> happened, LedgerEntry entry) =>
        RegisterEntry<TContent, TState>.Fold(current, name, happened, entry.Author, entry.RecordedAt, entry.Position);
}
