using Google.Type;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>What a commitment rests on is taken away and given back, in a suite of its own.</summary>
public sealed class BasisTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Act_RevokedAndRecordedAgain_MarksAndUnmarksTheCommitmentThatRestedOnIt()
    {
        using var client = suite.As(RunningSuite.Everybody);
        using var colleague = suite.As(RunningSuite.OfAColleague);
        var act = await WillingAsync(client);
        var opened = await client.OpenAsync(151, "ningbo");
        Assert.False(opened.BasisWithdrawn);
        var evidence = await client.UploadAsync(opened.Name, "实施方案"u8.ToArray());
        await colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence.Name }, cancellationToken: Stop);

        await client.ScopeRules.RevokeActAsync(new RevokeActRequest { Name = act.Name, Reason = "城市撤回意愿" }, cancellationToken: Stop);

        var marked = await MarkedAsync(client, opened.Name, isMarked: true);
        Assert.Equal(opened.Basis, marked.Basis);
        await SaidAsync(marked);
        Assert.Equal((Party.Province, WaitReason.Basis), (marked.Waits[0].Party, marked.Waits[0].Reason));
        Assert.NotEqual(opened.Basis.ActsPosition, marked.CurrentBasis.ActsPosition);
        Assert.Equal("BASIS_WITHDRAWN", await RefusedAsync(() => client.Workflow.DispatchCommitmentAsync(new DispatchCommitmentRequest { Name = opened.Name }, cancellationToken: Stop).ResponseAsync));
        Assert.Equal("BASIS_WITHDRAWN", await RefusedAsync(() => client.ReportAsync(opened.Name, 90)));

        act = await WillingAsync(client);
        await MarkedAsync(client, opened.Name, isMarked: false);
        var report = await client.ReportAsync(opened.Name, 90);
        await client.ScopeRules.RevokeActAsync(new RevokeActRequest { Name = act.Name, Reason = "城市再次撤回意愿" }, cancellationToken: Stop);
        await MarkedAsync(client, opened.Name, isMarked: true);
        await colleague.AcceptAsync(report.Name);
        var request = new RequestClosureRequest { Name = opened.Name, Outcome = ClosureOutcome.Implemented, Statement = "已落地" };
        Assert.Equal("BASIS_WITHDRAWN", await RefusedAsync(() => client.Workflow.RequestClosureAsync(request, cancellationToken: Stop).ResponseAsync));

        await WillingAsync(client);

        await MarkedAsync(client, opened.Name, isMarked: false);
        await client.Workflow.RequestClosureAsync(request, cancellationToken: Stop);
        var closed = await colleague.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = opened.Name }, cancellationToken: Stop);
        Assert.Equal(Commitment.Types.State.Implemented, closed.State);
        var events = await client.Overviews.ListCommitmentEventsAsync(new ListCommitmentEventsRequest { Parent = opened.Name }, cancellationToken: Stop);
        Assert.Equal(4, events.Events.Count(e => e.Kind == "BasisChanged"));
    }

    /// <summary>The scope answers, the act is revoked, and the commitment is opened on the answer of before: it is refused, or marked, whichever came first.</summary>
    [Fact]
    public async Task Act_RevokedWhileACommitmentIsOpenedOnIt_LeavesNoneThatSeemsFounded()
    {
        using var client = suite.As(RunningSuite.Everybody);
        foreach (var city in new[] { "xiamen", "suzhou", "hefei", "fuzhou", "xian" })
        {
            var act = await WillingAsync(client, city);
            var revoking = Task.Run(async () => await client.ScopeRules.RevokeActAsync(new RevokeActRequest { Name = act.Name, Reason = "城市撤回意愿" }, cancellationToken: Stop), Stop);
            try
            {
                var opened = await client.OpenAsync(151, city);
                await revoking;
                await MarkedAsync(client, opened.Name, isMarked: true);
            }
            catch (Grpc.Core.RpcException refused) when (refused.StatusCode == Grpc.Core.StatusCode.FailedPrecondition)
            {
                await revoking;
                Assert.Equal("SCOPE_UNDETERMINED", await RefusedAsync(() => client.OpenAsync(151, city)));
            }
        }
    }

    /// <summary>Pages mark it, the form leaves it out, and nobody is offered what would be refused.</summary>
    private async Task SaidAsync(Commitment marked)
    {
        Assert.DoesNotContain(WorkflowStep.Dispatch, marked.AdmittedSteps);
        Assert.Equal([(WorkflowStep.Dispatch, "BASIS_WITHDRAWN"), (WorkflowStep.ReportProgress, "BASIS_WITHDRAWN")], marked.HeldSteps.Select(held => (held.Step, held.Reason)));
        Assert.Equal(Commitment.Types.Lamp.Unspecified, marked.Lamp);
        using var visitor = new Pages.FormVisitor(suite.Pages, "ningbo-reporter");
        Assert.Contains("依据已撤回</span>", System.Net.WebUtility.HtmlDecode(await visitor.ReadAsync("/cities/ningbo")), StringComparison.Ordinal);
        var page = System.Net.WebUtility.HtmlDecode(await visitor.ReadAsync("/commitments/151-ningbo"));
        Assert.DoesNotContain("/steps/Dispatch", page, StringComparison.Ordinal);
        Assert.Contains("“交办”现在不能办理：事项的依据已撤回。", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/steps/ReportProgress", page, StringComparison.Ordinal);
        using var client = suite.As("ningbo-reporter");
        var form = await client.Reports.GetReportAsync(new() { Name = $"{Programme}/reports/progress-form", Query = new() { City = $"{Programme}/cities/ningbo", Period = "2026-11" } }, cancellationToken: Stop);
        Assert.Empty(form.Sections[0].Rows);
    }

    internal static async Task<Commitment> MarkedAsync(PilotPlatformClient client, string name, bool isMarked)
    {
        while (true)
        {
            var commitment = await client.ReadAsync(name);
            if (commitment.BasisWithdrawn == isMarked)
                return commitment;
            await Task.Delay(50, Stop);
        }
    }

    private static async Task<Act> WillingAsync(PilotPlatformClient client, string city = "ningbo") => await client.ScopeRules.CreateActAsync(
        new CreateActRequest
        {
            Parent = Programme,
            Act = new Act
            {
                Kind = ActKind.Willingness,
                PilotTask = $"{Programme}/pilotTasks/151",
                City = $"{Programme}/cities/{city}",
                EffectiveDate = new Date { Year = 2026, Month = 1, Day = 1 },
                Evidence = "甬政函",
            },
        },
        cancellationToken: Stop);

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;
}
