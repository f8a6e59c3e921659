using System.Globalization;
using System.Text;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger that was changed behind its back is not opened, is found damaged while it is open, and says where.</summary>
public abstract class DamageTests
{
    private protected abstract TestLedger New();

    /// <summary>Five entries; bytes stand in braces, which each store writes in its own way.</summary>
    public static TheoryData<string, int> Entries => new()
    {
        { "UPDATE entry SET payload = {7b7d} WHERE position = 3", 3 },
        { "UPDATE entry SET payload = {} WHERE position = 3", 3 },
        { "UPDATE entry SET author = 'another' WHERE position = 1", 1 },
        { "UPDATE entry SET stream = 'another' WHERE position = 5", 5 },
        { "UPDATE entry SET kind = 'Closed' WHERE position = 2", 2 },
        { "UPDATE entry SET recorded_at = '2026-11-25T01:30:00.0000000Z' WHERE position = 4", 4 },
        { "UPDATE entry SET recorded_at = '2026-11-24T01:30:00Z' WHERE position = 4", 4 },
        { "UPDATE entry SET recorded_at = '2026-11-24T09:30:00.0000000+08:00' WHERE position = 4", 4 },
        { "UPDATE entry SET recorded_at = 'yesterday' WHERE position = 4", 4 },
        { "UPDATE entry SET revision = 9 WHERE position = 4", 4 },
        { "UPDATE entry SET revision = -4 WHERE position = 4", 4 },
        { "UPDATE entry SET request_id = 'another' WHERE position = 4", 4 },
        { "UPDATE entry SET request_digest = 'another' WHERE position = 4", 4 },
        { "UPDATE entry SET request_id = NULL, request_digest = NULL WHERE position = 4", 4 },
        { "UPDATE entry SET request_digest = NULL WHERE position = 4", 4 },
        { "UPDATE entry SET request_id = NULL WHERE position = 4", 4 },
        { "UPDATE entry SET hash = {0000000000000000000000000000000000000000000000000000000000000000} WHERE position = 2", 2 },
        { "UPDATE entry SET hash = {} WHERE position = 2", 2 },
        { "UPDATE entry SET hash = {} WHERE position = 5", 5 },
        { "DELETE FROM entry WHERE position = 3", 3 },
        { "DELETE FROM entry WHERE position = 1", 1 },
        { "DELETE FROM entry WHERE position = 5", 5 },
        { "DELETE FROM entry WHERE position > 2", 3 },
        { "DELETE FROM entry", 1 },
        { "DELETE FROM entry WHERE position = 3; UPDATE entry SET position = 3 WHERE position = 4; UPDATE entry SET position = 4 WHERE position = 5", 3 },
        { "UPDATE entry SET position = 99 WHERE position = 2; UPDATE entry SET position = 2 WHERE position = 3; UPDATE entry SET position = 3 WHERE position = 99", 2 },
        { "UPDATE entry SET position = 0 WHERE position = 1", 1 },
        { "UPDATE entry SET position = 99 WHERE position = 5", 5 },
        { "INSERT INTO entry SELECT 6, stream, 6, kind, payload, author, recorded_at, NULL, NULL, hash FROM entry WHERE position = 5", 6 },
        { "INSERT INTO entry SELECT 7, stream, 7, kind, payload, author, recorded_at, NULL, NULL, hash FROM entry WHERE position = 5", 6 },
    };

    /// <summary>Five entries with checkpoints behind the second, the fourth and the fifth.</summary>
    public static TheoryData<string, int> Checkpoints => new()
    {
        { "UPDATE checkpoint SET position = 3 WHERE serial = 2", 3 },
        { "UPDATE checkpoint SET position = 1 WHERE serial = 1", 1 },
        { "UPDATE checkpoint SET head = (SELECT hash FROM entry WHERE position = 3) WHERE serial = 2", 4 },
        { "UPDATE checkpoint SET previous = {00} WHERE serial = 2", 4 },
        { "UPDATE checkpoint SET previous = {0000000000000000000000000000000000000000000000000000000000000000} WHERE serial = 3", 5 },
        { "UPDATE checkpoint SET signed_at = '2026-11-25T01:30:00.0000000Z' WHERE serial = 1", 2 },
        { "UPDATE checkpoint SET signed_at = '2026-11-25T01:30:00Z' WHERE serial = 2", 4 },
        { "UPDATE checkpoint SET key_id = 'another' WHERE serial = 3", 5 },
        { "UPDATE checkpoint SET signature = {00} WHERE serial = 3", 5 },
        { "UPDATE checkpoint SET signature = (SELECT c.signature FROM checkpoint c WHERE c.serial = 1) WHERE serial = 2", 4 },
        { "DELETE FROM checkpoint WHERE serial = 1", 4 },
        { "DELETE FROM checkpoint WHERE serial = 2", 5 },
        { "DELETE FROM checkpoint WHERE serial = 1; UPDATE checkpoint SET serial = 1 WHERE serial = 2; UPDATE checkpoint SET serial = 2 WHERE serial = 3", 4 },
        { "INSERT INTO checkpoint SELECT 4, 9, head, previous, signed_at, key_id, signature FROM checkpoint WHERE serial = 3", 9 },
        { "DELETE FROM entry WHERE position = 5", 5 },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task Open_EntryChangedRemovedOrMoved_IsRefusedWithItsPosition(string change, int position)
    {
        using var file = await FilledAsync();
        file.TamperUnhindered(change);

        var refused = Assert.Throws<LedgerException>(() => file.Open(options: Signed));

        Assert.Contains($"damaged at position {position}:", refused.Message, StringComparison.Ordinal);
        Assert.Equal(position, refused.Damage?.Position);
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public async Task VerifyAsync_EntryChangedRemovedOrMovedWhileOpen_NamesItsPosition(string change, int position)
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        Assert.Null((await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage);

        file.TamperUnhindered(change);

        // An entry that was moved before the first is named by the place where it stands.
        var expected = change.Contains("position = 0", StringComparison.Ordinal) ? 0 : position;
        Assert.Equal(expected, (await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage?.Position);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public async Task Open_CheckpointChangedRemovedOrForged_IsRefusedWithItsPosition(string change, int position)
    {
        using var file = await FilledAsync();
        file.TamperUnhindered(change);

        Assert.Equal(position, Assert.Throws<LedgerException>(() => file.Open(options: Signed)).Damage?.Position);
    }

    [Theory]
    [MemberData(nameof(Checkpoints))]
    public async Task VerifyAsync_CheckpointChangedRemovedOrForgedWhileOpen_NamesItsPosition(string change, int position)
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        file.TamperUnhindered(change);

        Assert.Equal(position, (await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage?.Position);
    }

    /// <summary>Whoever can write the file can also make the last checkpoint go; the process that wrote it knows better.</summary>
    [Fact]
    public async Task VerifyAsync_TailCutWithItsCheckpointsWhileOpen_IsFound()
    {
        using var file = await FilledAsync();
        await using var ledger = file.Open(options: Signed);
        file.TamperUnhindered("DELETE FROM entry WHERE position > 4; DELETE FROM checkpoint WHERE serial = 3");

        Assert.Equal(5, (await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage?.Position);
    }

    [Fact]
    public async Task VerifyAsync_TheWholeChainMadeAgain_IsFoundByTheCheckpoint()
    {
        using var file = await FilledAsync();
        var entries = await file.ReplayAsync(Signed);
        await using var ledger = file.Open(options: Signed);
        file.TamperUnhindered(Forged(entries, 2, rehashed: 5));

        Assert.Equal(2, (await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage?.Position);
        await ledger.DisposeAsync();
        Assert.Equal(2, Assert.Throws<LedgerException>(() => file.Open(options: Signed)).Damage?.Position);
    }

    [Fact]
    public async Task Open_EntryChangedAndItsOwnHashMadeAgain_IsRefusedAtTheNext()
    {
        using var file = await FilledAsync();
        file.TamperUnhindered(Forged(await file.ReplayAsync(Signed), 3, rehashed: 3));

        Assert.Equal(4, Assert.Throws<LedgerException>(() => file.Open(options: Signed)).Damage?.Position);
    }

    [Fact]
    public async Task Open_DamagedLedger_ShowsNoEntryBeyondTheDamageAndLeavesItFree()
    {
        using var file = await FilledAsync();
        file.TamperUnhindered("UPDATE entry SET payload = {7b7d} WHERE position = 3");
        var seen = new List<long>();

        Assert.Throws<LedgerException>(() => file.Open(e => seen.Add(e.Position), Signed));

        Assert.Equal([1, 2], seen);
        Assert.Contains("damaged", Assert.Throws<LedgerException>(() => file.Open(options: Signed)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE entry SET payload = {7b7d} WHERE position = 1")]
    [InlineData("UPDATE entry SET position = 9 WHERE position = 1")]
    [InlineData("DELETE FROM entry WHERE position = 5")]
    [InlineData("DELETE FROM entry")]
    [InlineData("UPDATE checkpoint SET position = 9 WHERE serial = 1")]
    [InlineData("DELETE FROM checkpoint WHERE serial = 1")]
    public async Task Triggers_ChangeOrRemoval_RefuseIt(string change)
    {
        using var file = await FilledAsync();

        Assert.Contains("append-only", Assert.ThrowsAny<System.Data.Common.DbException>(() => file.Tamper(change)).Message, StringComparison.Ordinal);
        Assert.Equal(5, (await file.ReplayAsync(Signed)).Count);
    }

    /// <summary>Many parts are verified at the same time; the first damage of several is the one that is named.</summary>
    [Fact]
    public async Task VerifyAsync_LongLedgerWithDamageInSeveralParts_NamesTheFirst()
    {
        const int Entries = 50_000;
        using var file = New();
        await using var ledger = file.Open(options: o => Signed(o, every: 7000));
        for (var i = 0; i < Entries; i += 2000)
            await Task.WhenAll(Enumerable.Range(i, 2000).Select(n => ledger.AppendAsync(TestLedger.Draft($"stream {n % 100} {n / 100}", 0), TestLedger.Cancellation)));
        var verdict = await ledger.VerifyAsync(progress: null, TestLedger.Cancellation);
        Assert.Equal((Entries, null), (verdict.Entries, verdict.Damage));
        Assert.Equal((await ledger.CheckpointsAsync(TestLedger.Cancellation)).Count, verdict.Checkpoints);
        Assert.Equal(ledger.Head.ToArray(), verdict.Head.ToArray());

        file.TamperUnhindered("UPDATE entry SET author = 'another' WHERE position IN (49999, 20001, 20002, 40000)");

        Assert.Equal(20001, (await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage?.Position);
    }

    private static void Signed(LedgerOptions options) => Signed(options, every: 2);

    private static void Signed(LedgerOptions options, int every) => (options.SigningKey, options.CheckpointEntries) = (TestKeys.Own, every);

    /// <summary>Five entries in one stream, one by one, so that checkpoints are behind the second, the fourth, and by the closing the fifth.</summary>
    private async Task<TestLedger> FilledAsync()
    {
        var file = New();
        await using var ledger = file.Open(options: Signed);
        for (var i = 0; i < 5; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i, $"payload {i + 1}", new RequestKey($"request {i + 1}", "digest")), TestLedger.Cancellation);
        return file;
    }

    /// <summary>Another payload at a position, and hashes made again as an attacker would make them, up to a position.</summary>
    private static string Forged(List<LedgerEntry> entries, int position, int rehashed)
    {
        var sql = new StringBuilder();
        var before = entries[position - 2].Hash;
        for (var at = position; at <= rehashed; at++)
        {
            var forged = entries[at - 1] with { Payload = at == position ? "forged"u8.ToArray() : entries[at - 1].Payload };
            before = HashChain.Next(before.Span, forged);
            sql.Append(CultureInfo.InvariantCulture, $"UPDATE entry SET payload = {{{Convert.ToHexString(forged.Payload.Span)}}}, hash = {{{Convert.ToHexString(before.Span)}}} WHERE position = {at}; ");
        }

        return sql.ToString();
    }
}
