using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger that was changed behind its back is not opened, and says where it was changed.</summary>
public sealed class DamageTests
{
    private const string WithoutTriggers = "DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed; ";

    [Theory]
    [InlineData("UPDATE entry SET payload = x'7b7d' WHERE position = 3", 3)]
    [InlineData("UPDATE entry SET author = 'another' WHERE position = 1", 1)]
    [InlineData("UPDATE entry SET stream = 'another' WHERE position = 5", 5)]
    [InlineData("UPDATE entry SET kind = 'Closed' WHERE position = 2", 2)]
    [InlineData("UPDATE entry SET recorded_at = '2026-11-25T01:30:00.0000000Z' WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET recorded_at = 'yesterday' WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET revision = 9 WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET request_id = 'another' WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET request_digest = 'another' WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET request_id = NULL, request_digest = NULL WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET request_digest = NULL WHERE position = 4", 4)]
    [InlineData("UPDATE entry SET hash = zeroblob(32) WHERE position = 2", 2)]
    [InlineData("UPDATE entry SET hash = x'' WHERE position = 2", 2)]
    [InlineData("UPDATE entry SET revision = 4000000000 WHERE position = 2", 2)]
    [InlineData("DELETE FROM entry WHERE position = 3", 3)]
    [InlineData("DELETE FROM entry WHERE position = 1", 1)]
    [InlineData("DELETE FROM entry WHERE position = 3; UPDATE entry SET position = position - 1 WHERE position > 3", 3)]
    [InlineData("UPDATE entry SET position = 99 WHERE position = 2; UPDATE entry SET position = 2 WHERE position = 3; UPDATE entry SET position = 3 WHERE position = 99", 2)]
    [InlineData("UPDATE entry SET position = 0 WHERE position = 1", 1)]
    [InlineData("INSERT INTO entry SELECT 6, stream, 6, kind, payload, author, recorded_at, NULL, NULL, hash FROM entry WHERE position = 5", 6)]
    public async Task Open_EntryChangedRemovedOrMoved_IsRefusedWithItsPosition(string change, int position)
    {
        using var file = await new LedgerFile().FilledAsync(5);
        file.Tamper(WithoutTriggers + change);

        var refused = Assert.Throws<LedgerException>(() => file.Open());

        Assert.Contains($"damaged at position {position}:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_EntryChangedAndItsOwnHashMadeAgain_IsRefusedAtTheNext()
    {
        using var file = await new LedgerFile().FilledAsync(5);
        var entries = await file.ReplayAsync();
        var forged = entries[1] with { Payload = Encoding.UTF8.GetBytes("forged") };
        var hash = Convert.ToHexString(HashChain.Next(entries[0].Hash.Span, forged));
        file.Tamper($"{WithoutTriggers}UPDATE entry SET payload = CAST('forged' AS BLOB), hash = x'{hash}' WHERE position = 2");

        Assert.Contains("damaged at position 3:", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DamagedLedger_ShowsNoEntryBeyondTheDamageAndLeavesTheFileFree()
    {
        using var file = await new LedgerFile().FilledAsync(5);
        file.Tamper(WithoutTriggers + "UPDATE entry SET payload = x'7b7d' WHERE position = 3");
        var seen = new List<long>();

        Assert.Throws<LedgerException>(() => file.Open(e => seen.Add(e.Position)));

        Assert.Equal([1, 2], seen);
        Assert.Contains("damaged", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPDATE entry SET payload = x'7b7d' WHERE position = 1")]
    [InlineData("UPDATE entry SET position = 9 WHERE position = 1")]
    [InlineData("DELETE FROM entry WHERE position = 5")]
    [InlineData("DELETE FROM entry")]
    public async Task Triggers_ChangeOrRemoval_RefuseIt(string change)
    {
        using var file = await new LedgerFile().FilledAsync(5);

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => file.Tamper(change)).Message, StringComparison.Ordinal);
        Assert.Equal(5, (await file.ReplayAsync()).Count);
    }

    [Fact]
    public async Task Triggers_RowReplaced_IsRefusedAtTheLatestAtTheNextOpening()
    {
        using var file = await new LedgerFile().FilledAsync(5);
        var replace = "REPLACE INTO entry SELECT position, stream, revision, kind, x'7b7d', author, recorded_at, request_id, request_digest, hash FROM entry WHERE position = 2";

        var refused = Record.Exception(() => file.Tamper(replace)) ?? await Record.ExceptionAsync(file.ReplayAsync);

        Assert.NotNull(refused);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(6000)]
    public async Task Open_TruncatedFile_IsRefusedAsDamaged(int length)
    {
        using var file = await new LedgerFile().FilledAsync(50);
        Assert.True(new FileInfo(file.Path).Length > length);
        using (var stream = new FileStream(file.Path, FileMode.Open))
            stream.SetLength(length);

        Assert.Contains("damaged", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(5000)]
    public void Open_FileThatIsNoLedger_IsRefusedAsDamaged(int length)
    {
        using var file = new LedgerFile();
        File.WriteAllBytes(file.Path, SHA512.HashData([1]).SelectMany(b => Enumerable.Repeat(b, 100)).Take(length).ToArray());

        Assert.Contains("damaged", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_PageOverwritten_IsRefusedAsDamaged()
    {
        using var file = await new LedgerFile().FilledAsync(200);
        using (var stream = new FileStream(file.Path, FileMode.Open))
        {
            stream.Position = 4096;
            stream.Write(new byte[(int)(stream.Length - 4096)]);
        }

        Assert.Contains("damaged", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }
}
