using System.Text;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A bundle is verified with the public key only, and shows whatever was done to it.</summary>
public abstract class BundleTests
{
    private protected abstract TestLedger New();

    [Fact]
    public async Task VerifyAsync_BundleAsItWasWritten_IsIntact()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);

        var verdict = await VerifyAsync(await ExportAsync(ledger));

        Assert.Equal((5, 3, null), (verdict.Entries, verdict.Checkpoints, verdict.Damage));
        Assert.Equal(ledger.Head.ToArray(), verdict.Head.ToArray());
    }

    [Fact]
    public async Task ExportAsync_EmptyLedger_IsABundleOfNothing()
    {
        using var file = New();
        await using var ledger = file.Open(options: Signed);

        var verdict = await VerifyAsync(await ExportAsync(ledger));

        Assert.Equal((0, null), (verdict.Entries, verdict.Damage));
    }

    [Fact]
    public async Task ExportAsync_WhileAppendsRun_ReachesWhereItsSealSays()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var appends = Enumerable.Range(0, 300).Select(i => ledger.AppendAsync(TestLedger.Draft($"stream {i}", 0), TestLedger.Cancellation)).ToArray();

        for (var i = 0; i < 3; i++)
            Assert.Null((await VerifyAsync(await ExportAsync(ledger))).Damage);

        await Task.WhenAll(appends);
    }

    /// <summary>Each byte of the bundle but the ends of its lines.</summary>
    [Fact]
    public async Task VerifyAsync_AnyByteChanged_IsFoundInItsLine()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var bundle = await ExportAsync(ledger);
        var lines = Lines(bundle);
        var at = 0;
        foreach (var line in lines)
        {
            for (var i = 0; i < line.Length - 1; i++)
            {
                byte[] changed = [.. bundle];
                changed[at + i] ^= 1;
                var damage = (await VerifyAsync(changed)).Damage;
                Assert.True(damage is not null, $"{line} at {i}");
                Assert.True(damage.Position >= PositionOf(line) - 1 && damage.Position <= PositionOf(line) + 1, $"{line} at {i}: {damage}");
            }

            at += line.Length;
        }
    }

    [Fact]
    public async Task VerifyAsync_AnyLineRemovedRepeatedOrSwapped_IsFound()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var lines = Lines(await ExportAsync(ledger));
        for (var i = 0; i < lines.Length; i++)
        {
            await IsFoundAsync([.. lines[..i], .. lines[(i + 1)..]], $"without line {i + 1}");
            await IsFoundAsync([.. lines[..i], lines[i], .. lines[i..]], $"line {i + 1} twice");
            await IsFoundAsync(lines[..i], $"cut behind line {i}");
            for (var j = i + 1; j < lines.Length; j++)
            {
                string[] swapped = [.. lines];
                (swapped[i], swapped[j]) = (lines[j], lines[i]);
                await IsFoundAsync(swapped, $"lines {i + 1} and {j + 1} swapped");
            }
        }

        static async Task IsFoundAsync(string[] lines, string what) =>
            Assert.True((await VerifyAsync(Encoding.UTF8.GetBytes(string.Concat(lines)))).Damage is not null, what);
    }

    [Fact]
    public async Task VerifyAsync_EntryRemoved_NamesItsPosition()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var lines = Lines(await ExportAsync(ledger));
        for (var position = 1; position <= 5; position++)
            Assert.Equal(position, (await VerifyAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Where(l => !l.StartsWith($"{{\"position\":{position},", StringComparison.Ordinal)))))).Damage?.Position);
    }

    /// <summary>An older bundle is a true one; only who knows a later checkpoint sees that it is not the latest.</summary>
    [Fact]
    public async Task VerifyAsync_OlderBundle_IsFoundByACheckpointThatWasKept()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var older = await ExportAsync(ledger);
        await ledger.AppendAsync(TestLedger.Draft("stream", 5), TestLedger.Cancellation);
        var kept = await ledger.CheckpointAsync(TestLedger.Cancellation);

        Assert.Null((await VerifyAsync(older)).Damage);
        Assert.Equal(6, (await VerifyAsync(older, kept)).Damage?.Position);
        Assert.Null((await VerifyAsync(await ExportAsync(ledger), kept)).Damage);
        Assert.Equal(6, (await VerifyAsync(await ExportAsync(ledger), kept! with { Head = Checkpoint.Start })).Damage?.Position);
    }

    [Fact]
    public async Task VerifyAsync_BundleOfAnotherKeyOrWithoutAKey_IsDamaged()
    {
        using var file = New();
        await using var ledger = file.Open(options: o => o.SigningKey = TestKeys.Another);
        await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);
        var bundle = await ExportAsync(ledger);

        Assert.NotNull((await VerifyAsync(bundle)).Damage);
        Assert.NotNull((await LedgerBundle.VerifyAsync(new MemoryStream(bundle), [], known: null, progress: null, TestLedger.Cancellation)).Damage);
        Assert.Null((await LedgerBundle.VerifyAsync(new MemoryStream(bundle), [TestKeys.PublicOfAnother], known: null, progress: null, TestLedger.Cancellation)).Damage);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}")]
    [InlineData("{}\n")]
    [InlineData("[1]\n")]
    [InlineData("{\"bundle\":\"pilotplatform.ledger.bundle.v1\"}\n")]
    [InlineData("{\"bundle\":\"pilotplatform.ledger.bundle.v1\",\"seal\":7}\n")]
    [InlineData("SQLite format 3")]
    public async Task VerifyAsync_WhatIsNoBundle_IsDamagedAtItsBeginning(string text) =>
        Assert.Equal(0, (await VerifyAsync(Encoding.UTF8.GetBytes(text))).Damage?.Position);

    [Fact]
    public async Task RestoreAsync_IntoAnEmptyLedger_IsTheSameLedger()
    {
        using var file = New();
        byte[] bundle;
        await using (var ledger = file.Open(options: Signed))
        {
            foreach (var (payload, i) in new[] { "{\"单位\":\"大连市商务局\"}", "\ufeff", "a\0b\r\n", "", "\u2028<script>\"" }.Select((p, i) => (p, i)))
                await ledger.AppendAsync(TestLedger.Draft("流 \"1\"", i, payload, i == 2 ? null : new RequestKey($"request {i}", "digest")) with { Author = "市长 👩‍⚖️" }, TestLedger.Cancellation);
            await ledger.AppendAsync(TestLedger.Draft("bytes", 0) with { Payload = new byte[] { 0xff, 0, 0xc3 } }, TestLedger.Cancellation);
            await Task.WhenAll(Enumerable.Range(0, 1200).Select(i => ledger.AppendAsync(TestLedger.Draft($"stream {i}", 0), TestLedger.Cancellation)));
            bundle = await ExportAsync(ledger);
        }

        using var other = New();
        Assert.Null((await LedgerBundle.RestoreAsync(new MemoryStream(bundle), other.Options(), [TestKeys.Public], TestLedger.Cancellation)).Damage);

        await using var restored = other.Open(options: Signed);
        Assert.Equal(1206, restored.Position);
        Assert.Equal(Lines(bundle)[1..], Lines(await ExportAsync(restored))[1..]);
        Assert.IsType<AppendOutcome.Repeated>(await restored.AppendAsync(TestLedger.Draft("流 \"1\"", 0, request: new RequestKey("request 1", "digest")) with { Author = "市长 👩‍⚖️" }, TestLedger.Cancellation));
        Assert.IsType<AppendOutcome.Appended>(await restored.AppendAsync(TestLedger.Draft("bytes", 1), TestLedger.Cancellation));
    }

    /// <summary>An empty ledger would be taken for one that is whole.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("reporting")]
    public async Task RestoreAsync_DamagedBundle_LeavesNothing(string? schema)
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var lines = Lines(await ExportAsync(ledger));
        using var other = New();
        var options = other.Options();
        options.Schema = schema;

        var verdict = await LedgerBundle.RestoreAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines[..^2]))), options, [TestKeys.Public], TestLedger.Cancellation);

        Assert.Equal(5, verdict.Damage?.Position);
        Assert.Empty(other.Parts());
        Assert.Null((await LedgerBundle.RestoreAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines))), options, [TestKeys.Public], TestLedger.Cancellation)).Damage);
        Assert.NotEmpty(other.Parts());
    }

    [Fact]
    public async Task RestoreAsync_BundleThatCannotBeReadOn_LeavesNothing()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        using var other = New();
        await using var lost = new LostStream(await ExportAsync(ledger));

        await Assert.ThrowsAsync<IOException>(() => LedgerBundle.RestoreAsync(lost, other.Options(), [TestKeys.Public], TestLedger.Cancellation));

        Assert.Empty(other.Parts());
    }

    [Fact]
    public async Task RestoreAsync_DamagedBundleIntoAnEmptyLedger_LeavesItAsItWas()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        var lines = Lines(await ExportAsync(ledger));
        using var other = await New().FilledAsync(0);
        var parts = other.Parts();

        Assert.NotNull((await LedgerBundle.RestoreAsync(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(lines[..^2]))), other.Options(), [TestKeys.Public], TestLedger.Cancellation)).Damage);

        Assert.Equal(parts, other.Parts());
        Assert.Empty(await other.ReplayAsync());
    }

    [Fact]
    public async Task RestoreAsync_IntoALedgerWithEntries_IsRefusedAndChangesNothing()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        using var other = await New().FilledAsync(2);

        await Assert.ThrowsAsync<LedgerException>(async () =>
            await LedgerBundle.RestoreAsync(new MemoryStream(await ExportAsync(ledger)), other.Options(), [TestKeys.Public], TestLedger.Cancellation));

        Assert.Equal(2, (await other.ReplayAsync()).Count);
    }

    internal static void Signed(LedgerOptions options) => (options.SigningKey, options.CheckpointEntries) = (TestKeys.Own, 2);

    internal static async Task<byte[]> ExportAsync(EntryLedger ledger)
    {
        var bundle = new MemoryStream();
        await ledger.ExportAsync(bundle, TestLedger.Cancellation);
        return bundle.ToArray();
    }

    /// <summary>Five entries, with checkpoints behind the second, the fourth and the fifth.</summary>
    private async Task<TestLedger> FilledAsync()
    {
        var file = New();
        await using var ledger = file.Open(options: Signed);
        for (var i = 0; i < 5; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i, $"payload {i + 1}", new RequestKey($"request {i + 1}", "digest")), TestLedger.Cancellation);
        return file;
    }

    private static Task<LedgerVerdict> VerifyAsync(byte[] bundle, Checkpoint? known = null) =>
        LedgerBundle.VerifyAsync(new MemoryStream(bundle), [TestKeys.Public], known, progress: null, TestLedger.Cancellation);

    /// <summary>A medium that fails where the bundle would end.</summary>
    private sealed class LostStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("The medium is gone.");
    }

    /// <summary>Lines with their ends.</summary>
    private static string[] Lines(byte[] bundle) => [.. Encoding.UTF8.GetString(bundle).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l + "\n")];

    private static long PositionOf(string line)
    {
        if (line.StartsWith("{\"bundle\"", StringComparison.Ordinal))
            return 0;
        var digits = line[(line.IndexOf("\"position\":", StringComparison.Ordinal) + 11)..];
        return long.Parse(digits[..digits.IndexOf(',', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
    }
}
