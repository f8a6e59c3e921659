using System.Collections.Concurrent;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of all commitments: folded from the ledger, entry by entry, in memory.</summary>
public sealed partial class CommitmentBoard(OpenedLedger opened, TimeProvider time, ILogger<CommitmentBoard> logger)
{
    private readonly ConcurrentDictionary<CommitmentName, Commitment> standing = new();
    private long position;

    /// <summary>Position of the last entry that was folded.</summary>
    public long Position => Volatile.Read(ref position);

    /// <exception cref="StartupException">The ledger cannot be opened, is damaged, or holds what this version does not know.</exception>
    public void Open()
    {
        try
        {
            opened.Open(Apply);
        }
        catch (Exception failed) when (failed is LedgerException or InvalidDataException)
        {
            throw new StartupException(failed.Message, failed);
        }
    }

    public Result<Commitment> Find(CommitmentName name) => standing.TryGetValue(name, out var commitment) ? commitment : Fault.Missing(name.ToString());

    /// <summary>All commitments, by task number, then by city.</summary>
    public IReadOnlyList<Commitment> All(Func<Commitment, bool> wanted) =>
        [.. standing.Values.Where(wanted).OrderBy(c => c.Name.TaskNumber).ThenBy(c => c.Name.City, StringComparer.Ordinal)];

    /// <summary>The event that answered a request before; null if none did.</summary>
    public async Task<Result<Recorded>?> AnsweredAsync(RequestKey? request, CancellationToken cancellation)
    {
        if (request is null || await AnswerAsync(Ledger.FindRequestAsync(request.Id, cancellation)) is not { } entry)
            return null;
        return entry.Request == request ? ToRecorded(entry) : Fault.RequestIdReused(request.Id);
    }

    /// <summary>
    /// Decides on the commitment as it stands and records what is decided; decides again if another writer was faster. Durable, and
    /// visible to every read, when the task completes.
    /// </summary>
    public async Task<Result<Recorded>> RecordAsync(
        CommitmentName name, Func<Commitment?, Result<CommitmentEvent>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        while (true)
        {
            var current = standing.GetValueOrDefault(name);
            var decided = decide(current);
            if (decided.Fault is { } fault)
                return await AnsweredAsync(request, cancellation) ?? fault; // refused by what the same request has done meanwhile

            var (kind, payload) = EventCodec.Encode(decided.Value);
            var draft = new Draft(name.ToString(), current?.Revision ?? 0, kind, payload, author, time.GetUtcNow(), request);
            switch (await AnswerAsync(Ledger.AppendAsync(draft, cancellation)))
            {
                case AppendOutcome.Appended appended:
                    return ToRecorded(appended.Entry);
                case AppendOutcome.Repeated repeated:
                    return ToRecorded(repeated.Entry);
                case AppendOutcome.RequestReused:
                    return Fault.RequestIdReused(request!.Id);
            }
        }
    }

    private EntryLedger Ledger => opened.Now;

    /// <summary>A store that cannot be used now is a dependency that is away, not a defect.</summary>
    private async Task<T> AnswerAsync<T>(Task<T> asked)
    {
        try
        {
            return await asked;
        }
        catch (LedgerException failed)
        {
            Log.LedgerAway(logger, failed.Message);
            throw new FaultException(Fault.Away("the ledger"));
        }
    }

    private void Apply(LedgerEntry entry)
    {
        var name = CommitmentName.Parse("stream", entry.Stream);
        if (name.Fault is not null)
            throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which is no commitment.");
        standing[name.Value] = Commitment.Fold(standing.GetValueOrDefault(name.Value), name.Value, ToRecorded(entry));
        Volatile.Write(ref position, entry.Position);
    }

    private static Recorded ToRecorded(LedgerEntry entry) =>
        new(EventCodec.Decode(entry.Kind, entry.Payload.Span), entry.Author, entry.RecordedAt, entry.Position);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Reason}")]
        public static partial void LedgerAway(ILogger logger, string reason);
    }
}
