using System.Security.Cryptography;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A file that was damaged below its rows is not opened either.</summary>
public sealed class FileDamageTests
{
    [Fact]
    public async Task Triggers_RowReplaced_IsRefusedAtTheLatestAtTheNextOpening()
    {
        using var file = await new LedgerFile().FilledAsync(5);
        var replace = "REPLACE INTO entry SELECT position, stream, revision, kind, x'7b7d', author, recorded_at, request_id, request_digest, hash FROM entry WHERE position = 2";

        var refused = Record.Exception(() => file.Tamper(replace)) ?? await Record.ExceptionAsync(() => file.ReplayAsync());

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

    /// <summary>In one sentence of ours, which names the page.</summary>
    [Theory]
    [InlineData(8)]
    [InlineData(12)]
    public async Task Open_OnePageOverwritten_NamesThePage(int page)
    {
        using var file = await new LedgerFile().FilledAsync(300);
        using (var stream = new FileStream(file.Path, FileMode.Open))
        {
            stream.Position = (page - 1) * 4096;
            stream.Write(new byte[4096]);
        }

        var message = Assert.Throws<LedgerException>(() => file.Open()).Message;

        Assert.Contains($"is damaged: page {page} of the file", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
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
