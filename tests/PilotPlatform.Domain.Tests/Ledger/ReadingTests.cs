using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>What was appended can be read again by position and by stream, and followed as it grows.</summary>
public abstract class ReadingTests
{
    private protected abstract TestLedger New();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(99)]
    public async Task ReadAsync_BehindAPosition_GivesTheEntriesBehindIt(long after)
    {
        using var file = await New().FilledAsync(5);
        await using var ledger = file.Open();

        Assert.Equal(Enumerable.Range(1, 5).Select(n => (long)n).Where(n => n > after), await PositionsAsync(ledger.ReadAsync(after, TestLedger.Cancellation)));
    }

    /// <summary>More than is kept in memory, and more than a page.</summary>
    [Fact]
    public async Task ReadAsync_ThousandsOfEntries_GivesThemAllInOrder()
    {
        using var file = New();
        await using var ledger = file.Open();
        await AppendAsync(ledger, 3000);

        Assert.Equal(Enumerable.Range(1, 3000).Select(n => (long)n), await PositionsAsync(ledger.ReadAsync(0, TestLedger.Cancellation)));
        Assert.Equal(Enumerable.Range(1, 3000).Select(n => (long)n), await PositionsAsync(ledger.TailAsync(0, TestLedger.Cancellation).Take(3000)));
    }

    /// <summary>More than is read ahead of an owner.</summary>
    [Fact]
    public async Task Open_ThousandsOfEntries_FoldsThemInOrderAndEndsWithAnOwnerThatFails()
    {
        using var file = New();
        await using (var ledger = file.Open())
            await AppendAsync(ledger, 12_000);

        Assert.Throws<InvalidDataException>(() => file.Open(entry => throw new InvalidDataException($"not {entry.Position}")));
        var seen = new List<long>();
        await using var again = file.Open(entry => seen.Add(entry.Position));

        Assert.Equal(Enumerable.Range(1, 12_000).Select(n => (long)n), seen);
    }

    [Fact]
    public async Task ReadAsync_Entry_IsWordForWordTheOneThatWasAppended()
    {
        using var file = New();
        await using var ledger = file.Open();
        await AppendAsync(ledger, 1500);
        var (replayed, read) = (new List<LedgerEntry>(), new List<LedgerEntry>());
        await foreach (var entry in ledger.ReadAsync(0, TestLedger.Cancellation))
            read.Add(entry);
        await ledger.DisposeAsync();
        replayed.AddRange(await file.ReplayAsync());

        Assert.Equal(replayed.Select(Text), read.Select(Text));
    }

    [Fact]
    public async Task ReadStreamAsync_OneOfSeveral_GivesItsEntriesBehindARevision()
    {
        using var file = New();
        await using var ledger = file.Open();
        foreach (var (stream, expected) in new[] { ("a", 0), ("b", 0), ("a", 1), ("c", 0), ("a", 2) })
            await ledger.AppendAsync(TestLedger.Draft(stream, expected), TestLedger.Cancellation);

        Assert.Equal([1, 3, 5], await PositionsAsync(ledger.ReadStreamAsync("a", 0, TestLedger.Cancellation)));
        Assert.Equal([3, 5], await PositionsAsync(ledger.ReadStreamAsync("a", 1, TestLedger.Cancellation)));
        Assert.Empty(await PositionsAsync(ledger.ReadStreamAsync("a", 3, TestLedger.Cancellation)));
        Assert.Empty(await PositionsAsync(ledger.ReadStreamAsync("unknown", 0, TestLedger.Cancellation)));
    }

    [Fact]
    public async Task ReadStreamAsync_LongerThanAPage_GivesItWhole()
    {
        using var file = await New().FilledAsync(600);
        await using var ledger = file.Open();

        Assert.Equal(600, (await PositionsAsync(ledger.ReadStreamAsync("stream", 0, TestLedger.Cancellation))).Count);
    }

    [Fact]
    public async Task TailAsync_WhileItGrows_GivesEveryEntryOnceInOrder()
    {
        using var file = await New().FilledAsync(3);
        await using var ledger = file.Open();
        var tails = Enumerable.Range(0, 4).Select(after => PositionsAsync(ledger.TailAsync(after, TestLedger.Cancellation).Take(103 - after))).ToArray();

        await AppendAsync(ledger, 100);

        foreach (var (after, tail) in tails.Index())
            Assert.Equal(Enumerable.Range(after + 1, 103 - after).Select(n => (long)n), await tail);
    }

    [Fact]
    public async Task TailAsync_LedgerClosed_EndsBehindTheLastEntry()
    {
        using var file = await New().FilledAsync(3);
        var ledger = file.Open();
        var tail = PositionsAsync(ledger.TailAsync(1, TestLedger.Cancellation));

        await ledger.AppendAsync(TestLedger.Draft("stream", 3), TestLedger.Cancellation);
        await ledger.DisposeAsync();

        Assert.Equal([2, 3, 4], await tail);
    }

    [Fact]
    public async Task TailAsync_Cancelled_EndsAtOnce()
    {
        using var file = New();
        await using var ledger = file.Open();
        using var stop = new CancellationTokenSource();
        var tail = PositionsAsync(ledger.TailAsync(0, stop.Token));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => tail);
    }

    [Fact]
    public async Task Position_OfALedger_IsThatOfTheLastEntryWithItsHash()
    {
        using var file = await New().FilledAsync(3);
        await using var ledger = file.Open();
        Assert.Equal(3, ledger.Position);

        var appended = (AppendOutcome.Appended)await ledger.AppendAsync(TestLedger.Draft("stream", 3), TestLedger.Cancellation);

        Assert.Equal((4L, Convert.ToHexString(appended.Entry.Hash.Span)), (ledger.Position, Convert.ToHexString(ledger.Head.Span)));
    }

    [Fact]
    public async Task Open_AsFollower_SeesWhatTheWriterAppendsAndRefusesToAppend()
    {
        using var file = await New().FilledAsync(2);
        await using var owner = file.Open();
        await using var follower = file.Open(options: o => (o.ReadOnly, o.PollInterval) = (true, TimeSpan.FromMilliseconds(5)));
        var tail = PositionsAsync(follower.TailAsync(0, TestLedger.Cancellation).Take(4));

        await owner.AppendAsync(TestLedger.Draft("stream", 2), TestLedger.Cancellation);
        await owner.AppendAsync(TestLedger.Draft("stream", 3), TestLedger.Cancellation);

        Assert.Equal([1, 2, 3, 4], await tail);
        Assert.Equal(4, await follower.CatchUpAsync(TestLedger.Cancellation));
        Assert.Equal(2, (await follower.FindRequestAsync("request 2", TestLedger.Cancellation))?.Position);
        await Assert.ThrowsAsync<InvalidOperationException>(() => follower.AppendAsync(TestLedger.Draft("stream", 4), TestLedger.Cancellation));
    }

    [Fact]
    public void Open_AsFollowerWhereNoLedgerIs_IsRefused()
    {
        using var file = New();

        Assert.Throws<LedgerException>(() => file.Open(options: o => o.ReadOnly = true));
    }

    private static async Task AppendAsync(EntryLedger ledger, int count) => Assert.All(
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => ledger.AppendAsync(TestLedger.Draft($"stream {i}", 0, $"payload {i}", i % 2 == 0 ? new RequestKey($"r{i}", "d") : null), TestLedger.Cancellation))),
        outcome => Assert.IsType<AppendOutcome.Appended>(outcome));

    private static string Text(LedgerEntry e) => $"{e with { Payload = default, Hash = default }} {Convert.ToHexString(e.Payload.Span)} {Convert.ToHexString(e.Hash.Span)}";

    private static async Task<List<long>> PositionsAsync(IAsyncEnumerable<LedgerEntry> entries)
    {
        var positions = new List<long>();
        await foreach (var entry in entries)
            positions.Add(entry.Position);
        return positions;
    }
}
