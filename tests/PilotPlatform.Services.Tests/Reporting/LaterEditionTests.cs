using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>What stays as it was when a later edition is published, and what can only happen once. One story in a suite of its own.</summary>
public sealed class LaterEditionTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Edition_Published_LeavesEarlierReportsAsTheyWereAndOneCommitmentInACell()
    {
        await suite.RestartAsync("--Reporting:ReportValuesKept=0"); // what is kept is the same for another reason
        using var everybody = suite.As(RunningSuite.Everybody);
        using var reviewer = suite.As("xiamen-reviewer");
        using var office = suite.As("fujian-office");
        var names = new List<string>();
        foreach (var task in new[] { 9, 10, 11, 1 })
            names.Add((await everybody.OpenAsync(task, "xiamen")).Name);
        await everybody.ReportAsync(names[0], 40);
        var (query, before) = await LedgerAsync(everybody, query: null);
        var (trend, trendBefore) = await LedgerAsync(everybody, query: null, "rates");
        var alone = new ReportQuery { Basis = new ReportBasis { LedgerPosition = query.Basis.LedgerPosition } };
        var aloneBefore = await LedgerAsync(everybody, alone);

        await everybody.OpenAsync(2, "dalian");
        await everybody.OpenAsync(3, "dalian");
        await CarryOverTests.PublishAsync(everybody);
        await CarryOverTests.PublishRulesAsync(everybody);

        Assert.Equal(before, (await LedgerAsync(everybody, query)).File);
        Assert.Equal(trendBefore, (await LedgerAsync(everybody, trend, "rates")).File);
        await CarryOverTests.ReadyAsync(reviewer);
        await RacedAsync(reviewer, office, names);
        Assert.Equal(before, (await LedgerAsync(everybody, query)).File);
        var now = await LedgerAsync(everybody, query: null);
        Assert.NotEqual(query.Basis.Edition, now.Query.Basis.Edition);
        Assert.Equal(aloneBefore.File, (await LedgerAsync(everybody, alone)).File);
        var then = (await everybody.Reports.GetReportAsync(new GetReportRequest { Name = $"{Programme}/reports/ledger", Query = alone }, cancellationToken: Stop)).Basis;
        Assert.Equal((query.Basis.Edition, query.Basis.RuleSet, query.Basis.ActsPosition), (then.Edition, then.RuleSet, then.ActsPosition));
        alone.Basis.LedgerPosition = now.Query.Basis.LedgerPosition;
        then = (await everybody.Reports.GetReportAsync(new GetReportRequest { Name = $"{Programme}/reports/ledger", Query = alone }, cancellationToken: Stop)).Basis;
        Assert.Equal((now.Query.Basis.Edition, now.Query.Basis.RuleSet), (then.Edition, then.RuleSet));

        var earlier = new ReportQuery { Basis = now.Query.Basis.Clone() };
        earlier.Basis.LedgerPosition = query.Basis.LedgerPosition;
        var rows = (await everybody.Reports.GetReportAsync(new GetReportRequest { Name = $"{Programme}/reports/ledger", Query = earlier }, cancellationToken: Stop)).Sections.Single().RowCount;
        Assert.Equal(4, rows); // by the later edition, commitments of then stand for the tasks that carry theirs on
        using var liaoning = suite.As("liaoning-office");
        await JoinedAsync(everybody, liaoning);
    }

    /// <summary>
    /// Two come to stand for one task: the second is marked as that, whichever was changed last. What was proposed is answered as the first time also when the next edition is out.
    /// </summary>
    private static async Task JoinedAsync(PilotPlatformClient client, PilotPlatformClient office)
    {
        var (first, second) = ($"{Programme}/commitments/2-dalian", $"{Programme}/commitments/3-dalian");
        var request = new ProposeCarryOverRequest { Name = second, Plan = CarryOverTests.Continue(2), Note = "同一事项", RequestId = Guid.CreateVersion7().ToString() };
        var proposed = await client.CarryOvers.ProposeCarryOverAsync(request, cancellationToken: Stop);
        await CarryOverTests.AcceptAsync(office, second);
        foreach (var name in new[] { first, second })
        {
            await client.ReportAsync(name, 10);
            var ledger = System.Text.Encoding.UTF8.GetString(await ReportTests.ExportAsync(client, "ledger", new ReportQuery { City = $"{Programme}/cities/dalian" }, Report.Types.Format.Csv));
            Assert.Contains(name == first ? "未启动（同项任务另有台账）" : "推进中（同项任务另有台账）", ledger, StringComparison.Ordinal);
            Assert.DoesNotContain("依据已撤回", ledger, StringComparison.Ordinal);
        }

        await CarryOverTests.PublishAsync(client, CarryOverTests.Later.Replace("支持游戏、动漫", "鼓励游戏、动漫", StringComparison.Ordinal));
        Assert.Equal(proposed.Etag, (await client.CarryOvers.ProposeCarryOverAsync(request, cancellationToken: Stop)).Etag);
    }

    /// <summary>Four commitments are to go on as one task, and all are agreed to at once.</summary>
    private static async Task RacedAsync(PilotPlatformClient reviewer, PilotPlatformClient office, List<string> names)
    {
        foreach (var name in names)
            await CarryOverTests.ProposeAsync(reviewer, name, CarryOverTests.Continue(9), "同一事项");

        var outcomes = await Task.WhenAll(names.Select(async name =>
        {
            try
            {
                return (await CarryOverTests.AcceptAsync(office, name)).PilotTask;
            }
            catch (Grpc.Core.RpcException refused)
            {
                return $"{refused.StatusCode}";
            }
        }));

        Assert.Single(outcomes, $"{Programme}/pilotTasks/9");
        Assert.Equal(3, outcomes.Count(o => o == "AlreadyExists"));
        var standing = await office.Reporting.ListCommitmentsAsync(
            new ListCommitmentsRequest { Parent = Programme, City = $"{Programme}/cities/xiamen", PilotTask = $"{Programme}/pilotTasks/9" }, cancellationToken: Stop);
        Assert.Single(standing.Commitments, c => c.PilotTask == $"{Programme}/pilotTasks/9" && c.CarryOvers.Any(p => p.State == RequestState.Granted));
    }

    /// <summary>A report as a file, and the query that makes it again.</summary>
    private static async Task<(ReportQuery Query, byte[] File)> LedgerAsync(PilotPlatformClient client, ReportQuery? query, string kind = "ledger")
    {
        var name = $"{Programme}/reports/{kind}";
        var basis = query?.Basis ?? (await client.Reports.GetReportAsync(new GetReportRequest { Name = name }, cancellationToken: Stop)).Basis;
        var asked = new ReportQuery { Basis = basis };
        return (asked, await ReportTests.ExportAsync(client, kind, asked, Report.Types.Format.Docx));
    }
}
