using System.Globalization;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A revision that a defective writer gave twice, or left out, with hashes that hold, is found where it stands.</summary>
public abstract class RevisionTests
{
    private protected abstract TestLedger New();

    [Theory]
    [InlineData(5)]
    [InlineData(3)]
    [InlineData(7)]
    public async Task Open_RevisionThatDoesNotFollow_IsRefusedWithItsPosition(int revision)
    {
        using var file = await New().FilledAsync(5);
        await ForgeAsync(file, revision);

        Assert.Equal(6, Assert.Throws<LedgerException>(() => file.Open()).Damage?.Position);
        var verdict = await StoredLedger.VerifyAsync(file.Options(), [], known: null, progress: null, TestLedger.Cancellation);
        Assert.Equal(6, verdict.Damage?.Position);
        Assert.Contains("revision", verdict.Damage!.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task VerifyAsync_RevisionDoubledWhileOpen_NamesItsPositionAndTheNextOpeningRefuses()
    {
        using var file = await New().FilledAsync(5);
        await using var ledger = file.Open();
        await ForgeAsync(file, 5);

        Assert.Equal(6, (await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage?.Position);
        await Assert.ThrowsAsync<LedgerException>(() => file.ReplayAsync());
    }

    /// <summary>Each part of a long ledger holds by itself; only together they show it.</summary>
    [Fact]
    public async Task VerifyAsync_RevisionDoubledInALaterPart_IsFound()
    {
        const int Entries = 45_000;
        using var file = New();
        await using (var ledger = file.Open())
        {
            await ledger.AppendAsync(TestLedger.Draft("doubled", 0), TestLedger.Cancellation);
            for (var i = 1; i < Entries; i += 2000)
                await Task.WhenAll(Enumerable.Range(i, Math.Min(2000, Entries - i)).Select(n => ledger.AppendAsync(TestLedger.Draft($"stream {n}", 0), TestLedger.Cancellation)));
        }

        var last = (await file.ReplayAsync())[^1];
        Forge(file, last with { Position = Entries + 1, Stream = "doubled", Revision = 1, Request = null }, last.Hash);

        Assert.Equal(Entries + 1, (await StoredLedger.VerifyAsync(file.Options(), [], known: null, progress: null, TestLedger.Cancellation)).Damage?.Position);
    }

    private static async Task ForgeAsync(TestLedger file, int revision)
    {
        var entries = new List<LedgerEntry>();
        var options = file.Options();
        options.ReadOnly = true;
        await using (EntryLedger.Open(options, TimeProvider.System, entries.Add))
            Forge(file, entries[^1] with { Position = 6, Revision = revision, Request = null }, entries[^1].Hash);
    }

    private static void Forge(TestLedger file, LedgerEntry entry, ReadOnlyMemory<byte> before)
    {
        var hash = Convert.ToHexString(HashChain.Next(before.Span, entry));
        file.TamperUnhindered(string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO entry SELECT {entry.Position}, '{entry.Stream}', {entry.Revision}, kind, payload, author, recorded_at, NULL, NULL, {{{hash}}} FROM entry WHERE position = {entry.Position - 1}"));
    }
}
