using System.Net;
using Google.Type;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests;

/// <summary>An edition whose words the active rule set does not know, through a restart and until a rule set for it is activated.</summary>
public sealed class ScopeUnreadEditionTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Restart_WithAnEditionThatTheRulesDoNotRead_DecidesWithTheOneBeforeUntilARuleSetReadsIt()
    {
        var before = await MatrixAsync();
        var edition = await CarryOverTests.PublishAsync(suite.Client);
        Assert.NotEqual(edition, before.Edition);

        await suite.RestartAsync();

        Assert.Equal(before, await MatrixAsync());
        using var http = new HttpClient { BaseAddress = suite.Pages };
        using var page = await http.GetAsync(new Uri("tasks/7", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var act = await suite.Scope.CreateActAsync(
            new CreateActRequest
            {
                Parent = Programme,
                Act = new Act
                {
                    Kind = ActKind.Willingness,
                    PilotTask = $"{Programme}/pilotTasks/151",
                    City = $"{Programme}/cities/hefei",
                    EffectiveDate = new Date { Year = 2026, Month = 1, Day = 1 },
                    Evidence = "合政办〔2026〕1 号",
                },
            },
            cancellationToken: Stop);
        Assert.Equal(before.Edition, act.State.Edition);
        Assert.True((await MatrixAsync()).ActsPosition > before.ActsPosition);

        await CarryOverTests.PublishRulesAsync(suite.Client);
        Assert.Equal(edition, (await MatrixAsync()).Edition);
    }

    /// <summary>A first start with a document that the shipped rules do not read: the catalogue serves, and decisions say why there are none until rules come.</summary>
    [Fact]
    public async Task FirstStart_WithADocumentThatTheRulesDoNotRead_ServesTheCatalogueAndTakesRules()
    {
        var document = Path.Combine(suite.Folder, "later.txt");
        await File.WriteAllTextAsync(document, CarryOverTests.Later, Stop);
        await using var other = new OwnSuite { Others = [$"--Catalog:Document={document}"] };
        await other.InitializeAsync();

        var refused = await RunningSuite.RefusedAsync(() => other.Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop).ResponseAsync);
        Assert.Equal((Grpc.Core.StatusCode.FailedPrecondition, "RULE_SET_REFUSED"), (refused.Code, refused.Info.Reason));
        Assert.Contains("no rule set reads", refused.Status.Message, StringComparison.Ordinal);
        using var http = new HttpClient { BaseAddress = other.Pages };
        Assert.Contains("支持游戏、动漫", await http.GetStringAsync(new Uri("tasks/8", UriKind.Relative), Stop), StringComparison.Ordinal);
        foreach (var (address, status) in new[] { ("", HttpStatusCode.OK), ("chapters/1", HttpStatusCode.OK), ("cities/dalian", HttpStatusCode.OK), ("editions", HttpStatusCode.OK), ("search?q=游戏", HttpStatusCode.OK), ("matrix", HttpStatusCode.ServiceUnavailable) })
        {
            using var page = await http.GetAsync(new Uri(address, UriKind.Relative), Stop);
            Assert.Equal((address, status), (address, page.StatusCode));
        }

        await CarryOverTests.PublishRulesAsync(other.Client);
        var matrix = await other.Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
        Assert.Equal(1431, matrix.Total.AppliesCount + matrix.Total.DoesNotApplyCount + matrix.Total.AwaitsActCount + matrix.Total.UnderStudyCount);
    }

    private async Task<ReachMatrix> MatrixAsync() =>
        await suite.Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
}
