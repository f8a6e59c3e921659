using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>An owner is told of a group while the next one is made durable: in a file, where no look at what other replicas have written comes between the two.</summary>
public sealed class TellingTests
{
    /// <summary>The owner takes no entry behind the one that it did not take, and no caller is told that one was: what is written is there at the next start.</summary>
    [Fact]
    public async Task AppendAsync_OwnerFailsWhenTheNextGroupIsDurable_RefusesBothByNameAndLosesNothing()
    {
        using var place = new LedgerFile();
        using var isTold = new ManualResetEventSlim();
        using var mayFail = new ManualResetEventSlim();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestLedger.Cancellation);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        var taken = new List<string>();
        var fourth = TestLedger.Draft("fourth", 0);
        await using (var ledger = place.Open(entry =>
        {
            if (entry.Stream == "second")
            {
                isTold.Set();
                mayFail.Wait(patience.Token);
                throw new InvalidDataException("That is not known.");
            }

            taken.Add(entry.Stream);
        }))
        {
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("first", 0), TestLedger.Cancellation));
            var second = ledger.AppendAsync(TestLedger.Draft("second", 0, request: new RequestKey("second", "digest")), TestLedger.Cancellation);
            isTold.Wait(patience.Token);
            var third = ledger.AppendAsync(TestLedger.Draft("third", 0), TestLedger.Cancellation);
            while ((await StoredLedger.VerifyAsync(place.Options(), [], known: null, progress: null, TestLedger.Cancellation)).Entries < 3)
                await Task.Delay(10, patience.Token);
            mayFail.Set();

            var refused = await Assert.ThrowsAsync<LedgerException>(() => second);
            foreach (var asked in new Func<Task>[]
            {
                () => third, () => ledger.AppendAsync(fourth, TestLedger.Cancellation), () => ledger.CatchUpAsync(TestLedger.Cancellation), () => ledger.FindRequestAsync("second", TestLedger.Cancellation),
            })
                Assert.Equal(refused.Message, (await Assert.ThrowsAsync<LedgerException>(asked)).Message);
            Assert.Equal(refused.Message, ledger.Problem);
            Assert.EndsWith("cannot be read beyond position 1: That is not known.", ledger.Problem, StringComparison.Ordinal);
            Assert.Equal(1, ledger.Position);
            Assert.Equal(["first"], taken);
        }

        Assert.Equal(["first", "second", "third"], (await place.ReplayAsync()).Select(entry => entry.Stream));
        await using var again = place.Open();
        Assert.IsType<AppendOutcome.Repeated>(await again.AppendAsync(TestLedger.Draft("second", 0, request: new RequestKey("second", "digest")), TestLedger.Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await again.AppendAsync(fourth, TestLedger.Cancellation));
    }
}
