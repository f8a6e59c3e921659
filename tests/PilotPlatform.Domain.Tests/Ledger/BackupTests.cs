using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger is copied while it is written to, and what auditors and operators do from a command line.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-backup-");
    private readonly StringWriter output = new();
    private readonly StringWriter error = new();

    [Fact]
    public async Task BackupAsync_WhileAppendsRun_IsALedgerUpToSomeEntry()
    {
        using var file = await new LedgerFile().FilledAsync(10);
        await using var ledger = file.Open();
        var appends = Enumerable.Range(0, 500).Select(i => ledger.AppendAsync(TestLedger.Draft($"stream {i}", 0), TestLedger.Cancellation)).ToArray();

        await ledger.BackupAsync(In("copy.db"), TestLedger.Cancellation);
        await Task.WhenAll(appends);

        var verdict = await StoredLedger.VerifyAsync(new LedgerOptions { Path = In("copy.db") }, [ledger.PublicKey!], known: null, progress: null, TestLedger.Cancellation);
        Assert.Null(verdict.Damage);
        Assert.InRange(verdict.Entries, 10, 510);
    }

    [Fact]
    public async Task BackupAsync_BelowAFile_IsRefusedByName()
    {
        using var file = new LedgerFile();
        await using var ledger = EntryLedger.Open(file.Path, database: null, _ => { });

        var refused = await Assert.ThrowsAsync<LedgerException>(() => ledger.BackupAsync(Path.Combine(file.Path, "below", "copy.db"), TestLedger.Cancellation));

        Assert.StartsWith($"The ledger {file.Path} cannot be copied to ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackupAsync_OntoAFileThatExists_IsRefused()
    {
        using var file = await new LedgerFile().FilledAsync(1);
        await using var ledger = file.Open();

        await Assert.ThrowsAsync<LedgerException>(() => ledger.BackupAsync(file.Path, TestLedger.Cancellation));
    }

    [Fact]
    public async Task RunAsync_BackupRestoreVerify_GoThereAndBack()
    {
        using var file = await new LedgerFile().FilledAsync(3);
        await using var owner = file.Open();
        var key = KeyOf(file);

        Assert.Equal(0, await RunAsync("backup", file.Path, In("copy.db")));
        Assert.Equal(0, await RunAsync("verify", In("copy.db"), "--key", key));
        Assert.Equal(0, await RunAsync("verify", In("copy.db"), "--key", key, "--known", $"3:{Convert.ToHexStringLower(owner.Head.Span)}"));
        Assert.Equal(2, await RunAsync("verify", In("copy.db"), "--known", $"4:{Convert.ToHexStringLower(owner.Head.Span)}", "--key", key));
        Assert.EndsWith("damaged at position 4: there is no entry, though 4 were read or written.\n", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync("verify", In("copy.db"), "--key", key, "--known", $"2:{Convert.ToHexStringLower(owner.Head.Span)}"));
        Assert.Equal(0, await RunAsync("restore", In("copy.db"), "--key", key, "--to", In("restored/ledger.db")));
        Assert.Contains("Intact: 3 entries, 1 checkpoints", output.ToString(), StringComparison.Ordinal);
        await using var restored = EntryLedger.Open(new LedgerOptions { Path = In("restored/ledger.db"), TrustedKeys = [key] }, TimeProvider.System, _ => { });
        Assert.Equal(3, restored.Position);
    }

    [Fact]
    public async Task RunAsync_VerifyAndRestoreABundle_SayWhatTheyFound()
    {
        using var file = await new LedgerFile().FilledAsync(3);
        var key = KeyOf(file);
        string head;
        await using (var ledger = file.Open())
        {
            head = Convert.ToHexStringLower(ledger.Head.Span);
            await using var bundle = File.Create(In("bundle"));
            await ledger.ExportAsync(bundle, TestLedger.Cancellation);
        }

        Assert.Equal(0, await RunAsync("verify", In("bundle"), "--key", key));
        Assert.Equal(0, await RunAsync("verify", In("bundle"), "--key", key, "--known", $"3:{head}"));
        Assert.Equal(2, await RunAsync("verify", In("bundle"), "--key", key, "--known", $"4:{head}"));
        Assert.Equal(0, await RunAsync("restore", In("bundle"), "--key", key, "--to", In("restored.db")));
        Assert.Equal(1, await RunAsync("restore", In("bundle"), "--key", key, "--to", In("restored.db")));
        await File.WriteAllTextAsync(In("changed"), (await File.ReadAllTextAsync(In("bundle"), TestLedger.Cancellation)).Replace("payload 2", "payload 3", StringComparison.Ordinal), TestLedger.Cancellation);
        Assert.Equal(2, await RunAsync("verify", In("changed"), "--key", key));
        Assert.EndsWith("changed is damaged at position 2: the entry there is not the one that was written.\n", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, await RunAsync("restore", In("changed"), "--key", key, "--to", In("never.db")));
        Assert.Empty(folder.EnumerateFiles("never*")); // what is not restored is not taken for an empty ledger
    }

    /// <summary>A write-ahead log may be all that is left of a ledger, and would be taken for the log of another that is put beside it.</summary>
    [Theory]
    [InlineData("bundle")]
    [InlineData("copy.db")]
    public async Task RunAsync_RestoreBesideALeftOverLog_IsRefusedAndLeavesIt(string from)
    {
        using var file = await new LedgerFile().FilledAsync(3);
        await using (var owner = file.Open())
        {
            await using var bundle = File.Create(In("bundle"));
            await owner.ExportAsync(bundle, TestLedger.Cancellation);
            await owner.BackupAsync(In("copy.db"), TestLedger.Cancellation);
        }

        await File.WriteAllTextAsync(In("lost.db-wal"), "the newest entries", TestLedger.Cancellation);

        Assert.Equal(1, await RunAsync("restore", In(from), "--key", KeyOf(file), "--to", In("lost.db")));
        Assert.Equal("the newest entries", await File.ReadAllTextAsync(In("lost.db-wal"), TestLedger.Cancellation));
        Assert.Single(folder.EnumerateFiles("lost*"));
    }

    /// <summary>In words of ours, whatever the reader of JSON has to say.</summary>
    [Theory]
    [InlineData(-1, "", "it is empty, or cut off before its end")]
    [InlineData(0, "{\"position\":4}\n", "a member that it has to have is missing, or of another type")]
    [InlineData(0, "and more\n", "it is no JSON")]
    public async Task RunAsync_VerifyABundleWithALineThatIsNone_SaysWhatItIs(int cut, string behind, string problem)
    {
        using var file = await new LedgerFile().FilledAsync(3);
        await using (var ledger = file.Open())
        {
            await using var bundle = File.Create(In("bundle"));
            await ledger.ExportAsync(bundle, TestLedger.Cancellation);
        }

        var whole = await File.ReadAllTextAsync(In("bundle"), TestLedger.Cancellation);
        await File.WriteAllTextAsync(In("other"), whole[..(whole.Length + cut)] + behind, TestLedger.Cancellation);

        Assert.Equal(2, await RunAsync("verify", In("other"), "--key", KeyOf(file)));
        Assert.EndsWith($"of the bundle cannot be read: {problem}.\n", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_VerifyADamagedFile_EndsWithTwo()
    {
        using var file = await new LedgerFile().FilledAsync(3);
        file.TamperUnhindered("UPDATE entry SET author = 'another' WHERE position = 2");

        Assert.Equal(2, await RunAsync("verify", file.Path, "--key", KeyOf(file)));
        Assert.Contains("position 2", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_ExportALedgerThatIsWritten_IsABundleThatThePublicKeyVerifies()
    {
        using var file = await new LedgerFile().FilledAsync(3);
        await using var owner = file.Open();

        Assert.Equal(0, await RunAsync("export", file.Path, In("bundle")));
        Assert.Equal(0, await RunAsync("verify", In("bundle"), "--key", KeyOf(file)));
        Assert.Contains("Intact: 3 entries", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, await RunAsync("export", file.Path, In("bundle")));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("verify bundle")]
    [InlineData("verify bundle --key")]
    [InlineData("verify bundle --unknown option")]
    [InlineData("backup ledger.db")]
    [InlineData("restore bundle --key key")]
    [InlineData("export ledger.db")]
    [InlineData("export nowhere.db bundle")]
    [InlineData("verify nowhere --key nowhere.pub")]
    [InlineData("backup nowhere.db copy.db")]
    [InlineData("verify --known=5:00 bundle.ndjson --key ledger.key.pub")]
    [InlineData("verfy bundle.ndjson --key ledger.key.pub")]
    public async Task RunAsync_CommandThatCannotBeDone_SaysWhyAndEndsWithOne(string command)
    {
        Assert.Equal(1, await RunAsync(command.Split(' ')));
        Assert.NotEmpty(error.ToString());
    }

    [Theory]
    [InlineData("verify b --key k", "verify b --key k")]
    [InlineData("verfy", "verfy")]
    [InlineData("--Ports:Http=0 verify b --key k", "verify b --key k")]
    [InlineData("Ports:Http=0 /Ports:Grpc=0 verfy", "verfy")]
    [InlineData("--known 5:00 verify b --key k", "verify --known 5:00 b --key k")]
    [InlineData("--known=5:00 verify b --key k", "verify --known=5:00 b --key k")]
    [InlineData("--ReadyWithin=9", null)]
    [InlineData("--Ports:Http 0 verify b", "verify --Ports:Http 0 b")]
    [InlineData("-v verify b", "verify -v b")]
    [InlineData("--Ports:Http=0", null)]
    [InlineData("--Ports:Http", null)]
    [InlineData("--Ports:Http 0", null)]
    [InlineData("/Ports:Http 0", null)]
    [InlineData("Ports:Http=0", null)]
    [InlineData("", null)]
    public void Of_CommandLine_FindsTheWordBehindSettings(string line, string? command) =>
        Assert.Equal(command, LedgerCommand.Of(line.Split(' ')) is { } found ? string.Join(' ', found) : null);

    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
        folder.Delete(recursive: true);
    }

    private Task<int> RunAsync(params string[] args) => LedgerCommand.RunAsync(args, output, error, TestLedger.Cancellation);

    private string In(string name) => Path.Combine(folder.FullName, name);

    private static string KeyOf(LedgerFile file) => Path.Combine(Path.GetDirectoryName(file.Path)!, "ledger.key.pub");
}
