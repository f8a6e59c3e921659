using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Reports over the wire: as data and as files, as of a position, to those who may see them.</summary>
public sealed class ReportTests(RunningSuite suite)
{
    private const string Reports = $"{Desk.Programme}/reports";

    private static CancellationToken Stop => RunningSuite.Stop;

    public static TheoryData<string, int, ReportQuery> Queries => new()
    {
        { "ledger", 19, new ReportQuery() },
        { "progress-table", 20, new ReportQuery { City = $"{Desk.Programme}/cities/ningbo", Period = "2026-11" } },
        { "periodic", 21, new ReportQuery { Period = Month(-1) } },
        { "supervision", 22, new ReportQuery { Province = $"{Desk.Programme}/provinces/fujian" } },
        { "task", 23, new ReportQuery { PilotTask = $"{Desk.Programme}/pilotTasks/1" } },
        { "rates", 28, new ReportQuery { LanguageCode = "en" } },
        { "waiting", 25, new ReportQuery() },
        { "trend", 26, new ReportQuery { Period = Month(0), PeriodCount = 3 } },
        { "comparison", 27, new ReportQuery { Period = Month(0) } },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task Export_AfterMoreHasHappened_IsTheSameToTheByte(string kind, int task, ReportQuery query)
    {
        var name = (await suite.Client.OpenAsync(task, "ningbo")).Name;
        var first = await suite.Client.Reports.GetReportAsync(new GetReportRequest { Name = $"{Reports}/{kind}", Query = query }, cancellationToken: Stop);
        var again = query.Clone();
        again.Basis = first.Basis;
        foreach (var format in new[] { Report.Types.Format.Xlsx, Report.Types.Format.Docx, Report.Types.Format.Csv })
        {
            var before = await ExportAsync(suite.Client, kind, again, format);
            await suite.Client.ReportAsync(name, 40 + (int)format, $"2026-0{(int)format}");

            Assert.Equal(before, await ExportAsync(suite.Client, kind, again, format));
        }

        Assert.Equal(first, await suite.Client.Reports.GetReportAsync(new GetReportRequest { Name = $"{Reports}/{kind}", Query = again }, cancellationToken: Stop));
    }

    [Fact]
    public async Task GetReport_PageByPage_GivesEveryRowOnce()
    {
        var request = new GetReportRequest { Name = $"{Reports}/rates" };
        var all = await suite.Client.Reports.GetReportAsync(request, cancellationToken: Stop);
        request.Query = new ReportQuery { Basis = all.Basis };
        request.PageSize = 7;
        var rows = new List<ListValue>();
        do
        {
            var page = await suite.Client.Reports.GetReportAsync(request, cancellationToken: Stop);
            rows.AddRange(page.Sections.SelectMany(s => s.Rows));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(all.Sections.SelectMany(s => s.Rows), rows);
        Assert.Equal(["city", "chapter", "province", "force"], all.Sections.Select(s => s.Table));
        Assert.Equal(954, all.Sections[0].Rows[^1].Values[1].NumberValue);
        Assert.Contains("落地实施率 =", all.Definition, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListReports_OfAProgramme_NamesEveryReportAndWhatItNeeds()
    {
        var listed = await suite.Client.Reports.ListReportsAsync(new ListReportsRequest { Parent = Desk.Programme }, cancellationToken: Stop);

        Assert.Equal(10, listed.TotalSize);
        Assert.Equal(["city", "period"], listed.Reports.Single(r => r.Name == $"{Reports}/progress-table").RequiredFields);
        Assert.Equal([Report.Types.Format.Xlsx], listed.Reports.Single(r => r.Name == $"{Reports}/progress-form").Formats);
    }

    [Theory]
    [InlineData(null, "waiting", "", "UNAUTHENTICATED")]
    [InlineData(null, "supervision", "", "UNAUTHENTICATED")]
    [InlineData("dalian-reporter", "waiting", "", "PERMISSION_DENIED")]
    [InlineData("dalian-reporter", "waiting", "ningbo", "PERMISSION_DENIED")]
    [InlineData("dalian-reporter", "waiting", "dalian", null)]
    [InlineData("auditor", "supervision", "", null)]
    [InlineData(null, "ledger", "", null)]
    public async Task GetReport_ByCaller_IsForThoseWhoMayReadIt(string? persona, string kind, string city, string? reason)
    {
        using var caller = suite.As(persona);
        var request = new GetReportRequest { Name = $"{Reports}/{kind}", Query = new ReportQuery { City = city.Length == 0 ? "" : $"{Desk.Programme}/cities/{city}" } };

        if (reason is null)
            Assert.NotEmpty((await caller.Reports.GetReportAsync(request, cancellationToken: Stop)).Sections);
        else
            Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => caller.Reports.GetReportAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task Ledger_ForThePublic_HoldsNoReportThatIsNotAccepted()
    {
        var name = (await suite.Client.OpenAsync(54, "hefei")).Name;
        await suite.Client.ReportAsync(name, 30);
        using var nobody = suite.As(null);
        var query = new ReportQuery { PilotTask = $"{Desk.Programme}/pilotTasks/54" };

        Assert.DoesNotContain("已形成实施方案", System.Text.Encoding.UTF8.GetString(await ExportAsync(nobody, "task", query, Report.Types.Format.Csv)), StringComparison.Ordinal);
        Assert.Contains("已形成实施方案", System.Text.Encoding.UTF8.GetString(await ExportAsync(suite.Client, "task", query, Report.Types.Format.Csv)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("unheard-of", "", "RESOURCE_NOT_FOUND")]
    [InlineData("periodic", "", "INVALID_ARGUMENT")]
    [InlineData("periodic", "2099-01", "INVALID_ARGUMENT")]
    [InlineData("trend", "november", "INVALID_ARGUMENT")]
    public async Task GetReport_OfNone_IsRefused(string kind, string period, string reason) =>
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => suite.Client.Reports.GetReportAsync(
            new GetReportRequest { Name = $"{Reports}/{kind}", Query = new ReportQuery { Period = period } }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    [Theory]
    [InlineData("lampRules/0000000000000000", "", "")]
    [InlineData("", "reportWords/0000000000000000", "")]
    [InlineData("", "", "calendars/0000000000000000")]
    public async Task GetReport_ByLampsWordsOrACalendarThatThereAreNot_IsRefused(string lamps, string words, string calendar)
    {
        var basis = (await suite.Client.Reports.GetReportAsync(new GetReportRequest { Name = $"{Reports}/rates" }, cancellationToken: Stop)).Basis;
        (basis.LampRule, basis.Words, basis.Calendar) = (lamps.Length > 0 ? lamps : basis.LampRule, words.Length > 0 ? words : basis.Words, calendar.Length > 0 ? calendar : basis.Calendar);

        var (code, _, _) = await RunningSuite.RefusedAsync(() => suite.Client.Reports.GetReportAsync(new GetReportRequest { Name = $"{Reports}/rates", Query = new ReportQuery { Basis = basis } }, cancellationToken: Stop).ResponseAsync);

        Assert.Equal(StatusCode.NotFound, code);
    }

    [Theory]
    [InlineData("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("CSV", "text/csv")]
    public async Task Export_OverHttp_IsTheFileItself(string format, string type)
    {
        var basis = (await suite.Client.Reports.GetReportAsync(new GetReportRequest { Name = $"{Reports}/rates" }, cancellationToken: Stop)).Basis;
        using var answer = await suite.Http.GetAsync($"/v1/{Reports}/rates:export?format=FORMAT_{format}&query.basis.ledgerPosition={basis.LedgerPosition}", Stop);

        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);
        var query = new ReportQuery { Basis = new ReportBasis { LedgerPosition = basis.LedgerPosition } };
        Assert.Equal(await ExportAsync(suite.Client, "rates", query, System.Enum.Parse<Report.Types.Format>(format, ignoreCase: true)), await answer.Content.ReadAsByteArrayAsync(Stop));
    }

    [Fact]
    public async Task GetReport_AsJson_HasItsRowsAsPlainValues()
    {
        var report = JsonNode.Parse(await suite.Http.GetStringAsync($"/v1/{Reports}/rates", Stop))!;

        Assert.Equal("大连市", (string?)report["sections"]![0]!["rows"]![0]![0]);
        Assert.Equal(107, (int?)report["sections"]![0]!["rows"]![0]![1]);
    }

    private static string Month(int offset) => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddMonths(offset).ToString("yyyy-MM", CultureInfo.InvariantCulture);

    internal static async Task<byte[]> ExportAsync(PilotPlatformClient client, string kind, ReportQuery query, Report.Types.Format format)
    {
        using var call = client.Reports.ExportReport(new ExportReportRequest { Name = $"{Reports}/{kind}", Query = query, Format = format }, cancellationToken: Stop);
        using var file = new MemoryStream();
        await foreach (var piece in call.ResponseStream.ReadAllAsync(Stop))
            piece.Data.WriteTo(file);
        return file.ToArray();
    }
}
