using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>Who may write what, asked of the services themselves.</summary>
public sealed class RightsOverTheWireTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private static readonly string[] Cities = ["dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou"];

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Every shipped persona that reports, and those that do not.</summary>
    public static TheoryData<string?, string?> Personas => new(
    [
        .. Cities.SelectMany(city => new (string?, string?)[] { ($"{city}-reporter", city), ($"{city}-reviewer", city) }),
        ("fujian-office", null), ("jiangsu-office", null), ("ministry", null), ("auditor", null), ("internal-system", null), (null, null),
    ]);

    [Theory]
    [MemberData(nameof(Personas))]
    public async Task CreateProgressReport_InEachCity_IsForThoseWhoReportForIt(string? persona, string? own)
    {
        using var client = suite.As(persona);
        foreach (var city in Cities)
        {
            var (code, _, info) = await RunningSuite.RefusedAsync(() => ReportAsync(client, city));
            var expected = (own == city, persona) switch
            {
                (true, _) => (StatusCode.NotFound, "RESOURCE_NOT_FOUND"),
                (_, null) => (StatusCode.Unauthenticated, "UNAUTHENTICATED"),
                _ => (StatusCode.PermissionDenied, "PERMISSION_DENIED"),
            };
            Assert.Equal(expected, (code, info.Reason));
        }
    }

    [Fact]
    public async Task CreateCommitment_ByTheReporter_IsRecordedUnderItsName()
    {
        using var client = suite.As("xian-reporter");
        var opened = await client.Reporting.CreateCommitmentAsync(Opening(44, "xian"), cancellationToken: Stop);
        var report = await client.Reporting.CreateProgressReportAsync(
            new() { Parent = opened.Name, ProgressReport = new() { Period = "2026-11", Narrative = "已形成实施方案", ProgressPercent = 5 } }, cancellationToken: Stop);

        Assert.Equal("xian-reporter", report.Author);
    }

    /// <summary>The refusal is the same to the letter for a commitment that exists and one that does not.</summary>
    [Fact]
    public async Task CreateProgressReport_WithoutTheRight_DoesNotTellWhatExists()
    {
        await suite.Client.Reporting.CreateCommitmentAsync(Opening(45, "xian"), cancellationToken: Stop);
        using var client = suite.As("suzhou-reporter");

        var there = await RunningSuite.RefusedAsync(() => ReportAsync(client, "xian", 45));
        var notThere = await RunningSuite.RefusedAsync(() => ReportAsync(client, "xian", 46));

        Assert.Equal(notThere.Status, there.Status);
    }

    [Fact]
    public async Task Reads_ByNobody_AreOpen()
    {
        using var client = suite.As(null);
        using var http = suite.HttpAs(null);

        Assert.Equal(159, (await client.Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme }, cancellationToken: Stop)).TotalSize);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/v1/programmes", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/", Stop)).StatusCode);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized, "UNAUTHENTICATED")]
    [InlineData("auditor", HttpStatusCode.Forbidden, "PERMISSION_DENIED")]
    public async Task Post_WithoutTheRight_IsRefusedAsAStatus(string? persona, HttpStatusCode status, string reason)
    {
        using var http = suite.HttpAs(persona);
        using var answer = await http.PostAsJsonAsync("/v1/programmes/nine-cities/commitments/1-dalian/progressReports", new { period = "2026-11", narrative = "x", progressPercent = 1 }, Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(body!["details"]!.AsArray(), d => (string?)d!["reason"] == reason);
    }

    [Theory]
    [InlineData("Persona nobody-at-all")]
    [InlineData("Persona ")]
    [InlineData("persona")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJtaW5pc3RyeSJ9.")]
    [InlineData("Basic bWluaXN0cnk6eA==")]
    public async Task Credentials_ThatAreNotAccepted_AreRefusedAlsoForReads(string authorization)
    {
        using var http = suite.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/programmes");
        Assert.True(request.Headers.TryAddWithoutValidation("Authorization", authorization));
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal(16, (int?)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]);

        using var client = new PilotPlatformClient(suite.Grpc, _ => ValueTask.FromResult(authorization));
        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"),
            await RunningSuite.RefusedAsync(() => client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync) is var (code, _, info) ? (code, info.Reason) : default);
    }

    [Theory]
    [InlineData("Host", "pilot.example")]
    [InlineData("X-Forwarded-For", "203.0.113.7")]
    [InlineData("X-Forwarded-Host", "pilot.example")]
    public async Task Persona_FromAnotherMachineOrName_IsRefused(string header, string value)
    {
        using var http = suite.HttpAs("ministry");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/programmes");
        request.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task Provinces_OfTheShippedFile_GuideTheCitiesThatTheCatalogueSays()
    {
        var file = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "identity", "provinces.json"), Stop))!.AsObject();
        var provinces = await suite.Client.Catalog.ListProvincesAsync(new ListProvincesRequest { Parent = Programme }, cancellationToken: Stop);

        Assert.Equal(
            provinces.Provinces.SelectMany(p => p.Cities.Select(c => (p.Name.Split('/')[^1], c.Split('/')[^1]))).Order(),
            file.SelectMany(p => p.Value!.AsArray().Select(c => (p.Key, (string)c!))).Order());
    }

    private static Task<ProgressReport> ReportAsync(PilotPlatformClient client, string city, int task = 9999) => client.Reporting.CreateProgressReportAsync(
        new CreateProgressReportRequest
        {
            Parent = $"{Programme}/commitments/{task}-{city}",
            ProgressReport = new ProgressReport { Period = "2026-11", Narrative = "已形成实施方案", ProgressPercent = 1 },
        },
        cancellationToken: Stop).ResponseAsync;

    private static CreateCommitmentRequest Opening(int task, string city) => new()
    {
        Parent = Programme,
        Commitment = new Commitment
        {
            PilotTask = $"{Programme}/pilotTasks/{task}",
            City = $"{Programme}/cities/{city}",
            LeadUnit = "市商务局",
            DueDate = Desk.DueDate,
        },
    };
}
