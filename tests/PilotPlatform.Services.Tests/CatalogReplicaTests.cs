using System.Diagnostics;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using PilotPlatform.Cache;
using PilotPlatform.Catalog;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests;

/// <summary>Two replicas of the catalogue on one ledger in PostgreSQL: what one publishes the other serves, over Redis or without it.</summary>
[Collection(nameof(PostgresServer))]
public sealed class CatalogReplicaTests(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Programme = RunningSuite.Programme;

    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan AtLast = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-replicas-");
    private readonly List<WebApplication> apps = [];
    private readonly List<PilotPlatformClient> clients = [];
    private string database = "";

    private static CancellationToken Stop => RunningSuite.Stop;

    public ValueTask InitializeAsync()
    {
        database = server.CreateDatabase();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in clients)
            client.Dispose();
        foreach (var app in apps)
            await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>The database's notices are cut and nobody looks on his own: it is Redis that tells.</summary>
    [Fact]
    public async Task PublishImport_AtOneReplica_ReachesTheOtherThroughRedis()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        var (one, other) = (await StartAsync(cache.ConnectionString, Never), await StartAsync(cache.ConnectionString, Never));
        CutConnections();

        output.WriteLine($"through Redis after {(await MovedAsync(one, other)).TotalMilliseconds:0} ms");
    }

    /// <summary>Neither Redis nor a notice of the database: the other replica looks on its own.</summary>
    [Fact]
    public async Task PublishImport_WithRedisAway_ReachesTheOtherReplica()
    {
        const string Away = "127.0.0.1:1";
        var (one, other) = (await StartAsync(Away), await StartAsync(Away));
        output.WriteLine($"by a notice of the database after {(await MovedAsync(one, other)).TotalMilliseconds:0} ms");
        CutConnections();

        output.WriteLine($"by looking after {(await MovedAsync(other, one)).TotalMilliseconds:0} ms");
    }

    [Fact]
    public async Task Reads_OfTheOtherReplicaWhileEditionsArePublished_AreOfOnePiece()
    {
        var (one, other) = (await StartAsync(null), await StartAsync(null));
        var first = await CurrentAsync(one);
        using var nobody = new PilotPlatformClient(new Uri(apps[1].Urls.Single())); // what is ready as bytes is given to those who do not say who they are
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var readers = Enumerable.Range(0, 6).Select(reader => Task.Run(async () =>
        {
            var seen = new HashSet<string>();
            var asked = reader < 3 ? nobody.Catalog : other;
            while (!done.IsCancellationRequested)
            {
                var all = await asked.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = reader % 3 == 0 ? 1000 : 999 }, cancellationToken: Stop);
                var task = await asked.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/1" }, cancellationToken: Stop);
                Assert.Equal(task.Edition == first, task.Text.Verbatim.Contains("50%", StringComparison.Ordinal));
                Assert.Equal(all.Edition, Assert.Single(all.PilotTasks.Select(t => t.Edition).Distinct()));
                Assert.Equal(all.Edition == first, all.PilotTasks[0].Text.Verbatim.Contains("50%", StringComparison.Ordinal));
                Assert.Single((await other.ListEditionsAsync(new ListEditionsRequest { Parent = Programme }, cancellationToken: Stop)).Editions, e => e.Current);
                seen.Add(all.Edition);
            }

            return seen;
        })).ToArray();

        for (var i = 0; i < 4; i++)
            await MovedAsync(one, other);
        await done.CancelAsync();

        Assert.Equal(2, (await Task.WhenAll(readers)).SelectMany(s => s).Distinct().Count());
    }

    [Fact]
    public async Task PublishImport_AtBothReplicasAtOnce_IsWonByOne()
    {
        var (one, other) = (await StartAsync(null), await StartAsync(null));
        var first = await CurrentAsync(one);
        var imports = new[] { await one.ImportAsync(Later("48%")), await other.ImportAsync(Later("47%")) };

        var outcomes = await Task.WhenAll(imports.Zip([one, other]).Select(async pair =>
        {
            try
            {
                return (await pair.Second.PublishImportAsync(new PublishImportRequest { Name = pair.First.Import.Name, CurrentEdition = first }, cancellationToken: Stop)).Name;
            }
            catch (Grpc.Core.RpcException refused) when (refused.StatusCode == Grpc.Core.StatusCode.Aborted)
            {
                return null;
            }
        }));

        var won = Assert.Single(outcomes.OfType<string>());
        await ReachedAsync(one, won);
        await ReachedAsync(other, won);
    }

    /// <summary>Publishes at one replica what is not current, and waits for the other to serve it.</summary>
    private static async Task<TimeSpan> MovedAsync(CatalogService.CatalogServiceClient one, CatalogService.CatalogServiceClient other)
    {
        var current = await CurrentAsync(one);
        var editions = (await one.ListEditionsAsync(new ListEditionsRequest { Parent = Programme }, cancellationToken: Stop)).Editions;
        var began = Stopwatch.GetTimestamp();
        string published;
        if (editions.FirstOrDefault(e => !e.Current) is { } before)
            published = (await one.PublishEditionAsync(new PublishEditionRequest { Name = before.Name, CurrentEdition = current }, cancellationToken: Stop)).Name;
        else
        {
            var (import, _) = await one.ImportAsync(Later("49%"));
            began = Stopwatch.GetTimestamp();
            published = (await one.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = current }, cancellationToken: Stop)).Name;
        }

        await ReachedAsync(other, published);
        return Stopwatch.GetElapsedTime(began);
    }

    private static async Task ReachedAsync(CatalogService.CatalogServiceClient replica, string edition)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        late.CancelAfter(AtLast);
        using var watch = replica.WatchEditions(new WatchEditionsRequest { Parent = Programme }, cancellationToken: late.Token);
        do
            Assert.True(await watch.ResponseStream.MoveNext(late.Token));
        while (watch.ResponseStream.Current.Edition.Name != edition);
    }

    private static async Task<string> CurrentAsync(CatalogService.CatalogServiceClient replica) =>
        (await replica.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop)).Edition;

    private static byte[] Later(string share) =>
        Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("外资股比不超过 50%", $"外资股比不超过 {share}", StringComparison.Ordinal));

    private async Task<CatalogService.CatalogServiceClient> StartAsync(string? cache, TimeSpan? look = null)
    {
        var builder = ServiceApplication.CreateBuilder(
            "catalog",
            [],
            new Dictionary<string, string?>
            {
                ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
                ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
                ["ConnectionStrings:ledger"] = server.ConnectionTo(database),
                ["ConnectionStrings:cache"] = cache,
                ["Ledger:PollInterval"] = look?.ToString(),
                ["Data:Folder"] = folder.FullName,
                ["Logging:LogLevel:Default"] = "Error",
            }.Where(setting => setting.Value is not null),
            "Local");
        builder.AddCatalog();
        var app = builder.Build();
        apps.Add(app);
        app.MapDefaultEndpoints();
        app.MapCatalog();
        await app.StartAsync(Stop);
        var client = new PilotPlatformClient(new Uri(app.Urls.Single()), _ => ValueTask.FromResult("Persona ministry"));
        clients.Add(client);
        return client.Catalog;
    }

    private void CutConnections() => PostgresServer.Execute(
        server.ConnectionTo("postgres"), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
}
