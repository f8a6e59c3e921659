using PilotPlatform.AllInOne;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests;

/// <summary>What the program does to ledgers instead of starting: on a ledger that a suite is writing, and on what was made of it.</summary>
public sealed class LedgerCommandTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private string Ledger => Path.Combine(suite.Folder, "reporting", "ledger.db");

    private string Key => Path.Combine(suite.Folder, "reporting", "ledger.key.pub");

    [Fact]
    public async Task Commands_OnALedgerThatIsWritten_VerifyBackUpRestoreAndFindDamage()
    {
        using var client = suite.As(RunningSuite.Everybody);
        var name = (await client.OpenAsync(1, "xian")).Name;
        await client.ReportAsync(name, 30);
        var (bundle, copy, restored) = (Path.Combine(suite.Folder, "bundle.ndjson"), Path.Combine(suite.Folder, "copy", "ledger.db"), Path.Combine(suite.Folder, "restored", "ledger.db"));
        using (var auditor = suite.As("auditor"))
        await using (var file = File.Create(bundle))
        {
            using var export = auditor.Ledger.ExportLedger(new ExportLedgerRequest { Name = "ledgers/reporting" }, cancellationToken: RunningSuite.Stop);
            while (await export.ResponseStream.MoveNext(RunningSuite.Stop))
                await file.WriteAsync(export.ResponseStream.Current.Chunk.Memory, RunningSuite.Stop);
        }

        Assert.Equal(0, await Suite.RunAsync(["verify", Ledger, "--key", Key]));
        Assert.Equal(0, await Suite.RunAsync(["verify", bundle, "--key", Key]));
        Assert.Equal(0, await Suite.RunAsync(["backup", Ledger, copy]));
        Assert.Equal(0, await Suite.RunAsync(["verify", copy, "--key", Key]));
        Assert.Equal(0, await Suite.RunAsync(["restore", bundle, "--key", Key, "--to", restored]));
        Assert.Equal(0, await Suite.RunAsync(["verify", restored, "--key", Key]));
        Assert.Equal(1, await Suite.RunAsync(["backup", Ledger, copy]));
        Assert.Equal(1, await Suite.RunAsync(["restore", bundle, "--key", Key, "--to", restored]));
        Assert.Equal(1, await Suite.RunAsync(["verify", Path.Combine(suite.Folder, "none.db"), "--key", Key]));

        var lines = await File.ReadAllLinesAsync(bundle, RunningSuite.Stop);
        await File.WriteAllTextAsync(bundle, string.Join('\n', lines[..^1]) + "\n", RunningSuite.Stop);
        Assert.Equal(2, await Suite.RunAsync(["verify", bundle, "--key", Key]));

        await suite.EndAsync();
        foreach (var of in new[] { "ledger.db", "ledger.db-wal", "ledger.db-shm" })
            File.Delete(Path.Combine(suite.Folder, "reporting", of));
        File.Copy(restored, Ledger);
        await suite.RestartAsync();
        using var again = suite.As(RunningSuite.Everybody);
        Assert.Equal(30, (await again.ReadAsync(name)).ProgressPercent);
    }
}
