using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>How the suite begins and ends, and what it says when it cannot begin.</summary>
public sealed class StartTests(SharedSuite shared) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-start-");

    private string ReportingLedger => Path.Combine(folder.FullName, ".pilotplatform", "reporting", "ledger.db");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Suite_OnAnEmptyFolder_IsHealthyAsAWholeAndEndsCleanlyWhenItIsTold(string signal)
    {
        await using var suite = await SuiteProcess.StartAsync(folder.FullName);
        var health = await suite.Http.GetFromJsonAsync<JsonObject>("/health", TestContext.Current.CancellationToken);
        Assert.Equal("Healthy", (string?)health!["status"]);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "catalog", "scope-rules", "reporting", "web" }, health["checks"]!.AsObject().Select(c => c.Key).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await suite.Http.GetAsync("/alive", TestContext.Current.CancellationToken)).StatusCode);

        suite.Running.Signal(signal);

        Assert.Equal(0, await suite.Running.EndedAsync());
        Assert.Empty(suite.Running.Errors);
    }

    [Fact]
    public async Task Suite_AfterEveryPageWasRead_StaysBelow400Megabytes()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Resident memory is read from /proc, which only Linux has.");

        await using var suite = await SuiteProcess.StartAsync(folder.FullName);
        string[] addresses = ["/", "/matrix", "/cities", "/provinces", "/chapters", .. Enumerable.Range(1, 159).Select(n => $"/tasks/{n}")];
        foreach (var address in addresses.Concat(addresses.Select(a => "/en" + a)))
            Assert.Equal(HttpStatusCode.OK, (await suite.Http.GetAsync(address, TestContext.Current.CancellationToken)).StatusCode);

        var status = await File.ReadAllLinesAsync($"/proc/{suite.Running.Id}/status", TestContext.Current.CancellationToken);
        var resident = int.Parse(status.Single(l => l.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(resident, 1, 400 * 1024);
    }

    [Theory]
    [InlineData("--Ports:Http")]
    [InlineData("--Ports:Grpc")]
    public async Task Suite_PortInUse_SaysSo(string port)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();

        await RefusesAsync($"is in use: choose another with {port}", $"{port}={((IPEndPoint)taken.LocalEndpoint).Port}");
    }

    [Fact]
    public Task Suite_PortThatIsNone_SaysSo() => RefusesAsync("Ports:Http 70000 is not a port.", "--Ports:Http=70000");

    [Theory]
    [InlineData("There is no setting 'Port'", "--Port:Http=0")]
    [InlineData("Htp", "--Ports:Htp=1")]
    [InlineData("There is no setting 'ConnectionStrings:redis'; there are cache, ledger.", "--ConnectionStrings:redis=127.0.0.1:6379")]
    [InlineData("ConnectionStrings:ledger is not a connection string of PostgreSQL", "--ConnectionStrings:ledger=nonsense")]
    [InlineData("'--help' has no value", "--help")]
    [InlineData("The settings of Data cannot be used: there is no 'Data:Fodler'", "--Data:Fodler=x")]
    [InlineData("The settings of Limits cannot be used", "--Limits:Window=soon")]
    public Task Suite_SettingThatNoOneReads_SaysSo(string sentence, string setting) => RefusesAsync(sentence, setting);

    [Fact]
    public async Task Suite_DamagedKeyOfSessions_IsNamed()
    {
        var key = Path.Combine(folder.FullName, ".pilotplatform", "keys", "key-of-yesterday.xml");
        Directory.CreateDirectory(Path.GetDirectoryName(key)!);
        await File.WriteAllTextAsync(key, "<key", TestContext.Current.CancellationToken);

        await RefusesAsync("key-of-yesterday.xml cannot be read");
    }

    [Fact]
    public async Task Suite_DataFolderThatCannotBeWritten_SaysSo()
    {
        var file = Path.Combine(folder.FullName, "a-file");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await RefusesAsync("cannot be written", $"--Data:Folder={file}/data");
    }

    [Fact]
    public async Task Suite_LedgerThatIsNone_SaysSo()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(ReportingLedger)!);
        await File.WriteAllBytesAsync(ReportingLedger, [.. Enumerable.Range(0, 10_000).Select(i => (byte)(i * 7))], TestContext.Current.CancellationToken);

        await RefusesAsync("is damaged");
    }

    [Fact]
    public async Task Suite_LedgerWithAChangedEntry_NamesItsPosition()
    {
        await using (var suite = await SuiteProcess.StartAsync(folder.FullName))
        {
            await Writing.OpenAsync(suite.Client, task: 1, "dalian");
            for (var i = 0; i < 3; i++)
                await Writing.ReportAsync(suite.Client, "1-dalian", i, Guid.CreateVersion7());
            suite.Running.Signal("TERM");
            await suite.Running.EndedAsync();
        }

        await using (var connection = new SqliteConnection($"Data Source={ReportingLedger};Pooling=False"))
        {
            await connection.OpenAsync(TestContext.Current.CancellationToken);
            await using var tamper = connection.CreateCommand();
            tamper.CommandText = "DROP TRIGGER entry_is_never_changed; UPDATE entry SET payload = CAST(replace(CAST(payload AS TEXT), '\"percent\":1', '\"percent\":9') AS BLOB) WHERE position = 3";
            Assert.Equal(1, await tamper.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        await RefusesAsync("is damaged at position 3");
    }

    [Fact]
    public async Task Suite_SecondOnTheSameFolder_SaysItIsInUse()
    {
        await using var refused = SuiteProcess.Launch(shared.Folder);

        await RefusesAsync(refused, "is in use by another process");
    }

    [Fact]
    public async Task Suite_DocumentThatDoesNotReconcile_SaysEveryLineAndPublishesNothing()
    {
        var document = Path.Combine(folder.FullName, "document.txt");
        var lines = await File.ReadAllLinesAsync(Programs.Document, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(document, lines.Where(l => !l.StartsWith("47\t", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        await using (var refused = SuiteProcess.Launch(folder.FullName, $"--Catalog:Document={document}"))
        {
            Assert.Equal(1, await refused.EndedAsync());
            Assert.Contains(refused.Errors, l => l.Contains("new-tasks", StringComparison.Ordinal) && l.Contains("'3'", StringComparison.Ordinal) && l.Contains("'2'", StringComparison.Ordinal));
            Assert.Contains(refused.Errors, l => l.Contains("task-numbering", StringComparison.Ordinal));
        }

        await using var suite = await SuiteProcess.StartAsync(folder.FullName);
        var editions = await suite.Client.Catalog.ListEditionsAsync(
            new() { Parent = Writing.Programme }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Single(editions.Editions);
    }

    [Fact]
    public async Task Suite_RuleSetThatIsNone_SaysSo()
    {
        var rules = Path.Combine(folder.FullName, "ruleset.json");
        await File.WriteAllTextAsync(rules, "no rules", TestContext.Current.CancellationToken);

        await RefusesAsync("cannot be read", $"--ScopeRules:RuleSet={rules}");
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task RefusesAsync(string why, params string[] arguments)
    {
        await using var refused = SuiteProcess.Launch(folder.FullName, arguments);

        await RefusesAsync(refused, why);
    }

    /// <summary>The suite does not start, says why in one sentence, with the places behind it, and ends with 1.</summary>
    private static async Task RefusesAsync(Running refused, string why)
    {
        Assert.Equal(1, await refused.EndedAsync());
        Assert.Contains(why, Assert.Single(refused.Errors, line => !line.StartsWith("  ", StringComparison.Ordinal)), StringComparison.Ordinal); // what follows it is indented
        Assert.DoesNotContain(refused.Output, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }
}
