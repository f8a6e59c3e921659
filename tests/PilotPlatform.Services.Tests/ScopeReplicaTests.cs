using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Type;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using PilotPlatform.Cache;
using PilotPlatform.Catalog;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.ScopeRules;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests;

/// <summary>Two replicas of the scope rules on one ledger in PostgreSQL: what is written at one is read at the other, at once by whoever asks for it.</summary>
[Collection(nameof(PostgresServer))]
public sealed class ScopeReplicaTests(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private const string Programme = RunningSuite.Programme;

    private static readonly TimeSpan Never = TimeSpan.FromDays(1);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-scope-replicas-");
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
        foreach (var app in Enumerable.Reverse(apps))
            await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>The other replica hears nothing by itself: no notice of the database, no Redis, no look of its own. Token and pins make it read on.</summary>
    [Fact]
    public async Task Read_WithATokenOrAPinOfWhatAnotherReplicaHasWritten_IsAnsweredFromIt()
    {
        var (one, other) = await TwoAsync(Never);
        CutConnections();

        var act = await one.CreateActAsync(Willing("hefei"), cancellationToken: Stop);
        Assert.Equal(Reach.Types.State.Applies, (await DecideAsync(other, new ReadState { MinimumToken = act.ConsistencyToken })).Reach.State);

        act = await one.RevokeActAsync(new RevokeActRequest { Name = act.Name, Reason = "撤回", RevokeDate = act.EffectiveDate }, cancellationToken: Stop);
        Assert.Equal(Reach.Types.State.AwaitsAct, (await DecideAsync(other, new ReadState { ActsPosition = act.State.ActsPosition })).Reach.State);

        var published = await one.PublishRuleSetAsync(new PublishRuleSetRequest { Content = Another() }, cancellationToken: Stop);
        Assert.Equal(published.Name, (await DecideAsync(other, new ReadState { RuleSet = published.Name })).RuleSet);

        var activated = await one.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = published.Name }, cancellationToken: Stop);
        Assert.True((await other.GetRuleSetAsync(
            new GetRuleSetRequest { Name = published.Name, State = new ReadState { ActsPosition = activated.State.ActsPosition } }, cancellationToken: Stop)).Active);

        using var watch = other.Watch(new WatchRequest { Parent = Programme, FromPosition = (await one.CreateActAsync(Willing("dalian"), cancellationToken: Stop)).CreatePosition }, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));

        var beyond = new ReadState { ActsPosition = 1_000_000 };
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => DecideAsync(other, beyond))).Info.Reason);
    }

    [Fact]
    public async Task ActsAndTheActiveRuleSet_OfOneReplica_AreFollowedByTheOther()
    {
        var (one, other) = await TwoAsync(look: null);

        await one.CreateActAsync(Willing("xian"), cancellationToken: Stop);
        await UntilAsync(async () => (await DecideAsync(other, null, "xian")).Reach.State == Reach.Types.State.Applies);

        var published = await other.PublishRuleSetAsync(new PublishRuleSetRequest { Content = Another() }, cancellationToken: Stop);
        await other.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = published.Name }, cancellationToken: Stop);
        await UntilAsync(async () => (await DecideAsync(one, null)).RuleSet == published.Name);

        await one.RollBackRuleSetAsync(new RollBackRuleSetRequest { Name = "ruleSets/active", Reason = "撤回" }, cancellationToken: Stop);
        await UntilAsync(async () => (await DecideAsync(other, null)).RuleSet != published.Name);
    }

    /// <summary>The edition is announced while the replica of the catalogue that is asked does not know it yet: it is asked again until it does.</summary>
    [Fact]
    public async Task Edition_AnnouncedBeforeTheCatalogueThatIsAskedKnowsIt_IsHeldSoon()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        var first = Client(await CatalogAsync(cache.ConnectionString, null)).Catalog;
        var second = await CatalogAsync(null, TimeSpan.FromSeconds(2));
        var scope = Client(await ScopeAsync(second, cache.ConnectionString, Never)).ScopeRules;
        var before = (await ReadyAsync(scope)).Edition;
        CutConnections();

        var (import, _) = await first.ImportAsync(Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("对外开放的重要举措", "对外开放的重要途径", StringComparison.Ordinal)));
        var published = await first.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before }, cancellationToken: Stop);
        var began = Stopwatch.GetTimestamp();
        await UntilAsync(async () => (await DecideAsync(scope, null)).Edition == published.Name);

        output.WriteLine($"after {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms");
    }

    /// <summary>The scope rules hear nothing of the edition by themselves: that a rule set is published for it makes them ask.</summary>
    [Fact]
    public async Task PublishRuleSet_RightAfterItsEdition_IsHeldAgainstThatEdition()
    {
        var address = await CatalogAsync(null, null);
        var catalog = Client(address).Catalog;
        var scope = Client(await ScopeAsync(address, null, Never)).ScopeRules;
        var before = (await ReadyAsync(scope)).Edition;
        var (import, _) = await catalog.ImportAsync(Encoding.UTF8.GetBytes(Reporting.CarryOverTests.Later));
        var edition = await catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before }, cancellationToken: Stop);

        var published = await scope.PublishRuleSetAsync(new PublishRuleSetRequest { Content = ByteString.CopyFromUtf8(await Reporting.CarryOverTests.LaterRulesAsync()) }, cancellationToken: Stop);
        await scope.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = published.Name }, cancellationToken: Stop);

        Assert.Equal(edition.Name, (await DecideAsync(scope, null)).Edition);
    }

    private async Task<(ScopeRulesService.ScopeRulesServiceClient One, ScopeRulesService.ScopeRulesServiceClient Other)> TwoAsync(TimeSpan? look)
    {
        var catalog = await CatalogAsync(null, null);
        var (one, other) = (Client(await ScopeAsync(catalog, null, look)).ScopeRules, Client(await ScopeAsync(catalog, null, look)).ScopeRules);
        await ReadyAsync(one);
        await ReadyAsync(other);
        return (one, other);
    }

    private static async Task<Decision> ReadyAsync(ScopeRulesService.ScopeRulesServiceClient scope)
    {
        Decision? decision = null;
        await UntilAsync(async () =>
        {
            try
            {
                return (decision = await DecideAsync(scope, null)) is not null;
            }
            catch (RpcException starting) when (starting.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        });
        return decision!;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var tries = 0; tries < 600 && !await holds(); tries++)
            await Task.Delay(50, Stop);
        Assert.True(await holds());
    }

    private static async Task<Decision> DecideAsync(ScopeRulesService.ScopeRulesServiceClient scope, ReadState? state, string city = "hefei") => await scope.DecideAsync(
        new DecideRequest { PilotTask = $"{Programme}/pilotTasks/151", City = city, State = state }, cancellationToken: Stop);

    private static CreateActRequest Willing(string city) => new()
    {
        Parent = Programme,
        Act = new Act
        {
            Kind = ActKind.Willingness,
            PilotTask = $"{Programme}/pilotTasks/151",
            City = $"{Programme}/cities/{city}",
            EffectiveDate = new Date { Year = 2026, Month = 1, Day = 1 },
            Evidence = "市政府办公会纪要 2026-1 号",
        },
    };

    private static ByteString Another()
    {
        var ruleSet = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json")))!;
        ruleSet["version"] = "another";
        return ByteString.CopyFrom(Encoding.UTF8.GetBytes(ruleSet.ToJsonString()));
    }

    private PilotPlatformClient Client(Uri address)
    {
        var client = new PilotPlatformClient(address, _ => ValueTask.FromResult($"Persona {RunningSuite.Everybody}"));
        clients.Add(client);
        return client;
    }

    private Task<Uri> CatalogAsync(string? cache, TimeSpan? look) => StartAsync("catalog", cache, look, [], builder => builder.AddCatalog(), app => app.MapCatalog());

    private Task<Uri> ScopeAsync(Uri catalog, string? cache, TimeSpan? look) => StartAsync(
        "scope-rules",
        cache,
        look,
        new() { ["Services:catalog:grpc:0"] = catalog.ToString(), ["ScopeRules:RefreshInterval"] = look?.ToString() },
        builder => builder.AddScopeRules(),
        app => app.MapScopeRules());

    private async Task<Uri> StartAsync(
        string service, string? cache, TimeSpan? look, Dictionary<string, string?> settings, Func<WebApplicationBuilder, WebApplicationBuilder> add, Func<WebApplication, WebApplication> map)
    {
        var personas = Path.Combine(folder.FullName, "personas.json");
        await File.WriteAllTextAsync(personas, RunningSuite.WithEverybody(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "identity", "personas.json"))), Stop);
        foreach (var (key, value) in new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
            ["ConnectionStrings:ledger"] = server.ConnectionTo(database),
            ["ConnectionStrings:cache"] = cache,
            ["Ledger:PollInterval"] = look?.ToString(),
            ["Data:Folder"] = folder.FullName,
            ["Identity:Personas"] = personas,
            ["Logging:LogLevel:Default"] = "Error",
        })
            settings[key] = value;
        var builder = ServiceApplication.CreateBuilder(service, [], settings.Where(setting => setting.Value is not null), "Local");
        add(builder);
        var app = builder.Build();
        apps.Add(app);
        app.MapDefaultEndpoints();
        map(app);
        await app.StartAsync(Stop);
        return new Uri(app.Urls.Single());
    }

    private void CutConnections() => PostgresServer.Execute(
        server.ConnectionTo("postgres"), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
}
