using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1Alpha;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>What a program gets at the gateway, over gRPC in clear text and over JSON.</summary>
public sealed class GatewayTests(SharedSuite shared)
{
    private static readonly string[] Services =
        ["pilotplatform.catalog.v1.CatalogService", "pilotplatform.reporting.v1.ReportingService", "pilotplatform.scoperules.v1.ScopeRulesService"];

    private SuiteProcess Suite => shared.Suite;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What else the reporting service answers.</summary>
    private static readonly string[] ReportingToo = ["CarryOverService", "EvidenceService", "LedgerService", "OverviewService", "PeriodService", "RegisterService", "ReportService", "WatchService", "WorkflowService"];

    [Fact]
    public async Task Reflection_OfTheGateway_ListsEveryServiceOfTheThreePackages()
    {
        using var channel = GrpcChannel.ForAddress(Suite.Grpc);
        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));

        Assert.Equal(
            Services.Concat(ReportingToo.Select(name => $"pilotplatform.reporting.v1.{name}")).Append("grpc.health.v1.Health").Order(StringComparer.Ordinal),
            call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Health_OfEachService_IsServing()
    {
        using var channel = GrpcChannel.ForAddress(Suite.Grpc);
        var health = new Health.HealthClient(channel);
        foreach (var service in Services.Concat(ReportingToo.Select(name => $"pilotplatform.reporting.v1.{name}")).Append(""))
            Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, (await health.CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Stop)).Status);
    }

    [Fact]
    public async Task ListPilotTasks_PageByPage_GivesAll159Once()
    {
        var numbers = new List<int>();
        var token = "";
        do
        {
            var page = await Suite.Client.Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Writing.Programme, PageToken = token }, cancellationToken: Stop);
            numbers.AddRange(page.PilotTasks.Select(t => t.Number));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(1, 159), numbers);
    }

    [Fact]
    public async Task Decide_OnTaskAndCity_RestsOnWordsOfTheDocument()
    {
        var document = await File.ReadAllTextAsync(Programs.Document, Stop);
        var decision = await Suite.Client.ScopeRules.DecideAsync(new DecideRequest { PilotTask = $"{Writing.Programme}/pilotTasks/47", City = "大连" }, cancellationToken: Stop);

        Assert.Equal(Reach.Types.State.AwaitsAct, decision.Reach.State);
        Assert.Contains("在符合条件的试点城市开展", decision.Reach.Reason, StringComparison.Ordinal);
        Assert.All(decision.Reach.Citations, citation => Assert.Equal(citation.Quote, document[citation.StartOffset..citation.EndOffset]));
        Assert.Contains(decision.Pending, p => p is { ActKind: ActKind.Qualification, EnglishQuestion.Length: > 0 });
    }

    [Fact]
    public async Task Commitment_OpenedAndReportedOn_IsReadBack()
    {
        var request = Guid.CreateVersion7();
        var opened = await Writing.OpenAsync(Suite.Client, task: 10, "qingdao", request);
        Assert.Equal(opened, await Writing.OpenAsync(Suite.Client, task: 10, "qingdao", request));

        var report = await Writing.ReportAsync(Suite.Client, "10-qingdao", percent: 40, Guid.CreateVersion7());
        var read = await Suite.Client.Reporting.GetCommitmentAsync(new GetCommitmentRequest { Name = opened.Name }, Writing.ReporterOf("qingdao"), cancellationToken: Stop);

        Assert.Equal((40, Commitment.Types.State.InProgress), (read.ProgressPercent, read.State));
        Assert.Equal(report, await Suite.Client.Reporting.GetProgressReportAsync(new GetProgressReportRequest { Name = report.Name }, Writing.ReporterOf("qingdao"), cancellationToken: Stop));
    }

    [Theory]
    [InlineData(35, "dalian", StatusCode.FailedPrecondition, "SCOPE_DOES_NOT_REACH")]
    [InlineData(24, "dalian", StatusCode.FailedPrecondition, "SCOPE_UNDETERMINED")]
    [InlineData(47, "dalian", StatusCode.FailedPrecondition, "SCOPE_UNDETERMINED")]
    [InlineData(1, "dalan", StatusCode.PermissionDenied, "PERMISSION_DENIED")]
    [InlineData(160, "dalian", StatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    public async Task Commitment_WhereItCannotBeOpened_IsRefusedWithTheReason(int task, string city, StatusCode code, string reason)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(() => Writing.OpenAsync(Suite.Client, task, city));

        Assert.Equal(code, refused.StatusCode);
        var info = Assert.Single(refused.GetRpcStatus()!.Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        Assert.Equal((reason, "pilotplatform.reporting.v1"), (info.Reason, info.Domain));
    }

    [Theory]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/160", HttpStatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/x", HttpStatusCode.BadRequest, "INVALID_NAME")]
    [InlineData("/v1/programmes/nine-cities/pilotTasks/1:decide?city=suzho", HttpStatusCode.BadRequest, "UNKNOWN_CITY")]
    [InlineData("/v1/programmes/nine-cities/cities/dalan", HttpStatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    [InlineData("/v1/programmes/nine-cities/commitments/2-hefei", HttpStatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    [InlineData("/v1/nothing", HttpStatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    public async Task Json_OfARefusal_KeepsStatusAndDetails(string address, HttpStatusCode status, string reason)
    {
        using var answer = await Suite.Http.GetAsync(address, Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Single(body!["details"]!.AsArray(), d => (string?)d!["reason"] == reason && ((string?)d["@type"])!.EndsWith("google.rpc.ErrorInfo", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_OfTheMatrix_HasTheFiguresOfTheDomain()
    {
        var matrix = await Suite.Http.GetFromJsonAsync<JsonObject>("/v1/programmes/nine-cities/reachMatrix", Stop);

        Assert.Equal("""{"appliesCount":954,"doesNotApplyCount":423,"awaitsActCount":45,"underStudyCount":9}""", matrix!["total"]!.ToJsonString());
        Assert.Equal([107, 107, 105, 106, 103, 109, 104, 106, 107], matrix["cityTotals"]!.AsArray().Select(t => (int)t!["appliesCount"]!));
    }
}
