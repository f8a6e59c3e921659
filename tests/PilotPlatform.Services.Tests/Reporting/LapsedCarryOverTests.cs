using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using Commitment = PilotPlatform.Contracts.Reporting.V1.Commitment;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>The edition before is in force again: what was decided for the later one has lapsed. One story in a suite of its own.</summary>
public sealed class LapsedCarryOverTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task EditionBefore_InForceAgain_LetsWhatWasEndedBeReopenedAndWaitsForNoProposalOfTheLater()
    {
        using var everybody = suite.As(RunningSuite.Everybody);
        using var reviewer = suite.As("xiamen-reviewer");
        using var office = suite.As("fujian-office");
        using var reporter = suite.As("xiamen-reporter");
        using var anybody = suite.As(null);
        var (ended, waiting) = ((await everybody.OpenAsync(69, "xiamen")).Name, (await everybody.OpenAsync(8, "xiamen")).Name);
        await everybody.AcceptAsync((await reporter.ReportAsync(ended, 30)).Name);
        await everybody.Workflow.AnswerProblemAsync(new AnswerProblemRequest { Name = $"{ended}/problems/1", Answer = "已协调" }, cancellationToken: Stop);
        var first = (await everybody.ReadAsync(ended)).Edition;
        var rules = (await everybody.ScopeRules.ListRuleSetsAsync(new ListRuleSetsRequest(), cancellationToken: Stop)).RuleSets.Single().Name;
        var later = await CarryOverTests.PublishAsync(everybody);
        await CarryOverTests.PublishRulesAsync(everybody);
        await CarryOverTests.ReadyAsync(reviewer);
        await CarryOverTests.ProposeAsync(reviewer, ended, new CarryOverPlan { Decision = CarryOverDecision.End }, "适用范围不再含厦门");
        await CarryOverTests.AcceptAsync(office, ended);
        await CarryOverTests.ProposeAsync(reviewer, waiting, CarryOverTests.Continue(8));
        Assert.Equal((Commitment.Types.State.Ended, ""), await StandsAsync(anybody, ended));

        await everybody.Catalog.PublishEditionAsync(new PublishEditionRequest { Name = first, CurrentEdition = later }, cancellationToken: Stop);
        await ActivateAsync(everybody, rules);
        while ((await everybody.ReadAsync(waiting)).Waits.Any(w => w.Reason == WaitReason.CarryOverDecision))
            await Task.Delay(100, Stop);

        Assert.Equal(RequestState.Lapsed, (await everybody.ReadAsync(waiting)).CarryOvers.Single().State);
        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => CarryOverTests.AcceptAsync(office, waiting))).Info.Reason);
        while (await StandsAsync(anybody, ended) is (_, ""))
            await Task.Delay(100, Stop);
        Assert.Equal((Commitment.Types.State.Ended, $"{Programme}/pilotTasks/69"), await StandsAsync(anybody, ended));
        Assert.Equal("RESOURCE_EXISTS", (await RunningSuite.RefusedAsync(() => everybody.OpenAsync(69, "xiamen"))).Info.Reason);
        Assert.Contains(WorkflowStep.Reopen, (await office.ReadAsync(ended)).AdmittedSteps);
        var reopened = await office.Workflow.ReopenCommitmentAsync(new ReopenCommitmentRequest { Name = ended, Reason = "恢复实施" }, cancellationToken: Stop);
        Assert.Equal((Commitment.Types.State.InProgress, first, 30), (reopened.State, reopened.Edition, reopened.ProgressPercent));
        var history = await everybody.Overviews.ListCommitmentEventsAsync(new ListCommitmentEventsRequest { Parent = ended }, cancellationToken: Stop);
        Assert.Equal(["CarryOverProposed", "CarryOverAccepted", "CarryOverLapsed"], history.Events.Select(e => e.Kind).Where(k => k.StartsWith("CarryOver", StringComparison.Ordinal)));
        while ((await everybody.ReadAsync(ended)).BasisWithdrawn)
            await Task.Delay(100, Stop);
        await everybody.ReportAsync(ended, 40, "2026-10");
    }

    /// <summary>Activates a rule set, as soon as the scope rules have seen the edition that it reads.</summary>
    private static async Task ActivateAsync(PilotPlatformClient client, string rules)
    {
        while (true)
        {
            try
            {
                await client.ScopeRules.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = rules }, cancellationToken: Stop);
                return;
            }
            catch (RpcException unseen) when (unseen.StatusCode == StatusCode.InvalidArgument)
            {
                await Task.Delay(100, Stop);
            }
        }
    }

    private static async Task<(Commitment.Types.State State, string PilotTask)> StandsAsync(PilotPlatformClient client, string name) =>
        (await client.ReadAsync(name)) is var read ? (read.State, read.PilotTask) : default;
}
