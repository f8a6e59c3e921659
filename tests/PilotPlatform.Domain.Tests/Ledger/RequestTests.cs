using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A request that is repeated has its first answer, also after a restart.</summary>
public sealed class RequestTests
{
    private static readonly RequestKey Key = new("request", "digest");

    [Fact]
    public async Task AppendAsync_RequestRepeated_GivesTheFirstEntry()
    {
        using var file = new LedgerFile();
        await using var ledger = file.Open();
        var first = Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation)).Entry;
        await ledger.AppendAsync(LedgerFile.Draft("stream", 1), LedgerFile.Cancellation);

        var again = Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation)).Entry;

        Assert.Equal((first.Position, first.Request), (again.Position, again.Request));
    }

    [Fact]
    public async Task AppendAsync_RequestRepeatedAfterAReopening_GivesTheFirstEntryAndAppendsNothing()
    {
        using var file = new LedgerFile();
        await using (var ledger = file.Open())
            await ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation);

        await using (var ledger = file.Open())
            Assert.Equal(1, Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation)).Entry.Position);

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task AppendAsync_RequestIdWithAnotherContent_IsRefused()
    {
        using var file = new LedgerFile();
        await using (var ledger = file.Open())
        {
            await ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation);
            Assert.IsType<AppendOutcome.RequestReused>(await ledger.AppendAsync(LedgerFile.Draft("other", 0, request: Key with { Digest = "another" }), LedgerFile.Cancellation));
        }

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task AppendAsync_RequestThatWasStale_MayBeMadeAgain()
    {
        using var file = new LedgerFile();
        await using var ledger = file.Open();

        Assert.IsType<AppendOutcome.Stale>(await ledger.AppendAsync(LedgerFile.Draft("stream", 7, request: Key), LedgerFile.Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_SameRequestAtOnce_IsAppendedOnce()
    {
        using var file = new LedgerFile();
        await using (var ledger = file.Open())
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => ledger.AppendAsync(LedgerFile.Draft("stream", 0, request: Key), LedgerFile.Cancellation))));
            Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
            Assert.Equal(49, outcomes.OfType<AppendOutcome.Repeated>().Count());
        }

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task FindRequestAsync_RequestThatWasAnswered_GivesItsEntry()
    {
        using var file = await new LedgerFile().FilledAsync(3);
        await using var ledger = file.Open();

        Assert.Equal(2, (await ledger.FindRequestAsync("request 2", LedgerFile.Cancellation))?.Position);
        Assert.Null(await ledger.FindRequestAsync("request 4", LedgerFile.Cancellation));
    }

    [Fact]
    public async Task AppendAsync_WithoutARequest_IsAppendedEachTime()
    {
        using var file = new LedgerFile();
        await using var ledger = file.Open();

        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(LedgerFile.Draft("stream", 0), LedgerFile.Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(LedgerFile.Draft("stream", 1), LedgerFile.Cancellation));
    }
}
