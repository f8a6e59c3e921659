using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A request that is repeated has its first answer, also after a restart.</summary>
public abstract class RequestTests
{
    private protected abstract TestLedger New();

    private static readonly RequestKey Key = new("request", "digest");

    [Fact]
    public async Task AppendAsync_RequestRepeated_GivesTheFirstEntry()
    {
        using var file = New();
        await using var ledger = file.Open();
        var first = Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation)).Entry;
        await ledger.AppendAsync(TestLedger.Draft("stream", 1), TestLedger.Cancellation);

        var again = Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation)).Entry;

        Assert.Equal((first.Position, first.Request), (again.Position, again.Request));
    }

    [Fact]
    public async Task AppendAsync_RequestRepeatedAfterAReopening_GivesTheFirstEntryAndAppendsNothing()
    {
        using var file = New();
        await using (var ledger = file.Open())
            await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation);

        await using (var ledger = file.Open())
            Assert.Equal(1, Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation)).Entry.Position);

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task AppendAsync_RequestIdWithAnotherContent_IsRefused()
    {
        using var file = New();
        await using (var ledger = file.Open())
        {
            await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation);
            Assert.IsType<AppendOutcome.RequestReused>(await ledger.AppendAsync(TestLedger.Draft("other", 0, request: Key with { Digest = "another" }), TestLedger.Cancellation));
        }

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task AppendAsync_RequestOfAnotherAuthor_IsRefused()
    {
        using var file = New();
        await using (var ledger = file.Open())
        {
            await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation);
            Assert.IsType<AppendOutcome.RequestReused>(await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key) with { Author = "another" }, TestLedger.Cancellation));
        }

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task AppendAsync_RequestWithTheDigestOfBefore_GivesTheFirstEntry()
    {
        using var file = New();
        await using var ledger = file.Open();
        await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation);

        Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key with { Digest = "now", EarlierDigest = Key.Digest }), TestLedger.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_RequestThatWasStale_MayBeMadeAgain()
    {
        using var file = New();
        await using var ledger = file.Open();

        Assert.IsType<AppendOutcome.Stale>(await ledger.AppendAsync(TestLedger.Draft("stream", 7, request: Key), TestLedger.Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_SameRequestAtOnce_IsAppendedOnce()
    {
        using var file = New();
        await using (var ledger = file.Open())
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ledger.AppendAsync(TestLedger.Draft("stream", 0, request: Key), TestLedger.Cancellation))));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.Equal(49, outcomes.OfType<AppendOutcome.Repeated>().Count());
        }

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task FindRequestAsync_RequestThatWasAnswered_GivesItsEntry()
    {
        using var file = await New().FilledAsync(3);
        await using var ledger = file.Open();

        Assert.Equal(2, (await ledger.FindRequestAsync("request 2", TestLedger.Cancellation))?.Position);
        Assert.Null(await ledger.FindRequestAsync("request 4", TestLedger.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_WithoutARequest_IsAppendedEachTime()
    {
        using var file = New();
        await using var ledger = file.Open();

        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 1), TestLedger.Cancellation));
    }
}
