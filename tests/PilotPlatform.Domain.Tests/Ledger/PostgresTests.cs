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

    /// <summary>No request id says that it is the same; the hashes of the entries do.</summary>
    [Fact]
    public async Task AppendAsync_CommittedAndTheAnswerLost_IsAnsweredWithTheEntries()
    {
        using var database = new LedgerDatabase(server);
        var at = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        using var relay = new LossyRelay(at.Port);
        at.Port = relay.Port;
        var seen = new List<long>();
        await using (var ledger = EntryLedger.Open(new LedgerOptions { Database = at.ConnectionString }, TimeProvider.System, entry => seen.Add(entry.Position)))
        {
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation));
            relay.LoseNextCommit();
            var outcomes = await Task.WhenAll(
                ledger.AppendAsync(TestLedger.Draft("stream", 1, "first"), TestLedger.Cancellation), ledger.AppendAsync(TestLedger.Draft("another", 0, "first"), TestLedger.Cancellation));

            Assert.True(relay.HasCut);
            Assert.Contains(outcomes, outcome => outcome is AppendOutcome.Repeated);
            Assert.All(outcomes, outcome => Assert.True(outcome is AppendOutcome.Repeated or AppendOutcome.Appended));
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 2), TestLedger.Cancellation));
        }

        Assert.Equal([1, 2, 3, 4], seen);
        Assert.Equal([1, 2, 3, 4], (await database.ReplayAsync()).Select(e => e.Position));
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
