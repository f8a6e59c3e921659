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

    private async Task<ReachMatrix> MatrixAsync() =>
        await suite.Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
}
