using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Reports of a month that is over: how things stood at its end, with what was reported for it since.</summary>
public sealed class PastPeriodTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Opened = $"{Desk.Programme}/commitments/1-dalian";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();
    private static readonly DateOnly ThisMonth = new(ChinaDay.Year, ChinaDay.Month, 1);
    private static readonly DateOnly LastMonth = ThisMonth.AddMonths(-1);

    private static DateOnly ChinaDay => DateOnly.FromDateTime(Now.UtcDateTime.AddHours(8));

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Report_OfAMonthThatIsOver_IsOfItsEndWithWhatWasReportedForItSince()
    {
        await BeganInAsync(LastMonth.AddDays(3));
        await suite.Client.OpenAsync(2, "dalian");
        await suite.Client.ReportAsync(Opened, 35, Print(LastMonth));
        await suite.Client.ReportAsync(Opened, 70, Print(ThisMonth));

        var month = await GetAsync("periodic", LastMonth);
        Assert.Equal(ThisMonth.AddDays(-1), DateOnly.FromDateTime(month.Basis.ReadDate.ToDateTime()));
        Assert.Equal((1, 1), (Of(month, "city", "committed"), Of(await GetAsync("trend", LastMonth), "trend", "reported")));
        var table = await GetAsync("progress-table", LastMonth, $"{Desk.Programme}/cities/dalian");
        Assert.Equal((35, "推进中"), ((int)Row(table, 1, "period_percent").NumberValue, Row(table, 1, "state").StringValue));
        Assert.Equal("未建账", Row(table, 2, "state").StringValue);
        Assert.Equal(2, Of(await GetAsync("periodic", ThisMonth), "city", "committed"));
        Assert.Equal(0, Of(await GetAsync("periodic", LastMonth.AddMonths(-1)), "city", "committed"));
        var alone = await GetAsync("periodic", LastMonth, basis: new ReportBasis { LedgerPosition = month.Basis.LedgerPosition });
        Assert.Equal((month.Basis.ReadDate, month.Sections), (alone.Basis.ReadDate, alone.Sections));
        await LaterAsync();

        month = await GetAsync("periodic", LastMonth);
        var before = await ExportAsync(month.Basis);
        var frozen = await suite.Client.Periods.FreezePeriodAsync(new FreezePeriodRequest { Name = $"{Desk.Programme}/periods/{Print(LastMonth)}" }, cancellationToken: Stop);
        Assert.Equal(Of(await GetAsync("trend", LastMonth), "trend", "reported"), frozen.Snapshots[0].ReportedCount);
        await suite.Colleague.AcceptAsync($"{Opened}/progressReports/1");
        await suite.Client.OpenAsync(3, "dalian");
        Assert.Equal(before, await ExportAsync(month.Basis));
        Assert.Equal(frozen.Snapshots[0].AsOfPosition, (await GetAsync("periodic", LastMonth)).Basis.LedgerPosition);
        Assert.Equal("已报送", Row(await GetAsync("progress-table", LastMonth, $"{Desk.Programme}/cities/dalian"), 1, "report_state").StringValue);

        await suite.Client.Periods.ReopenPeriodAsync(new ReopenPeriodRequest { Name = frozen.Name, Reason = "更正" }, cancellationToken: Stop);
        Assert.Equal("审核通过", Row(await GetAsync("progress-table", LastMonth, $"{Desk.Programme}/cities/dalian"), 1, "report_state").StringValue);
    }

    /// <summary>What was opened since, and reported for the month all the same, is in the reports of it.</summary>
    private async Task LaterAsync()
    {
        await suite.Client.ReportAsync($"{Desk.Programme}/commitments/2-dalian", 20, Print(LastMonth));

        var table = await GetAsync("progress-table", LastMonth, $"{Desk.Programme}/cities/dalian");
        Assert.Equal(("未启动", "已报送", 20), (Row(table, 2, "state").StringValue, Row(table, 2, "report_state").StringValue, (int)Row(table, 2, "period_percent").NumberValue));
        var trend = await GetAsync("trend", LastMonth);
        Assert.Equal((2, 2), (Of(trend, "trend", "committed"), Of(trend, "trend", "reported")));
        Assert.Equal(2, Of(await GetAsync("periodic", LastMonth), "city", "committed"));
        Assert.Equal(0, Of(await GetAsync("periodic", LastMonth.AddMonths(-1)), "city", "committed"));
    }

    /// <summary>A ledger in which a commitment was opened and acknowledged on a day that is past.</summary>
    private async Task BeganInAsync(DateOnly day)
    {
        var edition = (await suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Desk.Programme }, cancellationToken: Stop)).Edition;
        await suite.EndAsync();
        await using (var ledger = EntryLedger.Open(Path.Combine(suite.Folder, "reporting", "ledger.db"), database: null, _ => { }))
        {
            Core.CommitmentEvent[] events =
            [
                new Core.CommitmentEvent.Opened(new Core.Plan("市商务局", [], day.AddDays(200), [], []), new Core.Basis(edition, "ruleSets/0123456789abcdef", 0, "适用范围为全域。", ["*"])),
                new Core.CommitmentEvent.Dispatched("", day.AddDays(3)),
                new Core.CommitmentEvent.Acknowledged(""),
            ];
            foreach (var (revision, happened) in events.Index())
            {
                var (kind, payload) = EventCodec.Commitments.Encode(happened);
                await ledger.AppendAsync(new Draft(Opened, revision, kind, payload, "dalian-reporter", new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero), Request: null), Stop);
            }
        }

        await suite.RestartAsync("--Reporting:ReportValuesKept=0"); // what is kept is the same for another reason
    }

    private async Task<Report> GetAsync(string kind, DateOnly month, string city = "", ReportBasis? basis = null) => await suite.Client.Reports.GetReportAsync(
        new GetReportRequest { Name = $"{Desk.Programme}/reports/{kind}", Query = new ReportQuery { Period = Print(month), City = city, PeriodCount = 2, Basis = basis } }, cancellationToken: Stop);

    private Task<byte[]> ExportAsync(ReportBasis basis) => ReportTests.ExportAsync(suite.Client, "periodic", new ReportQuery { Period = Print(LastMonth), Basis = basis }, Report.Types.Format.Docx);

    private static string Print(DateOnly month) => month.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    /// <summary>A value of the last row of a table.</summary>
    private static int Of(Report report, string table, string column) => (int)report.Sections.Single(s => s.Table == table).Rows[^1].Values[At(report, table, column)].NumberValue;

    private static Value Row(Report report, int task, string column) =>
        report.Sections.Single(s => s.Table == "progress").Rows.Single(r => r.Values[0].NumberValue == task).Values[At(report, "progress", column)];

    private static int At(Report report, string table, string column) => report.Sections.Single(s => s.Table == table).Columns.Index().Single(c => c.Item.Key == column).Index;
}
