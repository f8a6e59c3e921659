using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
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

    [Theory]
    [InlineData("2024-01")]
    [InlineData("2099-05")]
    public async Task GetPeriod_ForWhichNoReportIsTaken_IsNotOpen(string period)
    {
        Assert.False((await Periods.GetPeriodAsync(new GetPeriodRequest { Name = $"{Desk.Programme}/periods/{period}" }, cancellationToken: Stop)).Window.Open);
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
        var late = (await suite.Client.OpenAsync(80, "ningbo")).Name;
        var names = new List<string>();
        for (var task = 2; task <= 9; task++)
            names.Add((await suite.Client.OpenAsync(task, "ningbo")).Name);
        var name = $"{Desk.Programme}/periods/2025-05";

        var early = (await suite.Client.ReportAsync(names[0], 1, "2025-05")).Name;
        var reporting = names.SelectMany(n => Enumerable.Range(1, 5).Select(async percent =>
        {
            try
            {
                return (await suite.Client.ReportAsync(n, percent, "2025-05")).Name;
            }
            catch (RpcException refused)
            {
                Assert.True(refused.StatusCode is StatusCode.AlreadyExists or StatusCode.FailedPrecondition, refused.Message);
                return null;
            }
        })).ToArray();
        var frozen = await Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = name }, cancellationToken: Stop);
        var taken = (await Task.WhenAll(reporting)).OfType<string>().Append(early).ToArray();

        var rows = await Periods.ListFrozenCommitmentsAsync(new ListFrozenCommitmentsRequest { Parent = name, PageSize = 1000 }, cancellationToken: Stop);
        var last = taken.GroupBy(r => r.Split("/progressReports/")[0]).Select(g => g.OrderBy(r => int.Parse(r.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)).Last());
        Assert.True(frozen.Frozen);
        Assert.Equal(last.Order(StringComparer.Ordinal), rows.FrozenCommitments.Select(r => r.ProgressReport).Where(r => r.Length > 0).Order(StringComparer.Ordinal));
        Assert.Equal("PERIOD_FROZEN", (await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(late, 99, "2025-05"))).Info.Reason);

        var reopened = await Periods.ReopenPeriodAsync(new ReopenPeriodRequest { Name = name, Reason = "漏报补录" }, cancellationToken: Stop);
        Assert.Equal((false, "漏报补录", rows.TotalSize), (reopened.Frozen, reopened.Snapshots[0].ReopenReason, reopened.Snapshots[0].CommitmentCount));
        using var nobody = suite.As(null);
        var published = await nobody.Periods.GetPeriodAsync(new GetPeriodRequest { Name = name }, cancellationToken: Stop);
        Assert.Equal(("", "", "", 0), (published.Snapshots[0].Author, published.Snapshots[0].ReopenAuthor, published.Snapshots[0].ReopenReason, published.Snapshots[0].ReportedCount));
        Assert.All(published.Snapshots[0].Cities, city => Assert.Equal(0, city.ReportedCount));
        Assert.NotEqual(0, reopened.Snapshots[0].ReportedCount);
        await suite.Client.ReportAsync(late, 99, "2025-05");
        Assert.Equal(rows, await Periods.ListFrozenCommitmentsAsync(new ListFrozenCommitmentsRequest { Parent = name, PageSize = 1000 }, cancellationToken: Stop));
    }

    [Fact]
    public async Task CreateProgressReport_ForAPeriodThatHasNotBegun_IsRefusedAndIsNotTheProgress()
    {
        var name = (await suite.Client.OpenAsync(81, "ningbo")).Name;
        await suite.Client.ReportAsync(name, 40, "2026-10");
        await Periods.OpenPeriodWindowAsync(new OpenPeriodWindowRequest { Name = $"{Desk.Programme}/periods/2099-12" }, cancellationToken: Stop);

        var (code, status, info) = await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(name, 100, "2099-12"));
        await suite.Client.ReportAsync(name, 10, "2026-08");

        Assert.Equal((StatusCode.FailedPrecondition, "WINDOW_CLOSED"), (code, info.Reason));
        Assert.Contains("2099-12-01", status.Message, StringComparison.Ordinal);
        var read = await suite.Client.ReadAsync(name);
        Assert.Equal((40, 40), (read.ProgressPercent, read.LampReading.ProgressPercent));
    }

    [Fact]
    public async Task CreateProgressReport_OfTheTimeBeforeTheProgramme_IsRefusedByTheDayItBegan()
    {
        var name = (await suite.Client.OpenAsync(89, "ningbo")).Name;

        var (code, status, info) = await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(name, 10, "2025-01"));

        Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (code, info.Reason));
        Assert.Contains("'2025-01' was over before the programme began, 2025-04-11", status.Message, StringComparison.Ordinal);
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = $"{Desk.Programme}/periods/2025-01" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task CreateProgressReport_ForAPeriodThatIsReportedOn_IsRefusedByTheNameOfItsReport()
    {
        var report = await suite.Client.ReportAsync((await suite.Client.OpenAsync(82, "ningbo")).Name, 40);
        var commitment = report.Name.Split("/progressReports/")[0];

        var (code, status, info) = await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(commitment, 90));
        await suite.Colleague.AcceptAsync(report.Name);
        var again = await RunningSuite.RefusedAsync(() => suite.Client.ReportAsync(commitment, 90));

        Assert.Equal((StatusCode.AlreadyExists, "RESOURCE_EXISTS"), (code, info.Reason));
        Assert.Contains(report.Name, status.Message, StringComparison.Ordinal);
        Assert.Equal("RESOURCE_EXISTS", again.Info.Reason);
        using var nobody = suite.As(null);
        Assert.Equal(40, (await nobody.ReadAsync(commitment)).ProgressPercent);
    }

    [Fact]
    public async Task Report_ReturnedInAFrozenPeriod_IsSupplementedAndTheSnapshotStands()
    {
        var report = await suite.Client.ReportAsync((await suite.Client.OpenAsync(83, "ningbo")).Name, 40, "2025-06");
        var period = $"{Desk.Programme}/periods/2025-06";
        await Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = period }, cancellationToken: Stop);
        var rows = await Periods.ListFrozenCommitmentsAsync(new ListFrozenCommitmentsRequest { Parent = period, PageSize = 1000 }, cancellationToken: Stop);

        await suite.Client.Workflow.ReturnProgressReportAsync(new ReturnProgressReportRequest { Name = report.Name, Level = ReviewLevel.City, Reason = "缺附件" }, cancellationToken: Stop);
        var answered = await suite.Client.Workflow.SupplementProgressReportAsync(
            new SupplementProgressReportRequest { Name = report.Name, ProgressReport = Desk.Reporting(report.Name, 45, "2025-06").ProgressReport }, cancellationToken: Stop);

        Assert.Equal((ProgressReport.Types.State.Submitted, 45), (answered.State, answered.ProgressPercent));
        Assert.Equal(rows, await Periods.ListFrozenCommitmentsAsync(new ListFrozenCommitmentsRequest { Parent = period, PageSize = 1000 }, cancellationToken: Stop));
    }

    /// <summary>A city closes the window of its own; only the ministry opens one, and closes it for all.</summary>
    [Theory]
    [InlineData("ningbo-reviewer", "ningbo", null, "PERMISSION_DENIED")]
    [InlineData("ningbo-reviewer", "xiamen", "PERMISSION_DENIED", "PERMISSION_DENIED")]
    [InlineData("ningbo-reviewer", null, "PERMISSION_DENIED", "PERMISSION_DENIED")]
    [InlineData("ningbo-reporter", "ningbo", "PERMISSION_DENIED", "PERMISSION_DENIED")]
    [InlineData("zhejiang-office", "ningbo", "PERMISSION_DENIED", "PERMISSION_DENIED")]
    [InlineData("auditor", "ningbo", "PERMISSION_DENIED", "PERMISSION_DENIED")]
    [InlineData(null, "ningbo", "UNAUTHENTICATED", "UNAUTHENTICATED")]
    [InlineData("ministry", null, null, null)]
    public async Task Window_ClosedAndOpenedAgain_IsForThoseWhoseItIs(string? persona, string? city, string? closing, string? opening)
    {
        using var caller = suite.As(persona);
        var (name, of) = ($"{Desk.Programme}/periods/2025-07", city is null ? "" : $"{Desk.Programme}/cities/{city}");

        Assert.Equal(closing, await ReasonAsync(() => caller.Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = name, City = of, Reason = "已汇总" }, cancellationToken: Stop).ResponseAsync));
        Assert.Equal(opening, await ReasonAsync(() => caller.Periods.OpenPeriodWindowAsync(new OpenPeriodWindowRequest { Name = name, City = of }, cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task Window_OfNoCityOrWithoutAReason_IsRefusedWithEverythingThatIsWrong()
    {
        var unknown = new ClosePeriodWindowRequest { Name = $"{Desk.Programme}/periods/2025-08", City = $"{Desk.Programme}/cities/beijing", Reason = "已汇总" };
        Assert.Equal("RESOURCE_NOT_FOUND", await ReasonAsync(() => Periods.ClosePeriodWindowAsync(unknown, cancellationToken: Stop).ResponseAsync));

        var (_, status, _) = await RunningSuite.RefusedAsync(() => Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = "periods/2025-08", City = "ningbo" }, cancellationToken: Stop).ResponseAsync);
        Assert.Equal(["name", "city", "reason"], status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public async Task Window_ClosedByACity_TellsItsWordsToThoseOfTheCity()
    {
        var name = $"{Desk.Programme}/periods/2025-09";
        await Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = name, Reason = "已全部汇总" }, cancellationToken: Stop);
        var closed = await Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = name, City = $"{Desk.Programme}/cities/ningbo", Reason = "待市领导审定" }, cancellationToken: Stop);

        foreach (var (persona, all, ofCity) in new[] { (null, "", ""), ("dalian-reporter", "已全部汇总", ""), ("ningbo-reporter", "已全部汇总", "待市领导审定"), ("auditor", "已全部汇总", "待市领导审定") })
        {
            using var caller = suite.As(persona);
            var listed = (await caller.Periods.ListPeriodsAsync(new ListPeriodsRequest { Parent = Desk.Programme, PageSize = 1000 }, cancellationToken: Stop)).Periods.Single(p => p.Name == name);
            Assert.Equal((all, ofCity, false), (listed.Window.Reason, Assert.Single(listed.CityWindows).Reason, listed.Window.Open));
            Assert.Equal(listed, await caller.Periods.GetPeriodAsync(new GetPeriodRequest { Name = name }, cancellationToken: Stop));

            var change = (await caller.ChangesAsync(closed.LedgerPosition - 1, closed.LedgerPosition)).Single(c => c.Subject == name);
            Assert.Equal(("PeriodWindowClosed", $"{Desk.Programme}/cities/ningbo", ofCity.Length > 0), (change.Kind, change.City, change.Author.Length > 0));
            Assert.Equal(ofCity, change.Content?.Fields["reason"].StringValue ?? "");
        }
    }

    [Fact]
    public async Task ListFrozenCommitments_ByEach_AreThoseOfTheirCities()
    {
        var name = $"{Desk.Programme}/periods/2025-10";
        var (ningbo, fuzhou) = ((await suite.Client.OpenAsync(84, "ningbo")).Name, (await suite.Client.OpenAsync(84, "fuzhou")).Name);
        await Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = name }, cancellationToken: Stop);

        Assert.Equal([ningbo], await NamesAsync("ningbo-reporter"));
        Assert.Equal([fuzhou], await NamesAsync("fujian-office"));
        Assert.Equal([fuzhou, ningbo], await NamesAsync("auditor"));
        Assert.Equal([ningbo], await NamesAsync("auditor", "ningbo"));
        Assert.Empty(await NamesAsync("dalian-reporter"));
        Assert.Equal("PERMISSION_DENIED", await ReasonAsync(() => NamesAsync("dalian-reporter", "ningbo")));
        Assert.Equal("UNAUTHENTICATED", await ReasonAsync(() => NamesAsync(null)));

        async Task<IEnumerable<string>> NamesAsync(string? persona, string city = "")
        {
            using var caller = suite.As(persona);
            var request = new ListFrozenCommitmentsRequest { Parent = name, City = city.Length == 0 ? "" : $"{Desk.Programme}/cities/{city}", PageSize = 1000 };
            var rows = await caller.Periods.ListFrozenCommitmentsAsync(request, cancellationToken: Stop);
            return rows.FrozenCommitments.Select(r => r.Commitment).Where(c => c == ningbo || c == fuzhou);
        }
    }

    private static async Task<string?> ReasonAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (RpcException refused)
        {
            return refused.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason;
        }
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
    [InlineData("now")]
    [InlineData("2025-Q3/periods/2025-q3")]
    public async Task GetPeriod_OfNoPeriod_IsNoName(string id) =>
        Assert.Equal("INVALID_NAME", (await RunningSuite.RefusedAsync(() => Periods.GetPeriodAsync(new GetPeriodRequest { Name = $"{Desk.Programme}/periods/{id}" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    [Theory]
    [InlineData("2025-q3")]
    [InlineData("2025-Q3")]
    public async Task GetPeriod_OfAQuarterInEitherSpelling_IsThatQuarter(string id)
    {
        var period = await Periods.GetPeriodAsync(new GetPeriodRequest { Name = $"{Desk.Programme}/periods/{id}" }, cancellationToken: Stop);

        Assert.Equal(($"{Desk.Programme}/periods/2025-q3", "2025-Q3"), (period.Name, period.Period_));
    }

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
