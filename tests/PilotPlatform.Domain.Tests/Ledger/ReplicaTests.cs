using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>Several replicas write to one ledger in PostgreSQL: each sees all entries in one order, and nobody writes over another.</summary>
[Collection(nameof(PostgresServer))]
public sealed class ReplicaTests(PostgresServer server)
{
    private const int Replicas = 3;

    [Fact]
    public async Task AppendAsync_RestingOnWhatAnotherReplicaHasMoved_IsStaleAndHasSeenIt()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        await replicas.Ledgers[0].AppendAsync(TestLedger.Draft("period", 0), TestLedger.Cancellation);

        var report = TestLedger.Draft("report", 0) with { RestsOn = [new StreamRevision("period", 0)] };
        Assert.IsType<AppendOutcome.Stale>(await replicas.Ledgers[1].AppendAsync(report, TestLedger.Cancellation));

        Assert.Equal("period", Assert.Single(replicas.Seen[1]).Stream);
    }

    [Fact]
    public async Task LeadAsync_OfSeveralReplicas_IsOneAndThenTheNext()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        var (leading, led) = (0, 0);
        using var all = CancellationTokenSource.CreateLinkedTokenSource(TestLedger.Cancellation);
        async Task LeadAsync(CancellationToken cancellation)
        {
            Assert.Equal(1, Interlocked.Increment(ref leading));
            await Task.Delay(100, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Decrement(ref leading);
            if (Interlocked.Increment(ref led) == 2 * Replicas)
                await all.CancelAsync();
        }

        await Task.WhenAll(replicas.Ledgers.Select(l => l.LeadAsync(LeadAsync, all.Token)));

        Assert.True(led >= 2 * Replicas);
    }

    [Fact]
    public async Task AppendAsync_ToOneStreamFromAllReplicasAtOnce_OneWinsEachRevision()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);

        for (var revision = 0; revision < 10; revision++)
        {
            var outcomes = await Task.WhenAll(replicas.Ledgers.Select(l => l.AppendAsync(TestLedger.Draft("stream", revision), TestLedger.Cancellation)));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.All(outcomes.OfType<AppendOutcome.Stale>(), stale => Assert.Equal(revision + 1, stale.CurrentRevision));
        }

        Assert.Equal(10, (await database.ReplayAsync()).Count);
    }

    [Fact]
    public async Task AppendAsync_ToManyStreamsFromAllReplicas_EachSeesAllInTheSameOrder()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);

        await Task.WhenAll(replicas.Ledgers.Index().SelectMany(r => Enumerable.Range(0, 200).Select(i =>
            r.Item.AppendAsync(TestLedger.Draft($"stream {r.Index}-{i}", 0), TestLedger.Cancellation))));
        foreach (var ledger in replicas.Ledgers)
            await ledger.CatchUpAsync(TestLedger.Cancellation);

        var expected = (await database.ReplayAsync()).Select(e => (e.Position, e.Stream)).ToArray();
        Assert.Equal(Replicas * 200, expected.Length);
        Assert.All(replicas.Seen, seen => Assert.Equal(expected, seen.Select(e => (e.Position, e.Stream))));
    }

    [Fact]
    public async Task AppendAsync_EntriesOfAnotherReplica_AreSeenBeforeItIsAnswered()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        for (var i = 0; i < 5; i++)
            await replicas.Ledgers[0].AppendAsync(TestLedger.Draft("stream", i), TestLedger.Cancellation);

        Assert.IsType<AppendOutcome.Appended>(await replicas.Ledgers[1].AppendAsync(TestLedger.Draft("stream", 5), TestLedger.Cancellation));

        Assert.Equal([1, 2, 3, 4, 5, 6], replicas.Seen[1].Select(e => e.Position));
    }

    [Fact]
    public async Task AppendAsync_RequestAnsweredByAnotherReplica_GivesItsEntry()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        var key = new RequestKey("request", "digest");

        var outcomes = await Task.WhenAll(replicas.Ledgers.Select(l => l.AppendAsync(TestLedger.Draft("stream", 0, request: key), TestLedger.Cancellation)));

        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.Equal(Enumerable.Repeat(1L, outcomes.Length - 1), outcomes.OfType<AppendOutcome.Repeated>().Select(repeated => repeated.Entry.Position));
    }

    /// <summary>On a stream of each replica's own nothing but the request can say that it was answered.</summary>
    [Fact]
    public async Task AppendAsync_RequestAnsweredOnAnotherStream_IsNotWrittenTwice()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        var key = new RequestKey("request", "digest");

        var outcomes = await Task.WhenAll(replicas.Ledgers.Select((l, i) => l.AppendAsync(TestLedger.Draft($"stream {i}", 0, request: key), TestLedger.Cancellation)));

        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.Equal(Enumerable.Repeat(1L, outcomes.Length - 1), outcomes.OfType<AppendOutcome.Repeated>().Select(repeated => repeated.Entry.Position));
    }

    [Fact]
    public async Task TailAsync_OfAReplicaThatIsIdle_GivesWhatOthersAppend()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        await using var tail = replicas.Ledgers[2].TailAsync(0, TestLedger.Cancellation).GetAsyncEnumerator(TestLedger.Cancellation);

        await replicas.Ledgers[0].AppendAsync(TestLedger.Draft("a", 0), TestLedger.Cancellation);
        await replicas.Ledgers[1].AppendAsync(TestLedger.Draft("b", 0), TestLedger.Cancellation);

        Assert.True(await tail.MoveNextAsync());
        Assert.Equal("a", tail.Current.Stream);
        Assert.True(await tail.MoveNextAsync());
        Assert.Equal("b", tail.Current.Stream);
    }

    [Fact]
    public async Task TailAsync_ListenerCut_GoesOn()
    {
        using var database = new LedgerDatabase(server);
        await using var replicas = await ReplicasAsync(database);
        database.CutConnections();

        await replicas.Ledgers[0].AppendAsync(TestLedger.Draft("a", 0), TestLedger.Cancellation);

        await foreach (var entry in replicas.Ledgers[1].TailAsync(0, TestLedger.Cancellation).Take(1))
            Assert.Equal("a", entry.Stream);
    }

    [Fact]
    public async Task Open_TwoLedgersInOneDatabase_EachHasASchemaOfItsOwn()
    {
        using var database = new LedgerDatabase(server);
        await using var catalog = database.Open(options: o => o.Schema = "catalog");
        await using var reporting = database.Open(options: o => o.Schema = "it's \"reporting\"");

        Assert.Equal(1, Assert.IsType<AppendOutcome.Appended>(await catalog.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation)).Entry.Position);
        Assert.Equal(1, Assert.IsType<AppendOutcome.Appended>(await reporting.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation)).Entry.Position);
    }

    private static async Task<Opened> ReplicasAsync(LedgerDatabase database)
    {
        var seen = Enumerable.Range(0, Replicas).Select(_ => new List<LedgerEntry>()).ToArray();
        var ledgers = await Task.WhenAll(seen.Select(entries => Task.Run(() => database.Open(entries.Add, o => o.PollInterval = TimeSpan.FromMilliseconds(200)))));
        return new Opened(ledgers, seen);
    }

    private sealed record Opened(EntryLedger[] Ledgers, List<LedgerEntry>[] Seen) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            foreach (var ledger in Ledgers)
                await ledger.DisposeAsync();
        }
    }
}
