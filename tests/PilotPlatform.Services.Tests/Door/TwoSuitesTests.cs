using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using PilotPlatform.AllInOne;
using PilotPlatform.Cache;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Services.Tests.Identity;
using PilotPlatform.Services.Tests.Pages;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>Two suites on one PostgreSQL and one Redis behind one gateway: two replicas of everything, which a caller takes for one. Skips by name where there is no server.</summary>
[Collection(nameof(PostgresServer))]
public sealed class TwoSuitesTests(RunningSuite suite, PostgresServer server) : IAsyncLifetime
{
    private const string Cities = "/v1/programmes/nine-cities/commitments";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-two-");
    private readonly List<Suite> suites = [];
    private EmbeddedCache? cache;
    private OwnGateway? gateway;

    private static CancellationToken Stop => RunningSuite.Stop;

    private OwnGateway Gateway => gateway!;

    public async ValueTask InitializeAsync()
    {
        var database = server.ConnectionTo(server.CreateDatabase());
        cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        for (var replica = 0; replica < 2; replica++)
            suites.Add(await Suite.StartAsync([
                "--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--ConnectionStrings:ledger={database}", $"--ConnectionStrings:cache={cache.ConnectionString}", "--Redis:Timeout=00:01:00", $"--Reporting:Webhooks:Key={Convert.ToBase64String(new byte[32])}", "--Logging:LogLevel:Default=Error"]));
        gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, [
            ("ConnectionStrings:cache", cache.ConnectionString),
            ("Redis:Timeout", "00:01:00"),
            .. from service in new[] { "catalog", "scope-rules", "reporting", "web" }
               from replica in suites.Index()
               from endpoint in new[] { ("http", replica.Item.Pages), ("grpc", replica.Item.Grpc) }
               select ($"Services:{service}:{endpoint.Item1}:{replica.Index}", endpoint.Item2.GetLeftPart(UriPartial.Authority))]);
    }

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null)
            await gateway.DisposeAsync();
        foreach (var one in suites)
            await one.DisposeAsync();
        cache?.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>What is written at one is read at the other, a form of one is taken at the other, a session holds at both, an act moves both, and with one gone the other goes on.</summary>
    [Fact]
    public async Task Suites_OnOneDatabaseAndRedis_AreOne()
    {
        using var client = new PilotPlatformClient(Gateway.Grpc, _ => ValueTask.FromResult("Persona suzhou-reporter"));
        using var http = Gateway.HttpAs("suzhou-reporter");
        foreach (var task in new[] { 1, 2, 3, 4 })
            await client.Reporting.CreateCommitmentAsync(Opening(task), cancellationToken: Stop);
        foreach (var one in suites)
        {
            using var direct = new PilotPlatformClient(one.Grpc, _ => ValueTask.FromResult("Persona suzhou-reporter"));
            await EventuallyAsync(async () => (await direct.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop)).TotalSize == 4);
        }

        var again = await RunningSuite.RefusedAsync(() => client.Reporting.CreateCommitmentAsync(Opening(1), cancellationToken: Stop).ResponseAsync);
        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_EXISTS"), (again.Code, again.Info.Reason));

        using var visitor = new Visitor(Gateway.Pages);
        using (var chosen = await visitor.ChooseAsync("suzhou-reporter"))
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        for (var i = 0; i < 6; i++)
            Assert.Contains("苏州市填报员", await visitor.Http.GetStringAsync("/", Stop), StringComparison.Ordinal);

        foreach (var (from, to) in new[] { (suites[0], suites[1]), (suites[1], suites[0]) })
        {
            using var reporter = new FormVisitor(from.Pages, "suzhou-reporter");
            var form = await reporter.FormAsync("/registers/risks", "/CreateRisk", ("pilot_task", "155"), ("city", "suzhou"), ("title", $"经由 {to.Pages}"), ("description", "未经评估"), ("level", "High"), ("unit", "市网信办"));
            using var taken = await reporter.PostAsync((new Uri(to.Pages, form.Action).ToString(), form.Fields));
            Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
            await EventuallyAsync(async () => (await reporter.ReadAsync("/registers/risks")).Contains($"经由 {to.Pages}", StringComparison.Ordinal));
        }

        using (var reviewer = new PilotPlatformClient(suites[1].Grpc, _ => ValueTask.FromResult("Persona suzhou-reviewer")))
            await reviewer.ScopeRules.CreateActAsync(Willing(), cancellationToken: Stop);
        foreach (var one in suites)
        {
            using var direct = new PilotPlatformClient(one.Grpc);
            await EventuallyAsync(async () => (await direct.ScopeRules.DecideAsync(new DecideRequest { PilotTask = Willing().Act.PilotTask, City = "suzhou" }, cancellationToken: Stop)).Reach.State == Reach.Types.State.Applies);
        }

        await suites[0].DisposeAsync();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(4, (int)(await http.GetFromJsonAsync<JsonObject>(Cities, Stop))!["totalSize"]!);
            Assert.Equal(Reach.Types.State.Applies, (await client.ScopeRules.DecideAsync(new DecideRequest { PilotTask = $"{RunningSuite.Programme}/pilotTasks/1", City = "suzhou" }, cancellationToken: Stop)).Reach.State);
        }

        suites.RemoveAt(0);
    }

    private static CreateActRequest Willing() => new()
    {
        Parent = RunningSuite.Programme,
        Act = new Act
        {
            Kind = ActKind.Willingness,
            PilotTask = $"{RunningSuite.Programme}/pilotTasks/151",
            City = $"{RunningSuite.Programme}/cities/suzhou",
            EffectiveDate = new Google.Type.Date { Year = 2026, Month = 1, Day = 1 },
            Evidence = "市政府办公会纪要 2026-1 号",
        },
    };

    private static CreateCommitmentRequest Opening(int task) => new()
    {
        Parent = RunningSuite.Programme,
        Commitment = new Commitment
        {
            PilotTask = $"{RunningSuite.Programme}/pilotTasks/{task}",
            City = $"{RunningSuite.Programme}/cities/suzhou",
            LeadUnit = "苏州市商务局",
            DueDate = Desk.DueDate,
        },
    };

    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            if (await holds())
                return;
            await Task.Delay(100, Stop);
        }

        Assert.Fail("It did not come to hold within ten seconds.");
    }
}
