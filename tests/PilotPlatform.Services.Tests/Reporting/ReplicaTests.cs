using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Tests.Ledger;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Two suites over the same ledgers in PostgreSQL: a command goes to one, and the next, at once, to the other.</summary>
[Collection(nameof(PostgresServer))]
public sealed class ReplicaTests(PostgresServer server) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-replicas-");
    private readonly List<(Suite Suite, PilotPlatformClient Client)> running = [];
    private string database = "";

    private static CancellationToken Stop => RunningSuite.Stop;

    public async ValueTask InitializeAsync()
    {
        database = server.CreateDatabase();
        var personas = Path.Combine(folder.FullName, "personas.json");
        await File.WriteAllTextAsync(personas, RunningSuite.WithEverybody(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "identity", "personas.json"), Stop)), Stop);
        for (var i = 0; i < 2; i++)
        {
            var suite = await Suite.StartAsync(
            [
                "--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--Identity:Personas={personas}", $"--ConnectionStrings:ledger={server.ConnectionTo(database)}",
                $"--Reporting:Webhooks:Key={Convert.ToBase64String(new byte[32])}",
            ]);
            running.Add((suite, new PilotPlatformClient(suite.Grpc, _ => ValueTask.FromResult($"Persona {RunningSuite.Everybody}"))));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (suite, client) in running)
        {
            client.Dispose();
            await suite.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Commands_GoingFromOneReplicaToTheOther_FindWhatWasDoneThere()
    {
        var (one, other) = (running[0].Client, running[1].Client);
        for (var task = 36; task < 46; task++)
        {
            var name = (await one.OpenAsync(task, "hefei")).Name;
            var evidence = await other.UploadAsync(name, "批复全文"u8.ToArray());
            var dispatched = await one.Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = name }, cancellationToken: Stop);
            var acknowledged = await other.Workflow.AcknowledgeCommitmentAsync(new AcknowledgeCommitmentRequest { Name = name, Etag = dispatched.Etag }, cancellationToken: Stop);
            Assert.Equal((name, Commitment.Types.State.InProgress), (evidence.Name[..name.Length], acknowledged.State));
            Assert.Equal("RESOURCE_EXISTS", (await RunningSuite.RefusedAsync(() => one.OpenAsync(task, "hefei"))).Info.Reason);
        }

        var risk = new Risk
        {
            PilotTask = $"{Desk.Programme}/pilotTasks/155", City = $"{Desk.Programme}/cities/hefei", Title = "数据外泄", Description = "跨境", Unit = "市网信办", Level = Risk.Types.Level.High,
        };
        var found = await one.Registers.CreateRiskAsync(new CreateRiskRequest { Parent = Desk.Programme, Risk = risk }, cancellationToken: Stop);
        found.Title = "数据外泄风险";
        Assert.Equal(found.Title, (await other.Registers.UpdateRiskAsync(new UpdateRiskRequest { Risk = found, Etag = found.Etag }, cancellationToken: Stop)).Title);
    }

    /// <summary>A trial records nothing, and is judged by what is known here.</summary>
    [Fact]
    public async Task Fill_WhileTheSharedLedgerIsAway_IsTriedAndNotApplied()
    {
        var client = running[0].Client;
        var name = (await client.OpenAsync(46, "hefei")).Name;
        var form = FillingTests.Filled(await FillingTests.FormAsync(client, "hefei", "2026-10"), name, ("K", "20"), ("L", "一"));
        PostgresServer.Execute(server.ConnectionTo("postgres"), $"ALTER DATABASE \"{database}\" ALLOW_CONNECTIONS false");
        PostgresServer.Execute(server.ConnectionTo("postgres"), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
        try
        {
            Assert.NotEmpty((await FillingTests.FillAsync(client, form)).Rows.Single(row => row.Commitment == name).Changes);
            Assert.Equal("DEPENDENCY_UNAVAILABLE", (await RunningSuite.RefusedAsync(() => FillingTests.FillAsync(client, form, r => r.Header.Apply = true))).Info.Reason);
        }
        finally
        {
            PostgresServer.Execute(server.ConnectionTo("postgres"), $"ALTER DATABASE \"{database}\" ALLOW_CONNECTIONS true");
        }

        Assert.Equal(1, (await FillingTests.FillAsync(client, form, r => r.Header.Apply = true)).Summary.AppliedCount);
    }
}
