using Microsoft.Extensions.Time.Testing;
using Npgsql;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>What a database behind a connection can do to a ledger.</summary>
[Collection(nameof(PostgresServer))]
public sealed class PostgresTests(PostgresServer server)
{
    [Fact]
    public async Task AppendAsync_ConnectionCut_GoesOnWithTheChain()
    {
        using var database = await new LedgerDatabase(server).FilledAsync(2);
        await using (var ledger = database.Open())
        {
            database.CutConnections();
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 2), TestLedger.Cancellation));
            database.CutConnections();
            Assert.Equal(2, (await ledger.FindRequestAsync("request 2", TestLedger.Cancellation))?.Position);
        }

        Assert.Equal([1, 2, 3], (await database.ReplayAsync()).Select(e => e.Position));
    }

    /// <summary>Tables that a version before made refuse a revision or a request twice by themselves; they stay as they are.</summary>
    [Fact]
    public async Task Open_TablesOfALayoutBefore_HasEveryEntryAndGoesOn()
    {
        using var database = await new LedgerDatabase(server).FilledAsync(3);
        database.Tamper("ALTER TABLE entry ADD UNIQUE (request_id), ADD UNIQUE (stream, revision)");
        await using (var ledger = database.Open())
        {
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 3), TestLedger.Cancellation));
            Assert.Equal(new AppendOutcome.Stale(4), await ledger.AppendAsync(TestLedger.Draft("stream", 1), TestLedger.Cancellation));
            var again = TestLedger.Draft("stream", 1, "payload 2", new RequestKey("request 2", "digest"));
            Assert.Equal(2, Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(again, TestLedger.Cancellation)).Entry.Position);
            Assert.Equal([3, 4], await ledger.ReadStreamAsync("stream", 2, TestLedger.Cancellation).Select(e => e.Position).ToListAsync(TestLedger.Cancellation));
        }

        Assert.Equal([1, 2, 3, 4], (await database.ReplayAsync()).Select(e => e.Position));
    }

    [Fact]
    public async Task Open_TablesOfALaterLayout_IsRefusedAndLeavesThemAsTheyAre()
    {
        using var database = await new LedgerDatabase(server).FilledAsync(3);
        database.Tamper("COMMENT ON TABLE entry IS 'layout 99'");

        Assert.Contains("layout 99", Assert.Throws<LedgerException>(() => database.Open()).Message, StringComparison.Ordinal);
        Assert.Contains("layout 99", Assert.Throws<LedgerException>(() => database.Open(options: o => o.ReadOnly = true)).Message, StringComparison.Ordinal);
        database.Tamper("COMMENT ON TABLE entry IS NULL");
        await using (database.Open())
            database.Tamper("DO $$ BEGIN ASSERT obj_description('entry'::regclass) = 'layout 2'; END $$");
        Assert.Equal(3, (await database.ReplayAsync()).Count);
    }

    /// <summary>Of versions that start at once, one takes its turn behind what another has made, and looks at it there.</summary>
    [Fact]
    public async Task Open_WhileALaterVersionMakesItsTables_IsRefusedAndLeavesThemAsTheyAre()
    {
        using var database = await new LedgerDatabase(server).FilledAsync(3);
        await using var later = new NpgsqlConnection(database.ConnectionString);
        await later.OpenAsync(TestLedger.Cancellation);
        await ScalarAsync("BEGIN; SELECT pg_advisory_xact_lock(1346981967, 0)");
        var opening = Task.Run(() => database.Open(), TestLedger.Cancellation);
        while (await ScalarAsync("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 1346981967 AND objid = 0 AND NOT granted") is not 1L)
            await Task.Delay(10, TestLedger.Cancellation);
        await ScalarAsync("COMMENT ON TABLE entry IS 'layout 99'; COMMIT");

        Assert.Contains("layout 99", (await Assert.ThrowsAsync<LedgerException>(() => opening)).Message, StringComparison.Ordinal);
        database.Tamper("DO $$ BEGIN ASSERT obj_description('entry'::regclass) = 'layout 99'; END $$");

        async Task<object?> ScalarAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, later);
            return await command.ExecuteScalarAsync(TestLedger.Cancellation);
        }
    }

    /// <summary>A server that hangs says nothing, and neither do those who wait for it.</summary>
    [Fact]
    public async Task Problem_ServerThatDoesNotAnswer_SaysForHowLongUntilItDoes()
    {
        using var database = new LedgerDatabase(server);
        var time = new FakeTimeProvider();
        await using var ledger = EntryLedger.Open(database.Options(), time, _ => { });
        await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);
        Task<AppendOutcome> waiting;
        await using (var held = new NpgsqlConnection(database.ConnectionString))
        {
            await held.OpenAsync(TestLedger.Cancellation);
            await using var hold = new NpgsqlCommand("BEGIN; LOCK TABLE entry IN ACCESS EXCLUSIVE MODE", held);
            await hold.ExecuteNonQueryAsync(TestLedger.Cancellation);
            waiting = ledger.AppendAsync(TestLedger.Draft("stream", 1), TestLedger.Cancellation);
            while (ledger.Problem is null)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(10, TestLedger.Cancellation);
            }

            Assert.Matches("has not answered for [0-9]+ s", ledger.Problem);
        }

        Assert.IsType<AppendOutcome.Appended>(await waiting);
        Assert.Null(ledger.Problem);
    }

    /// <summary>Of several connections that were cut, none is met again.</summary>
    [Fact]
    public async Task Reading_ConnectionsCut_ReadsOverNewOnes()
    {
        using var database = await new LedgerDatabase(server).FilledAsync(2);
        await using var ledger = database.Open(options: o => o.SigningKey = TestKeys.Own);
        await ledger.CheckpointAsync(TestLedger.Cancellation);
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => StreamAsync())), entries => Assert.Equal(2, entries.Length));
        database.CutConnections();
        Assert.Equal(2, (await StreamAsync()).Length);
        database.CutConnections();
        Assert.Single(await ledger.CheckpointsAsync(TestLedger.Cancellation));

        Task<LedgerEntry[]> StreamAsync() => Task.Run(async () => await ledger.ReadStreamAsync("stream", after: 0, TestLedger.Cancellation).ToArrayAsync(TestLedger.Cancellation));
    }

    [Fact]
    public async Task VerifyAsync_ConnectionsCut_VerifiesOverNewOnes()
    {
        using var database = await new LedgerDatabase(server).FilledAsync(2);
        await using var ledger = database.Open();
        await ledger.VerifyAsync(progress: null, TestLedger.Cancellation);
        database.CutConnections();

        Assert.Equal((2, null), ((await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)) is var verdict ? verdict.Entries : 0, verdict.Damage));
    }

    [Fact]
    public async Task AppendAsync_AnotherProcessWroteWhileCut_CatchesUpFirst()
    {
        using var database = new LedgerDatabase(server);
        var seen = new List<LedgerEntry>();
        await using var ledger = database.Open(seen.Add);
        database.CutConnections();
        await using (var other = database.Open())
            await other.AppendAsync(TestLedger.Draft("stream", 0, "of the other"), TestLedger.Cancellation);

        Assert.Equal(new AppendOutcome.Stale(1), await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation));
        Assert.Equal("of the other", System.Text.Encoding.UTF8.GetString(Assert.Single(seen).Payload.Span));
    }

    /// <summary>No request id says that it is the same; the hashes of the entries do. Where a checkpoint is due the database is asked first.</summary>
    [Theory]
    [InlineData(1000)]
    [InlineData(1)]
    public async Task AppendAsync_CommittedAndTheAnswerLost_IsAnsweredWithItsEntry(int checkpointEntries)
    {
        using var database = new LedgerDatabase(server);
        var at = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var relay = new LossyRelay(at.Port);
        at.Port = relay.Port;
        var seen = new List<long>();
        var options = new LedgerOptions { Database = at.ConnectionString, SigningKey = TestKeys.Own, CheckpointEntries = checkpointEntries };
        await using (var ledger = EntryLedger.Open(options, TimeProvider.System, entry => seen.Add(entry.Position)))
        {
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation));
            relay.LoseNextCommit();

            var repeated = Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(TestLedger.Draft("stream", 1, "first"), TestLedger.Cancellation));
            Assert.True(relay.HasCut);
            Assert.Equal((2L, "stream", 2), (repeated.Entry.Position, repeated.Entry.Stream, repeated.Entry.Revision));
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 2), TestLedger.Cancellation));
        }

        Assert.Equal([1, 2, 3], seen);
        var replayed = await database.ReplayAsync(o => (o.SigningKey, o.CheckpointEntries) = (TestKeys.Own, checkpointEntries)); // every checkpoint is held against its entry, too
        Assert.Equal([1, 2, 3], replayed.Select(e => e.Position));
    }

    [Fact]
    public async Task Open_DatabaseWithoutItsTables_IsMadeALedgerByAllWhoStartAtOnce()
    {
        using var database = new LedgerDatabase(server);

        var ledgers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => database.Open())));
        foreach (var ledger in ledgers)
            await ledger.DisposeAsync();

        Assert.Empty(await database.ReplayAsync());
    }

    [Theory]
    [InlineData("TRUNCATE entry")]
    [InlineData("TRUNCATE checkpoint")]
    public async Task Database_AskedToForgetAll_Refuses(string sql)
    {
        using var database = await new LedgerDatabase(server).FilledAsync(3);

        Assert.Throws<PostgresException>(() => database.Tamper(sql));
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=someone;Password=secret;Database=ledger")]
    [InlineData("no connection string")]
    public void Open_NoServerThere_IsRefusedInOneSentenceWithoutThePassword(string connectionString)
    {
        var message = Assert.Throws<LedgerException>(() => EntryLedger.Open("", connectionString, _ => { })).Message;

        Assert.DoesNotContain("secret", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }
}
