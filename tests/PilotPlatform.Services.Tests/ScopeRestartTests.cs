using Google.Type;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>What the scope rules know after they were ended and started again.</summary>
public sealed class ScopeRestartTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Acts_AfterARestart_AreAllThereAndRepeatedRequestsAreAnsweredAsBefore()
    {
        var request = new CreateActRequest
        {
            Parent = Programme,
            RequestId = Guid.CreateVersion7().ToString(),
            Act = new Act
            {
                Kind = ActKind.Willingness,
                PilotTask = $"{Programme}/pilotTasks/151",
                City = $"{Programme}/cities/hefei",
                EffectiveDate = new Date { Year = 2026, Month = 1, Day = 1 },
                Evidence = "合政办〔2026〕1 号",
            },
        };
        var act = await suite.Scope.CreateActAsync(request, cancellationToken: Stop);
        var decision = await DecideAsync();

        await suite.RestartAsync();

        var read = await suite.Scope.GetActAsync(new GetActRequest { Name = act.Name }, cancellationToken: Stop);
        Assert.NotNull(read.State);
        Assert.Equal(act, await suite.Scope.CreateActAsync(request, cancellationToken: Stop));
        read.State = act.State = null;
        Assert.Equal(act, read);
        Assert.Equal(decision, await DecideAsync());
        Assert.Single((await suite.Scope.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: Stop)).RuleSets);
    }

    private async Task<Decision> DecideAsync() => await suite.Scope.DecideAsync(
        new DecideRequest { PilotTask = $"{Programme}/pilotTasks/151", City = "hefei", View = DecisionView.Full }, cancellationToken: Stop);
}
