using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>Checkpoints: signed words on how far a ledger went, written as it goes.</summary>
public abstract class CheckpointTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 1, 30, 0, TimeSpan.Zero);

    private protected abstract TestLedger New();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public async Task AppendAsync_EachSoManyEntries_WritesACheckpoint(int every)
    {
        using var file = New();
        await using var ledger = file.Open(options: o => (o.SigningKey, o.CheckpointEntries) = (TestKeys.Own, every));
        for (var i = 0; i < 10; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i), TestLedger.Cancellation);

        var checkpoints = await ledger.CheckpointsAsync(TestLedger.Cancellation);

        Assert.Equal(Enumerable.Range(1, 10 / every).Select(n => (long)n * every), checkpoints.Select(c => c.Position));
        Assert.Equal(Enumerable.Range(1, 10 / every).Select(n => (long)n), checkpoints.Select(c => c.Serial));
    }

    [Fact]
    public async Task Checkpoint_OfALedger_IsOfItsEntriesAndOfTheOneBeforeAndSigned()
    {
        using var file = New();
        var entries = new List<LedgerEntry>();
        await using var ledger = file.Open(entries.Add, o => (o.SigningKey, o.CheckpointEntries) = (TestKeys.Own, 2));
        for (var i = 0; i < 4; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i), TestLedger.Cancellation);

        var checkpoints = await ledger.CheckpointsAsync(TestLedger.Cancellation);

        Assert.Equal([entries[1].Hash.ToArray(), entries[3].Hash.ToArray()], checkpoints.Select(c => c.Head.ToArray()));
        Assert.Equal([Checkpoint.Start.ToArray(), SHA256.HashData(checkpoints[0].Signed())], checkpoints.Select(c => c.Previous.ToArray()));
        Assert.All(checkpoints, c => Assert.True(TestKeys.Public.Holds(c)));
        Assert.All(checkpoints, c => Assert.False(TestKeys.PublicOfAnother.Holds(c with { KeyId = TestKeys.PublicOfAnother.Id })));
        Assert.Equal(checkpoints[^1].Serial, ledger.LastCheckpoint?.Serial);
    }

    [Fact]
    public async Task DisposeAsync_EntriesBehindTheLastCheckpoint_WritesOneMore()
    {
        using var file = New();
        for (var round = 1; round <= 2; round++)
        {
            await using (var ledger = file.Open(options: o => o.SigningKey = TestKeys.Own))
                await ledger.AppendAsync(TestLedger.Draft("stream", round - 1), TestLedger.Cancellation);
            await using (var idle = file.Open(options: o => o.SigningKey = TestKeys.Own))
                Assert.Equal((round, round), ((int)idle.LastCheckpoint!.Position, (int)idle.LastCheckpoint.Serial));
        }
    }

    [Fact]
    public async Task CheckpointAsync_NothingNew_GivesTheLastOne()
    {
        using var file = New();
        await using var ledger = file.Open(options: o => o.SigningKey = TestKeys.Own);
        Assert.Null(await ledger.CheckpointAsync(TestLedger.Cancellation));
        await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);

        Assert.Equal(1, (await ledger.CheckpointAsync(TestLedger.Cancellation))?.Position);
        Assert.Equal(1, (await ledger.CheckpointAsync(TestLedger.Cancellation))?.Serial);
    }

    [Fact]
    public async Task Ledger_AfterAnInterval_WritesACheckpointOfItsOwn()
    {
        using var file = New();
        var time = new FakeTimeProvider(Now);
        var options = file.Options();
        (options.SigningKey, options.CheckpointInterval, options.PollInterval) = (TestKeys.Own, TimeSpan.FromMinutes(5), TimeSpan.FromDays(1));
        await using var ledger = EntryLedger.Open(options, time, _ => { });
        await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);

        time.Advance(TimeSpan.FromMinutes(4));
        await ledger.CatchUpAsync(TestLedger.Cancellation);
        Assert.Null(ledger.LastCheckpoint);
        time.Advance(TimeSpan.FromMinutes(1));
        await ledger.CatchUpAsync(TestLedger.Cancellation);

        Assert.Equal((1L, Now.AddMinutes(5)), (ledger.LastCheckpoint?.Position, ledger.LastCheckpoint?.SignedAt));
    }

    [Fact]
    public async Task Open_CheckpointsOfAnotherKey_IsRefusedUntilItIsTrusted()
    {
        using var file = New();
        await using (var ledger = file.Open(options: o => o.SigningKey = TestKeys.Another))
            await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);

        var refused = Assert.Throws<LedgerException>(() => file.Open(options: o => o.SigningKey = TestKeys.Own));
        Assert.Contains("Ledger:TrustedKeys", refused.Message, StringComparison.Ordinal);
        await using (var ledger = file.Open(options: o => (o.SigningKey, o.TrustedKeys) = (TestKeys.Own, [TestKeys.PublicOfAnother.Pem])))
            await ledger.AppendAsync(TestLedger.Draft("stream", 1), TestLedger.Cancellation);
        await using var turned = file.Open(options: o => (o.SigningKey, o.TrustedKeys) = (TestKeys.Own, [TestKeys.PublicOfAnother.Pem]));
        Assert.Equal([TestKeys.PublicOfAnother.Id, TestKeys.Public.Id], (await turned.CheckpointsAsync(TestLedger.Cancellation)).Select(c => c.KeyId));
    }

    [Theory]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----")]
    public void Open_KeyThatIsNone_IsRefusedInOneSentence(string key)
    {
        using var file = New();

        var message = Assert.Throws<LedgerException>(() => file.Open(options: o => o.SigningKey = key)).Message;

        Assert.StartsWith("Ledger:SigningKey is no private key", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("Parameter", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_KeyOfAnotherCurveOrWithoutItsPrivatePart_IsRefused()
    {
        using var file = New();

        Assert.Throws<LedgerException>(() => file.Open(options: o => o.SigningKey = TestKeys.Make(ECCurve.NamedCurves.nistP384)));
        Assert.Throws<LedgerException>(() => file.Open(options: o => o.SigningKey = TestKeys.Public.Pem));
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, -1)]
    public void Open_SettingsThatCannotBeUsed_IsRefused(int entries, int interval, int poll)
    {
        using var file = New();

        Assert.Throws<LedgerException>(() => file.Open(options: o =>
            (o.CheckpointEntries, o.CheckpointInterval, o.PollInterval) = (entries, TimeSpan.FromSeconds(interval), TimeSpan.FromSeconds(poll))));
    }
}
