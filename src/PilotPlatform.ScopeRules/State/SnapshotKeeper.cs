using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.ScopeRules.State;

/// <summary>
/// Keeps the snapshot that decisions are made with in step with the catalogue and the ledger: at once on an announcement or a write,
/// otherwise within the refresh interval. What cannot be used leaves the snapshot before it in place, and health says so.
/// </summary>
internal sealed partial class SnapshotKeeper(
    CatalogSource catalog,
    ScopeLedger ledger,
    ShippedRuleSet shipped,
    IOptions<ScopeRulesOptions> options,
    Announcements announcements,
    ScopeRulesMetrics metrics,
    TimeProvider time,
    ILogger<SnapshotKeeper> logger)
    : BackgroundService
{
    private readonly Lock advancing = new();
    private readonly SetShelf shelf = new();
    private readonly AwaitedEdition awaited = new();
    private readonly SemaphoreSlim reading = new(1, 1);
    private TaskCompletionSource exchanged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Snapshot? current;
    private CatalogContent? content;
    private string? refused;
    private Fault? unread;
    private (string Edition, string Sha256) told;

    /// <summary>The snapshot to decide with.</summary>
    /// <exception cref="FaultException">None has been compiled yet, or no rule set reads an edition.</exception>
    public Snapshot Current => Volatile.Read(ref current) ?? throw new FaultException(
        unread is { } why && content is { } edition ? Fault.NothingReads(edition.Edition, why.ToString()) : Fault.NotReady("the rule set"));

    /// <summary>The edition that the catalogue has now, which rule sets are published and activated for; decisions may still be made with one before it.</summary>
    public CatalogContent Newest => content ?? Current.Catalog;

    /// <summary>Completes at the next exchange of the snapshot; take it before looking at <see cref="Current"/>.</summary>
    public Task Exchanged => Volatile.Read(ref exchanged).Task;

    /// <summary>The edition in use, null before the first; why a newer one is not used, null if none is refused; and if that stays so until a rule set is activated.</summary>
    public (string? Edition, string? Refused, bool IsUnread) State => (current?.Catalog.Edition, refused, unread is not null);

    /// <summary>Brings the snapshot up to what the ledger says; what was written before the call is in <see cref="Current"/> after it.</summary>
    public void Advance()
    {
        lock (advancing)
        {
            var record = ledger.Record;
            if (content is null || record.ActiveAt(record.Position) is not { } sha256 || record.RuleSets.Find(r => r.Sha256 == sha256) is not { } active)
                return;
            if (current is { } before && before.Record.Position == record.Position && before.Catalog.Edition == content.Edition) // an edition never changes; two readings of it are not equal
            {
                refused = null; // what was refused is not current any more
                return;
            }

            var isHeld = current is { } held && held.Catalog.Edition == content.Edition && held.ActiveSha256 == sha256;
            var set = isHeld ? current!.Active : shelf.Load(content, active);
            refused = set.Fault?.ToString();
            if (current is null)
                Nothing(set.Fault);
            if (set.Fault is null)
                Exchange(new Snapshot(set.Value, record, shelf));
            else
                Refuse(record, sha256);
        }
    }

    /// <summary>Brings the snapshot up to what any process has written by now.</summary>
    /// <exception cref="FaultException">The ledger cannot be read now.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await ledger.CatchUpAsync(cancellation);
        Advance();
    }

    /// <summary>Brings the newest edition up to what the catalogue has by now, as for rule sets that are meant for it; while the catalogue cannot be asked, it is the one that is known.</summary>
    /// <exception cref="FaultException">The ledger cannot be written now.</exception>
    public async Task CatchUpWithCatalogueAsync(CancellationToken cancellation)
    {
        try
        {
            await ReadNewestAsync(cancellation);
            Advance();
        }
        catch (RpcException away) when (!cancellation.IsCancellationRequested)
        {
            Log.CatalogAway(logger, away.Status.Detail);
        }
    }

    /// <summary>A published rule set of a name, compiled against the newest edition, be there a snapshot or not.</summary>
    public Result<CompiledSet> FindSet(string field, string name) =>
        current is null && content is { } newest && ledger.Record.FindRuleSet(name) is { } published ? shelf.Load(newest, published) : Current.FindSet(field, name, Newest);

    /// <summary>The rule set that is active by what a record of the ledger says, which may be newer than one that was; in the edition of that one, whose numbers the caller has read.</summary>
    public Result<CompiledSet> ActiveIn(ScopeRecord record, CompiledSet was) =>
        record.ActiveAt(record.Position) is { } sha256 && sha256 != was.File.ContentSha256 && record.RuleSets.Find(r => r.Sha256 == sha256) is { } active
            ? shelf.Load(was.Catalog, active)
            : was;

    public override void Dispose()
    {
        base.Dispose();
        reading.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await announcements.ListenAsync(Announcements.EditionPublished, awaited.Announced);
        await Task.WhenAll(
            ledger.FollowAsync(Advance, stoppingToken),
            announcements.FollowAsync([Announcements.EditionPublished], RefreshAsync, NextLook, time, stoppingToken));
    }

    /// <summary>When the catalogue is asked again; null for soon.</summary>
    private TimeSpan? NextLook() => awaited.IsAwaited(content?.Edition) || (current is null && unread is null) ? null : options.Value.RefreshInterval;

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            if (!await ReadNewestAsync(cancellation))
                return;
            Advance();
            await FallBackAsync(content!, cancellation);
        }
        catch (FaultException failed)
        {
            refused = failed.Fault.ToString();
        }
        catch (Exception failed) when (failed is IOException or InvalidOperationException)
        {
            refused = failed.Message;
            Log.NotRefreshed(logger, failed.Message);
        }
        catch (RpcException away) when (!cancellation.IsCancellationRequested)
        {
            if (current is not null)
                Log.CatalogAway(logger, away.Status.Detail);
        }
        catch (Exception stopped) when (cancellation.IsCancellationRequested && stopped is RpcException or OperationCanceledException)
        {
            // The service is stopping.
        }
    }

    /// <summary>Reads the edition that the catalogue has now, unless it is held; false if it moved meanwhile.</summary>
    private async Task<bool> ReadNewestAsync(CancellationToken cancellation)
    {
        await reading.WaitAsync(cancellation);
        try
        {
            if (content is not null && await catalog.CurrentEditionAsync(cancellation) == content.Edition)
                return true;
            if (await catalog.ReadAsync(cancellation) is not { } read)
                return false;
            Nothing(await shipped.PublishAsync(read, shelf, cancellation)); // tried again at the next refresh if it fails
            content = read;
            return true;
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>
    /// At a start with an edition that the active rule set does not read, there is no snapshot before it to go on with: the newest edition
    /// that the rule set does read takes its place, until a rule set for the current one is activated.
    /// </summary>
    private async Task FallBackAsync(CatalogContent newest, CancellationToken cancellation)
    {
        if (current is not null || refused is null)
            return;
        foreach (var edition in await catalog.EditionsAsync(newest.Programme, cancellation))
        {
            if (edition == newest.Edition || await catalog.ReadAsync(edition, cancellation) is not { } earlier)
                continue;
            if (unread is not null)
                await shipped.PublishAsync(earlier, shelf, cancellation); // nothing is active, and it may read this one
            if (Begin(earlier))
                return;
        }
    }

    /// <summary>Makes the first snapshot of an edition that is not the current one; false if the active rule set does not read it either.</summary>
    private bool Begin(CatalogContent earlier)
    {
        lock (advancing)
        {
            var record = ledger.Record;
            if (current is null && record.RuleSets.Find(r => r.Sha256 == record.ActiveAt(record.Position)) is { } active && shelf.Load(earlier, active) is { IsOk: true } set)
            {
                Exchange(new Snapshot(set.Value, record, shelf));
                Log.FellBack(logger, earlier.Edition, content!.Edition);
            }

            return current is not null;
        }
    }

    /// <summary>Keeps why nothing is decided; null leaves what is known.</summary>
    private void Nothing(Fault? why)
    {
        if (why is null)
            return;
        (unread, refused) = (why, why.ToString());
    }

    private void Exchange(Snapshot next)
    {
        Volatile.Write(ref current, next);
        unread = null;
        metrics.Swapped();
        Interlocked.Exchange(ref exchanged, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    /// <summary>An edition that the rule set cannot read, which is said once: acts go on with the edition before.</summary>
    private void Refuse(ScopeRecord record, string sha256)
    {
        if (told != (content!.Edition, sha256))
            Log.Refused(logger, content.Edition, refused!);
        told = (content.Edition, sha256);
        if (current is not null && current.Record.Position != record.Position)
            Exchange(new Snapshot(current.Active, record, shelf));
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "Edition {Edition} is not used: {Reason}")]
        public static partial void Refused(ILogger logger, string edition, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Deciding with edition {Earlier} until a rule set for {Edition} is activated")]
        public static partial void FellBack(ILogger logger, string earlier, string edition);

        [LoggerMessage(Level = LogLevel.Error, Message = "The rules are left as they are: {Reason}")]
        public static partial void NotRefreshed(ILogger logger, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "The catalogue cannot be asked: {Detail}")]
        public static partial void CatalogAway(ILogger logger, string detail);
    }
}
