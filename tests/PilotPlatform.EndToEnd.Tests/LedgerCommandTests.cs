namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What auditors and operators do to ledgers from a command line, as processes, beside a suite that writes.</summary>
public sealed class LedgerCommandTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-command-");

    private string Ledger => Path.Combine(folder.FullName, ".pilotplatform", "reporting", "ledger.db");

    private string Key => Path.Combine(folder.FullName, ".pilotplatform", "reporting", "ledger.key.pub");

    [Fact]
    public async Task Commands_BesideASuiteThatWrites_VerifyBackUpExportRestoreAndFindDamage()
    {
        await using (var suite = await SuiteProcess.StartAsync(folder.FullName))
        {
            await Writing.OpenAsync(suite.Client, task: 1, "dalian");
            await Writing.ReportAsync(suite.Client, "1-dalian", 10, Guid.CreateVersion7());

            Assert.Contains("Intact: 2 entries", await RunAsync(0, "verify", Ledger, "--key", Key), StringComparison.Ordinal);
            await RunAsync(0, "backup", Ledger, In("copy.db"));
            await RunAsync(0, "export", Ledger, In("bundle"));
            await Writing.ReportAsync(suite.Client, "1-dalian", 20, Guid.CreateVersion7());
        }

        Assert.Contains("Intact: 2 entries", await RunAsync(0, "verify", In("copy.db"), "--key", Key), StringComparison.Ordinal);
        Assert.Contains("Intact: 2 entries", await RunAsync(0, "verify", In("bundle"), "--key", Key), StringComparison.Ordinal);
        await RunAsync(0, "restore", In("bundle"), "--key", Key, "--to", In("restored.db"));
        Assert.Contains("Intact: 2 entries", await RunAsync(0, "verify", In("restored.db"), "--key", Key), StringComparison.Ordinal);
        Assert.Contains("exists already", await RunAsync(1, "backup", Ledger, In("copy.db")), StringComparison.Ordinal);

        var lines = await File.ReadAllLinesAsync(In("bundle"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(In("bundle"), string.Concat(lines.Where((_, i) => i != 1).Select(l => l + "\n")), TestContext.Current.CancellationToken);
        Assert.Contains("damaged at position 1: there is no entry", await RunAsync(2, "verify", In("bundle"), "--key", Key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_FileWithADamagedPage_SaysInOneSentenceWhichPage()
    {
        await using (var suite = await SuiteProcess.StartAsync(folder.FullName))
        {
            await Writing.OpenAsync(suite.Client, task: 1, "dalian");
            for (var i = 0; i < 40; i++)
                await Writing.ReportAsync(suite.Client, "1-dalian", i, Guid.CreateVersion7());
            suite.Running.Signal("TERM");
            await suite.Running.EndedAsync();
        }

        await using (var file = new FileStream(Ledger, FileMode.Open))
        {
            file.Position = file.Length - 4096;
            await file.WriteAsync(new byte[4096], TestContext.Current.CancellationToken);
        }

        var said = await RunAsync(2, "verify", Ledger, "--key", Key);
        Assert.Contains("is damaged", said, StringComparison.Ordinal);
        Assert.Contains("page", said, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', said.Trim());
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string In(string name) => Path.Combine(folder.FullName, name);

    /// <summary>What the program says, ending with a code.</summary>
    private async Task<string> RunAsync(int code, params string[] arguments)
    {
        await using var running = Running.Start("PilotPlatform.AllInOne", folder.FullName, arguments);
        var ended = await running.EndedAsync();
        var said = string.Join('\n', running.Output.Concat(running.Errors));
        Assert.True(code == ended, $"{string.Join(' ', arguments)} ended with {ended}: {said}");
        return said;
    }
}
