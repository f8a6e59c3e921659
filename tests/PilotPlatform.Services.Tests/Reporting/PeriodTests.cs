using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Windows and freezes over the wire; each test has a period of its own.</summary>
public sealed class PeriodTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    private PeriodService.PeriodServiceClient Periods => suite.Client.Periods;

    [Fact]
    public async Task GetPeriod_NobodyTouched_IsOpen()
    {
        var period = await Periods.GetPeriodAsync(new GetPeriodRequest { Name = $"{Desk.Programme}/periods/2025-q3" }, cancellationToken: Stop);

        Assert.Equal(("2025-Q3", true, false, 7, 9), (period.Period_, period.Window.Open, period.Frozen, period.FirstDate.Month, period.LastDate.Month));
    }

    [Fact]
    public async Task CreateProgressReport_InAClosedWindow_IsRefusedForThatCityOnly()
    {
        var (closed, open) = ((await suite.Client.OpenAsync(1, "ningbo")).Name, (await suite.Client.OpenAsync(1, "qingdao")).Name);
        var name = $"{Desk.Programme}/periods/2025-04";
        var period = await Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = name, City = $"{Desk.Programme}/cities/ningbo", Reason = "已汇总" }, cancellationToken: Stop);
        Assert.Equal(("已汇总", false), (Assert.Single(period.CityWindows).Reason, period.CityWindows[0].Open));

        var (_, status, info) = await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(closed, 10, "2025-04"));
        Assert.Equal("WINDOW_CLOSED", info.Reason);
        Assert.Contains("已汇总", status.Message, StringComparison.Ordinal);
        await suite.Client.ReportAsync(open, 10, "2025-04");

        await Periods.OpenPeriodWindowAsync(new OpenPeriodWindowRequest { Name = name, City = $"{Desk.Programme}/cities/ningbo" }, cancellationToken: Stop);
        await suite.Client.ReportAsync(closed, 10, "2025-04");
    }

    [Fact]
    public async Task FreezePeriod_WithReportsUnderWay_HoldsEveryReportThatWasTaken()
    {
        var names = new List<string>();
        for (var task = 2; task <= 9; task++)
            names.Add((await suite.Client.OpenAsync(task, "ningbo")).Name);
        var name = $"{Desk.Programme}/periods/2025-03";

        var reporting = names.SelectMany(n => Enumerable.Range(1, 5).Select(async percent =>
        {
            try
            {
                return (await suite.Client.ReportAsync(n, percent, "2025-03")).Name;
            }
            catch (Grpc.Core.RpcException refused)
            {
                Assert.Contains("frozen", refused.Status.Detail, StringComparison.Ordinal);
                return null;
            }
        })).ToArray();
        var frozen = await Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = name }, cancellationToken: Stop);
        var taken = (await Task.WhenAll(reporting)).OfType<string>().ToArray();

        var rows = await Periods.ListFrozenCommitmentsAsync(new ListFrozenCommitmentsRequest { Parent = name, PageSize = 1000 }, cancellationToken: Stop);
        var last = taken.GroupBy(r => r.Split("/progressReports/")[0]).Select(g => g.OrderBy(r => int.Parse(r.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)).Last());
        Assert.True(frozen.Frozen);
        Assert.Equal(last.Order(StringComparer.Ordinal), rows.FrozenCommitments.Select(r => r.ProgressReport).Where(r => r.Length > 0).Order(StringComparer.Ordinal));
        Assert.Equal("PERIOD_FROZEN", (await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(names[0], 99, "2025-03"))).Info.Reason);

        var reopened = await Periods.ReopenPeriodAsync(new ReopenPeriodRequest { Name = name, Reason = "漏报补录" }, cancellationToken: Stop);
        Assert.Equal((false, "漏报补录", rows.TotalSize), (reopened.Frozen, reopened.Snapshots[0].ReopenReason, reopened.Snapshots[0].CommitmentCount));
        await suite.Client.ReportAsync(names[0], 99, "2025-03");
        Assert.Equal(rows, await Periods.ListFrozenCommitmentsAsync(new ListFrozenCommitmentsRequest { Parent = name, PageSize = 1000 }, cancellationToken: Stop));
    }

    [Theory]
    [InlineData("ningbo-reviewer", "PERMISSION_DENIED")]
    [InlineData("zhejiang-office", "PERMISSION_DENIED")]
    [InlineData("auditor", "PERMISSION_DENIED")]
    [InlineData(null, "UNAUTHENTICATED")]
    public async Task FreezePeriod_ByAnybodyButTheMinistry_IsRefused(string? persona, string reason)
    {
        using var caller = suite.As(persona);

        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => caller.Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = $"{Desk.Programme}/periods/2025-01" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Theory]
    [InlineData("2025-13")]
    [InlineData("2025-q5")]
    [InlineData("2025-Q3")]
    [InlineData("now")]
    public async Task GetPeriod_OfNoPeriod_IsNoName(string id) =>
        Assert.Equal("INVALID_NAME", (await RunningSuite.RefusedAsync(() => Periods.GetPeriodAsync(new GetPeriodRequest { Name = $"{Desk.Programme}/periods/{id}" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    [Theory]
    [InlineData("/v1/programmes/nine-cities/periods")]
    [InlineData("/v1/programmes/nine-cities/periods/2026-q4")]
    [InlineData("/v1/programmes/nine-cities/overview")]
    [InlineData("/v1/programmes/nine-cities/risks")]
    [InlineData("/v1/programmes/nine-cities/innovationCases")]
    [InlineData("/v1/programmes/nine-cities/lawAdjustments")]
    public async Task Get_OfEachCollection_IsJsonThroughTheGateway(string address)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty((await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!);
    }
}
