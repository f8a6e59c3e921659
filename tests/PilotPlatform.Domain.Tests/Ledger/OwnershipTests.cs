using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger has one owner at a time.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public async Task Open_LedgerThatIsOpen_IsRefusedAsInUse()
    {
        using var file = new LedgerFile();
        await using var owner = file.Open();

        Assert.Contains("in use by another process", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LedgerThatWasClosed_IsFree()
    {
        using var file = new LedgerFile();
        await file.Open().DisposeAsync();

        Assert.Empty(await file.ReplayAsync());
    }

    [Fact]
    public async Task Open_RefusedWhileInUse_LeavesTheOwnerWriting()
    {
        using var file = new LedgerFile();
        await using var owner = file.Open();
        Assert.Throws<LedgerException>(() => file.Open());

        Assert.IsType<AppendOutcome.Appended>(await owner.AppendAsync(LedgerFile.Draft("stream", 0), LedgerFile.Cancellation));
    }

    [Fact]
    public async Task Open_FolderThatDoesNotExist_MakesIt()
    {
        using var file = new LedgerFile();
        var path = Path.Combine(Path.GetDirectoryName(file.Path)!, "a", "b", "ledger.db");

        await using (EntryLedger.Open(path, database: null, _ => { }))
            Assert.True(File.Exists(path));
    }

    [Fact]
    public void Open_FolderThatIsAFile_IsRefusedInOneSentence()
    {
        using var file = new LedgerFile();
        File.WriteAllText(file.Path, "");

        Assert.Throws<LedgerException>(() => EntryLedger.Open(Path.Combine(file.Path, "ledger.db"), database: null, _ => { }));
    }

    [Fact]
    public async Task Open_ReaderThatFails_LeavesTheFileFree()
    {
        using var file = await new LedgerFile().FilledAsync(1);

        Assert.Throws<InvalidDataException>(() => file.Open(_ => throw new InvalidDataException()));

        Assert.Single(await file.ReplayAsync());
    }

    [Fact]
    public async Task AppendAsync_AfterTheClose_IsRefused()
    {
        using var file = new LedgerFile();
        var ledger = file.Open();
        await ledger.DisposeAsync();

        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => ledger.AppendAsync(LedgerFile.Draft("stream", 0), LedgerFile.Cancellation));
    }

    [Fact]
    public async Task DisposeAsync_WithAppendsWaiting_WritesThemFirst()
    {
        using var file = new LedgerFile();
        var ledger = file.Open();
        var appends = Enumerable.Range(0, 100).Select(i => ledger.AppendAsync(LedgerFile.Draft($"stream {i}", 0), LedgerFile.Cancellation)).ToArray();
        await ledger.DisposeAsync();

        Assert.All(await Task.WhenAll(appends), outcome => Assert.IsType<AppendOutcome.Appended>(outcome));
        Assert.Equal(100, (await file.ReplayAsync()).Count);
    }
}
