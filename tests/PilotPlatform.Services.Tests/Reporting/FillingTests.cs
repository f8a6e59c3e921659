using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using Action = PilotPlatform.Contracts.Reporting.V1.FillProgressReportsResponse.Types.Row.Types.Action;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Forms filled in and handed back: told first, recorded as a whole, and once.</summary>
public sealed class FillingTests(RunningSuite suite)
{
    private const string Period = "2026-10";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Fill_OfAForm_IsToldFirstAndThenRecordedOnce()
    {
        var name = (await suite.Client.OpenAsync(80, "xian")).Name;
        var form = await FilledAsync("xian", name, ("J", "35"), ("K", "已出台方案"), ("L", "缺少细则"), ("M", "省级"));

        var told = await FillAsync(suite.Client, form);
        var row = Assert.Single(told.Rows, r => r.Action != Action.None);
        Assert.Equal((name, Action.Report, ""), (row.Commitment, row.Action, row.ProgressReport));
        Assert.Equal([("progress_percent", "", "35"), ("progress_narrative", "", "已出台方案"), ("progress_problem", "", "缺少细则"), ("progress_problem_level", "", "省级")], row.Changes.Select(c => (c.Column, c.OldValue, c.NewValue)));
        Assert.False((await suite.Client.ReadAsync(name)).HasProgressPercent);

        var id = Guid.CreateVersion7().ToString();
        var applied = await FillAsync(suite.Client, form, r => (r.Header.Apply, r.RequestId) = (true, id));
        var repeated = await FillAsync(suite.Client, form, r => (r.Header.Apply, r.RequestId) = (true, id));
        Assert.Equal((1, 0), (applied.Summary.AppliedCount, applied.Summary.RefusedCount));
        Assert.Equal((1, 0), (repeated.Summary.AppliedCount, repeated.Summary.RefusedCount));
        var report = Assert.Single((await suite.Client.Reporting.ListProgressReportsAsync(new ListProgressReportsRequest { Parent = name }, cancellationToken: Stop)).ProgressReports);
        Assert.Equal((35, "已出台方案", Period, "缺少细则"), (report.ProgressPercent, report.Narrative, report.Period, report.Problems.Single().Description));
        Assert.All([applied, repeated], answer => Assert.Equal(report.Name, answer.Rows.Single(r => r.ProgressReport.Length > 0).ProgressReport));
    }

    [Fact]
    public async Task Fill_OfAReturnedReport_AnswersTheReturn()
    {
        var name = (await suite.Client.OpenAsync(81, "xian")).Name;
        var report = await suite.Client.ReportAsync(name, 10, Period);
        await suite.Client.Workflow.ReturnProgressReportAsync(new ReturnProgressReportRequest { Name = report.Name, Reason = "请补充", Level = ReviewLevel.City }, cancellationToken: Stop);

        var applied = await FillAsync(suite.Client, await FilledAsync("xian", name, ("K", "已补充说明")), r => r.Header.Apply = true);

        Assert.Equal(Action.Supplement, applied.Rows.Single(r => r.Commitment == name).Action);
        Assert.Equal("已补充说明", (await suite.Client.Reporting.GetProgressReportAsync(new GetProgressReportRequest { Name = report.Name }, cancellationToken: Stop)).Narrative);
    }

    [Fact]
    public async Task Fill_WithOneStaleRow_RecordsNothing()
    {
        var (stale, fresh) = ((await suite.Client.OpenAsync(82, "xian")).Name, (await suite.Client.OpenAsync(83, "xian")).Name);
        var form = await FilledAsync("xian", stale, ("J", "20"), ("K", "一"));
        form = Filled(form, fresh, ("J", "20"), ("K", "二"));
        await suite.Client.ReportAsync(stale, 5);

        var applied = await FillAsync(suite.Client, form, r => r.Header.Apply = true);

        Assert.Equal("ETAG_MISMATCH", ReasonOf(applied.Rows.Single(r => r.Commitment == stale)));
        Assert.Equal((2, 1, 0), (applied.Summary.ChangedCount, applied.Summary.RefusedCount, applied.Summary.AppliedCount));
        Assert.False((await suite.Client.ReadAsync(fresh)).HasProgressPercent);
    }

    [Theory]
    [InlineData("dalian-reporter", 78, "PERMISSION_DENIED")]
    [InlineData("auditor", 79, "PERMISSION_DENIED")]
    public async Task Fill_ForACityThatIsNotOnesOwn_IsRefusedInEveryRow(string persona, int task, string reason)
    {
        var name = (await suite.Client.OpenAsync(task, "xian")).Name;
        var form = await FilledAsync("xian", name, ("J", "20"), ("K", "一"));
        using var caller = suite.As(persona);

        var told = await FillAsync(caller, form);

        Assert.All(told.Rows, row => Assert.Equal(reason, ReasonOf(row)));
        Assert.All(told.Rows, row => Assert.Empty(row.Changes));
    }

    [Fact]
    public async Task Fill_BehindAClosedWindow_IsToldAndRefused()
    {
        const string Closed = "2026-03";
        var name = (await suite.Client.OpenAsync(86, "xian")).Name;
        await suite.Client.Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = $"{Desk.Programme}/periods/{Closed}", City = $"{Desk.Programme}/cities/xian", Reason = "期满" }, cancellationToken: Stop);
        var form = Filled(await FormAsync("xian", Closed), name, ("J", "20"), ("K", "一"));

        var told = await FillAsync(suite.Client, form, r => r.Header.Period = Closed);

        Assert.Equal("WINDOW_CLOSED", ReasonOf(told.Rows.Single(r => r.Commitment == name)));
    }

    [Theory]
    [InlineData("x", "INVALID_ARGUMENT")]
    [InlineData("101", "INVALID_ARGUMENT")]
    [InlineData("", "INVALID_ARGUMENT")]
    public async Task Fill_WithAPercentThatIsNone_IsToldInItsRow(string percent, string reason)
    {
        var name = (await suite.Client.OpenAsync(87 + percent.Length, "xian")).Name;

        var told = await FillAsync(suite.Client, await FilledAsync("xian", name, ("J", percent), ("K", "一")));

        Assert.Equal(reason, ReasonOf(told.Rows.Single(r => r.Commitment == name)));
    }

    [Fact]
    public async Task Fill_OfWhatIsNoForm_IsRefusedByNameAsAWhole()
    {
        using var nobody = suite.As(null);

        Assert.Equal("UNAUTHENTICATED", (await RunningSuite.RefusedAsync(() => FillAsync(nobody, [1, 2, 3]))).Info.Reason);
        Assert.Equal("WORKBOOK_DAMAGED", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1, 2, 3]))).Info.Reason);
        Assert.Equal("WORKBOOK_TOO_LARGE", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1], r => r.Header.SizeBytes = int.MaxValue))).Info.Reason);
        Assert.Equal("CONTENT_MISMATCH", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1, 2], r => r.Header.SizeBytes = 1))).Info.Reason);
        var ledger = await ReportTests.ExportAsync(suite.Client, "ledger", new ReportQuery(), Report.Types.Format.Xlsx);
        Assert.Equal("WORKBOOK_WRONG_SHEET", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, ledger))).Info.Reason);
    }

    private Task<byte[]> FormAsync(string city, string period) =>
        ReportTests.ExportAsync(suite.Client, "progress-form", new ReportQuery { City = $"{Desk.Programme}/cities/{city}", Period = period }, Report.Types.Format.Xlsx);

    private async Task<byte[]> FilledAsync(string city, string commitment, params (string Column, string Value)[] values) => Filled(await FormAsync(city, Period), commitment, values);

    /// <summary>Fills a row in as a spreadsheet does.</summary>
    private static byte[] Filled(byte[] form, string commitment, params (string Column, string Value)[] values)
    {
        using var stream = new MemoryStream();
        stream.Write(form);
        using (var workbook = SpreadsheetDocument.Open(stream, isEditable: true))
        {
            var sheet = (WorksheetPart)workbook.WorkbookPart!.GetPartById(workbook.WorkbookPart.Workbook!.Sheets!.Elements<Sheet>().First().Id!);
            var row = sheet.Worksheet!.Descendants<Row>().Single(r => r.Elements<Cell>().First().InnerText == commitment[(commitment.LastIndexOf('/') + 1)..]);
            foreach (var (column, value) in values)
            {
                var cell = row.Elements<Cell>().Single(c => c.CellReference == $"{column}{row.RowIndex}");
                cell.RemoveAllChildren();
                (cell.DataType, cell.CellValue) = (int.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _) ? CellValues.Number : CellValues.String, new CellValue(value));
            }
        }

        return stream.ToArray();
    }

    private static async Task<(FillProgressReportsResponse.Types.Row[] Rows, FillProgressReportsResponse.Types.Summary Summary)> FillAsync(
        PilotPlatformClient client, byte[] form, System.Action<FillProgressReportsRequest>? change = null)
    {
        var first = new FillProgressReportsRequest { Header = new FillProgressReportsRequest.Types.Header { Parent = Desk.Programme, Period = Period, SizeBytes = form.Length } };
        change?.Invoke(first);
        using var call = client.Reports.FillProgressReports(cancellationToken: Stop);
        try
        {
            await call.RequestStream.WriteAsync(first, Stop);
            foreach (var piece in form.Chunk(50_000))
                await call.RequestStream.WriteAsync(new FillProgressReportsRequest { Chunk = ByteString.CopyFrom(piece) }, Stop);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException)
        {
            // Refused before everything was sent: the answer says why.
        }

        var answers = new List<FillProgressReportsResponse>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Stop))
            answers.Add(answer);
        return ([.. answers.Where(a => a.Row is not null).Select(a => a.Row)], answers[^1].Summary);
    }

    private static string? ReasonOf(FillProgressReportsResponse.Types.Row row) => row.Refusal?.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason;
}
