using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What a step came to: the event, and the commitment as it stood before it, null for nothing, and behind it.</summary>
public sealed record StepTaken(CommitmentEvent Event, Commitment? Before, Commitment After);

/// <summary>What stands now of all commitments.</summary>
public sealed class CommitmentBoard(ReportingLedger ledger) : Projection<CommitmentName, Commitment>
{
    private readonly Lock folding = new();

    public override string Collection => "commitments";

    public Result<Commitment> Find(CommitmentName name) => ByName.TryGetValue(name, out var commitment) ? commitment : Fault.Missing(name.ToString());

    /// <summary>All commitments, by task number, then by city.</summary>
    public IReadOnlyList<Commitment> All(Func<Commitment, bool> wanted) => InOrder(ByName.Values.Where(wanted));

    public override IReadOnlyCollection<string> Editions => ByName.Values.Select(c => c.LastTask.Edition).ToHashSet(StringComparer.Ordinal);

    /// <summary>The editions on which commitments rest that go on.</summary>
    public IReadOnlyCollection<string> RestedOn => ByName.Values.Where(c => !c.HasEnded).Select(c => c.Edition).ToHashSet(StringComparer.Ordinal);

    /// <summary>All commitments as they stood together at a position of the ledger.</summary>
    public (long Position, IReadOnlyList<Commitment> Commitments) AtOnce(ProgrammeName programme)
    {
        var (position, commitments) = Standing(programme);
        return (position, InOrder(commitments));
    }

    /// <summary>The same, in no order.</summary>
    public (long Position, IReadOnlyList<Commitment> Commitments) Standing(ProgrammeName programme)
    {
        lock (folding)
        {
            Commitment[] commitments = [.. ByName.Values.Where(c => c.Name.Parent == programme)];
            return (commitments.Aggregate(ledger.Position, (position, c) => Math.Max(position, c.Position)), commitments); // one may be folded before the ledger says so
        }
    }

    /// <summary>What answered a request of the same author before; null if nothing did.</summary>
    public async Task<Result<StepTaken>?> AnsweredAsync(RequestKey? request, string author, CancellationToken cancellation)
    {
        if (await ledger.AnsweredAsync(request, author, cancellation) is not { } answered)
            return null;
        return answered.Fault is { } fault ? fault : await AsOfAsync(answered.Value, cancellation);
    }

    /// <summary>
    /// Decides on the commitment as it stands and records what is decided; decides again if another writer was faster. Durable, and
    /// visible to every read, when the task completes.
    /// </summary>
    /// <param name="name">The commitment.</param>
    /// <param name="decide">Decides on what stands, null for nothing.</param>
    /// <param name="author">Whose decision it is.</param>
    /// <param name="request">What makes it repeatable.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="restsOn">What else the decision rests on, looked at before it; it does not count if any of it has changed when it is written.</param>
    public async Task<Result<StepTaken>> RecordAsync(
        CommitmentName name, Func<Commitment?, Result<CommitmentEvent>> decide, string author, RequestKey? request, CancellationToken cancellation,
        Func<IReadOnlyList<StreamRevision>>? restsOn = null)
    {
        Commitment? current = null;
        CommitmentEvent? decided = null;
        var recorded = await ledger.RecordAsync(
            name.ToString(),
            () =>
            {
                var other = restsOn?.Invoke();
                current = ByName.GetValueOrDefault(name);
                return decide(current).Then<Proposal>(happened =>
                {
                    decided = happened;
                    var (kind, payload) = EventCodec.Commitments.Encode(happened);
                    return new Proposal(current?.Revision ?? 0, kind, payload, other);
                });
            },
            author,
            request,
            cancellation);
        if (recorded.Fault is { } fault)
            return fault;
        if (recorded.Value.Revision != (current?.Revision ?? 0) + 1)
            return await AsOfAsync(recorded.Value, cancellation);
        var stands = ByName[name];
        return new StepTaken(decided!, current, stands.Revision == recorded.Value.Revision ? stands : Commitment.Fold(current, name, ToRecorded(recorded.Value)));
    }

    public override void Apply(LedgerEntry entry)
    {
        var name = NameOf(entry);
        var next = Commitment.Fold(ByName.GetValueOrDefault(name), name, ToRecorded(entry));
        lock (folding)
            ByName[name] = next;
    }

    /// <summary>Names of parts begin with the name of their commitment, the very same.</summary>
    public override object Settle(object read)
    {
        var commitment = (Commitment)read;
        var course = commitment.Course;
        return commitment with
        {
            Reports = [.. commitment.Reports.Select(r => r with { Name = r.Name with { Parent = commitment.Name } })],
            Course = course.Evidence.IsEmpty ? course : course with { Evidence = [.. course.Evidence.Select(e => e with { Name = e.Name with { Parent = commitment.Name } })] },
        };
    }

    public override ChangePlace PlaceOf(LedgerEntry entry)
    {
        var name = NameOf(entry);
        var (edition, task) = ByName.TryGetValue(name, out var commitment) ? commitment.LastTask : (null, name.TaskNumber);
        return new ChangePlace(name.Parent, name.City, task, EventCodec.Commitments.Decode(entry.Kind, entry.Payload.Span).IsPublic()) { Edition = edition };
    }

    public static Recorded ToRecorded(LedgerEntry entry) =>
        new(EventCodec.Commitments.Decode(entry.Kind, entry.Payload.Span), entry.Author, entry.RecordedAt, entry.Position);

    /// <summary>The step that an entry is: what a repeated request is answered with.</summary>
    private async Task<StepTaken> AsOfAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        var name = NameOf(entry);
        var history = await ledger.HistoryAsync(entry.Stream, cancellation);
        var (happened, before) = (ToRecorded(entry), history.Where(e => e.Revision < entry.Revision).Aggregate((Commitment?)null, (now, e) => Commitment.Fold(now, name, ToRecorded(e))));
        return new StepTaken(happened.Event, before, Commitment.Fold(before, name, happened));
    }

    protected override CommitmentName NameOf(Commitment value) => value.Name;

    private static CommitmentName NameOf(LedgerEntry entry) => CommitmentName.Parse("stream", entry.Stream) is { IsOk: true } name
        ? name.Value
        : throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which is no commitment.");

    private static ImmutableArray<Commitment> InOrder(IEnumerable<Commitment> commitments) =>
        [.. commitments.OrderBy(c => c.Name.TaskNumber).ThenBy(c => c.Name.City, StringComparer.Ordinal).ThenBy(c => c.Name.Generation)];
}
