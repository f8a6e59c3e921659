using System.Text;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>What is appended stands, in its place, and is there again after a restart.</summary>
public abstract class AppendTests
{
    private protected abstract TestLedger New();

    [Fact]
    public async Task AppendAsync_RestingOnAStreamThatHasMoved_IsStaleUntilItIsDecidedAgain()
    {
        using var place = New();
        await using var ledger = place.Open();
        var before = TestLedger.Draft("report", 0) with { RestsOn = [new StreamRevision("period", 0)] };
        await ledger.AppendAsync(TestLedger.Draft("period", 0), TestLedger.Cancellation);

        Assert.IsType<AppendOutcome.Stale>(await ledger.AppendAsync(before, TestLedger.Cancellation));

        var again = before with { RestsOn = [new StreamRevision("period", 1)] };
        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(again, TestLedger.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_CallerLeftBeforeItsTurn_IsNotBegun()
    {
        using var place = New();
        using var isWriting = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        await using var ledger = place.Open();
        var held = ledger.SnapshotAsync(
            () =>
            {
                isWriting.Set();
                mayGoOn.Wait(TestLedger.Cancellation);
                return 0;
            },
            _ => default,
            TestLedger.Cancellation);
        isWriting.Wait(TestLedger.Cancellation);
        using var leaving = new CancellationTokenSource();
        var left = ledger.AppendAsync(TestLedger.Draft("left", 0), leaving.Token);
        var last = ledger.AppendAsync(TestLedger.Draft("last", 0), TestLedger.Cancellation);

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        mayGoOn.Set();

        Assert.Equal(0, await held);
        Assert.Equal(1, Assert.IsType<AppendOutcome.Appended>(await last).Entry.Position);
        Assert.Equal(1, await ledger.CatchUpAsync(TestLedger.Cancellation));
    }

    /// <summary>Owners are told while the next group is made durable; whoever asks how far the ledger goes is answered when they were told so far.</summary>
    [Fact]
    public async Task CatchUpAsync_WhileTheOwnerIsTold_WaitsForIt()
    {
        using var place = New();
        using var isTold = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var told = 0L;
        await using var ledger = place.Open(entry =>
        {
            isTold.Set();
            mayGoOn.Wait(TestLedger.Cancellation);
            Volatile.Write(ref told, entry.Position);
        });
        var first = ledger.AppendAsync(TestLedger.Draft("first", 0), TestLedger.Cancellation);
        isTold.Wait(TestLedger.Cancellation);
        var second = ledger.AppendAsync(TestLedger.Draft("second", 0), TestLedger.Cancellation);
        var reached = ledger.CatchUpAsync(TestLedger.Cancellation);

        Assert.False(first.IsCompleted || second.IsCompleted || reached.IsCompleted);
        mayGoOn.Set();
        var position = await reached;
        Assert.True(Volatile.Read(ref told) >= position);
        Assert.Equal([1L, 2L], new[] { await first, await second }.Select(outcome => Assert.IsType<AppendOutcome.Appended>(outcome).Entry.Position));
    }

    [Fact]
    public async Task AppendAsync_Draft_IsReplayedWordForWord()
    {
        using var file = New();
        var draft = TestLedger.Draft("programmes/p/commitments/1-dalian", 0, "{\"单位\":\"大连市商务局\"}", new RequestKey("id", "digest"));
        LedgerEntry appended;
        await using (var ledger = file.Open())
            appended = Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(draft, TestLedger.Cancellation)).Entry;

        var entry = Assert.Single(await file.ReplayAsync());

        Assert.Equal((1L, 1, draft.Stream, draft.Kind, draft.Author), (entry.Position, entry.Revision, entry.Stream, entry.Kind, entry.Author));
        Assert.Equal(draft.RecordedAt, entry.RecordedAt);
        Assert.Equal(draft.Request, entry.Request);
        Assert.Equal(draft.Payload.ToArray(), entry.Payload.ToArray());
        Assert.Equal(appended.Hash.ToArray(), entry.Hash.ToArray());
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("大连", "市长 👩‍⚖️", "\ufeff")]
    [InlineData("it's", "\"; DROP TABLE entry; --", "\r\n\t")]
    [InlineData("a", "b", "a\0b")]
    public async Task AppendAsync_UnusualText_IsReplayedWordForWord(string stream, string author, string payload)
    {
        using var file = New();
        await using (var ledger = file.Open())
            await ledger.AppendAsync(TestLedger.Draft(stream, 0, payload) with { Author = author }, TestLedger.Cancellation);

        var entry = Assert.Single(await file.ReplayAsync());

        Assert.Equal((stream, author, payload), (entry.Stream, entry.Author, Encoding.UTF8.GetString(entry.Payload.Span)));
    }

    /// <summary>A zero character, and half of a pair, which an attribute could not carry.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(0xd83d)]
    public async Task AppendAsync_TextThatNotEveryStoreKeeps_IsRefusedAloneAndInFront(int character)
    {
        var text = $"a{(char)character}b";
        using var file = New();
        await using var ledger = file.Open();

        await Assert.ThrowsAnyAsync<ArgumentException>(() => ledger.AppendAsync(TestLedger.Draft(text, 0), TestLedger.Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ledger.AppendAsync(TestLedger.Draft("stream", 0) with { Author = text }, TestLedger.Cancellation));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => ledger.AppendAsync(TestLedger.Draft("stream", 0, request: new RequestKey("id", text)), TestLedger.Cancellation));

        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_BehindAnEntryThatItsOwnerDoesNotTake_IsRefused()
    {
        using var file = New();
        await using var ledger = file.Open(entry =>
        {
            if (entry.Kind == "Unknown")
                throw new InvalidDataException("That is not known.");
        });

        await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendAsync(TestLedger.Draft("stream", 0) with { Kind = "Unknown" }, TestLedger.Cancellation));
        var refused = await Assert.ThrowsAsync<LedgerException>(() => ledger.AppendAsync(TestLedger.Draft("other", 0), TestLedger.Cancellation));

        Assert.Contains("cannot be read beyond position 0", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, ledger.Problem);
    }

    [Fact]
    public async Task AppendAsync_LargePayload_IsReplayed()
    {
        using var file = New();
        await using (var ledger = file.Open())
            await ledger.AppendAsync(TestLedger.Draft("stream", 0, new string('字', 1_000_000)), TestLedger.Cancellation);

        Assert.Equal(3_000_000, Assert.Single(await file.ReplayAsync()).Payload.Length);
    }

    [Fact]
    public async Task AppendAsync_Entries_ReachTheReaderBeforeTheyAreAcknowledged()
    {
        using var file = New();
        var seen = new List<long>();
        await using var ledger = file.Open(e => seen.Add(e.Position));
        for (var i = 0; i < 10; i++)
        {
            await ledger.AppendAsync(TestLedger.Draft("stream", i), TestLedger.Cancellation);
            Assert.Equal(Enumerable.Range(1, i + 1).Select(n => (long)n), seen);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public async Task AppendAsync_AnotherRevisionThanExpected_IsStaleAndAppendsNothing(int expected)
    {
        using var file = await New().FilledAsync(2);
        await using (var ledger = file.Open())
            Assert.Equal(new AppendOutcome.Stale(2), await ledger.AppendAsync(TestLedger.Draft("stream", expected), TestLedger.Cancellation));

        Assert.Equal(2, (await file.ReplayAsync()).Count);
    }

    [Fact]
    public async Task AppendAsync_OtherStreams_HaveRevisionsOfTheirOwn()
    {
        using var file = New();
        await using (var ledger = file.Open())
        {
            foreach (var (stream, expected) in new[] { ("a", 0), ("b", 0), ("a", 1), ("c", 0), ("b", 1) })
                Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft(stream, expected), TestLedger.Cancellation));
        }

        Assert.Equal([(1L, "a", 1), (2, "b", 1), (3, "a", 2), (4, "c", 1), (5, "b", 2)], (await file.ReplayAsync()).Select(e => (e.Position, e.Stream, e.Revision)));
    }

    [Fact]
    public async Task AppendAsync_AThousandAtOnce_AreAllDurableWithoutAGap()
    {
        using var file = New();
        await using (var ledger = file.Open())
        {
            var appends = Enumerable.Range(0, 1000).Select(i => Task.Run(() => ledger.AppendAsync(TestLedger.Draft($"stream {i}", 0), TestLedger.Cancellation)));
            Assert.All(await Task.WhenAll(appends), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        }

        var entries = await file.ReplayAsync();

        Assert.Equal(Enumerable.Range(1, 1000).Select(n => (long)n), entries.Select(e => e.Position));
        Assert.Equal(1000, entries.Select(e => e.Stream).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task AppendAsync_AHundredAtOnceToOneStream_OneWins()
    {
        using var file = New();
        await using var ledger = file.Open();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation))));

        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.Equal(99, outcomes.OfType<AppendOutcome.Stale>().Count(s => s.CurrentRevision == 1));
    }

    [Fact]
    public async Task AppendAsync_AfterAReopening_GoesOnWithTheChain()
    {
        using var file = await New().FilledAsync(3);
        await using (var ledger = file.Open())
            await ledger.AppendAsync(TestLedger.Draft("stream", 3), TestLedger.Cancellation);

        var entries = await file.ReplayAsync();

        Assert.Equal(HashChain.Next(entries[2].Hash.Span, entries[3]), entries[3].Hash.ToArray());
    }

    [Fact]
    public async Task Hash_OfEveryEntry_IsMadeOfTheOneBefore()
    {
        using var file = await New().FilledAsync(5);
        var before = HashChain.Start;

        Assert.All(await file.ReplayAsync(), entry =>
        {
            Assert.Equal(HashChain.Next(before.Span, entry), entry.Hash.ToArray());
            before = entry.Hash;
        });
    }
}
