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
        var form = await FilledAsync("xian", name, ("K", "35"), ("L", "已出台方案"), ("M", "缺少细则"), ("N", "省级"));

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
        Assert.Equal(row.Changes, applied.Rows.Single(r => r.ProgressReport.Length > 0).Changes);
        Assert.Equal(applied.Rows, repeated.Rows);
        Assert.All([applied, repeated], answer => Assert.Equal(report.Name, answer.Rows.Single(r => r.ProgressReport.Length > 0).ProgressReport));
    }

    /// <summary>Whichever rows it has: none of another form is recorded, or counted, under a request id that a form was applied with.</summary>
    [Fact]
    public async Task Fill_OfAnotherFormWithTheSameRequestId_IsRefusedAsAWholeAndRecordsNothing()
    {
        var (one, other) = ((await suite.Client.OpenAsync(36, "fuzhou")).Name, (await suite.Client.OpenAsync(37, "fuzhou")).Name);
        var given = await FormAsync("fuzhou", Period);
        var (first, second) = (Filled(given, one, ("K", "20"), ("L", "一")), Filled(given, other, ("K", "30"), ("L", "二")));
        void Applied(FillProgressReportsRequest r) => (r.Header.Apply, r.RequestId) = (true, "0199f3c0-0000-7000-8000-00000000f177");
        Assert.Equal(1, (await FillAsync(suite.Client, first, Applied)).Summary.AppliedCount);

        Assert.Equal("REQUEST_ID_REUSED", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, second, Applied))).Info.Reason);

        Assert.False((await suite.Client.ReadAsync(other)).HasProgressPercent);
        Assert.Equal(1, (await FillAsync(suite.Client, first, Applied)).Summary.AppliedCount);
    }

    [Fact]
    public async Task Fill_OfAReturnedReport_AnswersTheReturn()
    {
        var name = (await suite.Client.OpenAsync(81, "xian")).Name;
        var report = await suite.Client.ReportAsync(name, 10, Period);
        await suite.Client.Workflow.ReturnProgressReportAsync(new ReturnProgressReportRequest { Name = report.Name, Reason = "请补充", Level = ReviewLevel.City }, cancellationToken: Stop);

        var applied = await FillAsync(suite.Client, await FilledAsync("xian", name, ("L", "已补充说明")), r => r.Header.Apply = true);

        Assert.Equal(Action.Supplement, applied.Rows.Single(r => r.Commitment == name).Action);
        Assert.Equal("已补充说明", (await suite.Client.Reporting.GetProgressReportAsync(new GetProgressReportRequest { Name = report.Name }, cancellationToken: Stop)).Narrative);
    }

    [Fact]
    public async Task Fill_OfAReportThatWasAccepted_IsRefusedByItsNameAndChangesNothing()
    {
        var name = (await suite.Client.OpenAsync(84, "xian")).Name;
        var report = await suite.Client.ReportAsync(name, 10, Period);
        await suite.Colleague.AcceptAsync(report.Name);

        var told = await FillAsync(suite.Client, await FilledAsync("xian", name, ("K", "99")), r => r.Header.Apply = true);

        var row = told.Rows.Single(r => r.Commitment == name);
        Assert.Equal("RESOURCE_EXISTS", ReasonOf(row));
        Assert.Contains(report.Name, row.Refusal.Message, StringComparison.Ordinal);
        Assert.Equal(10, (await suite.Client.ReadAsync(name)).ProgressPercent);
    }

    [Fact]
    public async Task Fill_WithOneStaleRow_RecordsNothing()
    {
        var (stale, fresh) = ((await suite.Client.OpenAsync(82, "xian")).Name, (await suite.Client.OpenAsync(83, "xian")).Name);
        var form = await FilledAsync("xian", stale, ("K", "20"), ("L", "一"));
        form = Filled(form, fresh, ("K", "20"), ("L", "二"));
        await suite.Client.ReportAsync(stale, 5);

        var applied = await FillAsync(suite.Client, form, r => r.Header.Apply = true);

        Assert.Equal("ETAG_MISMATCH", ReasonOf(applied.Rows.Single(r => r.Commitment == stale)));
        Assert.Equal((2, 1, 0), (applied.Summary.ChangedCount, applied.Summary.RefusedCount, applied.Summary.AppliedCount));
        Assert.False((await suite.Client.ReadAsync(fresh)).HasProgressPercent);
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("shaanxi-office")]
    [InlineData("ministry")]
    public async Task Fill_BySomebodyWhoReportsForNoCity_IsRefusedBeforeItIsRead(string persona)
    {
        using var caller = suite.As(persona);

        Assert.Equal("PERMISSION_DENIED", (await RunningSuite.RefusedAsync(() => FillAsync(caller, "no workbook"u8.ToArray()))).Info.Reason);
    }

    [Fact]
    public async Task Fill_ForACityThatIsNotOnesOwn_IsRefusedInEveryRow()
    {
        var name = (await suite.Client.OpenAsync(78, "xian")).Name;
        var form = await FilledAsync("xian", name, ("K", "20"), ("L", "一"));
        using var caller = suite.As("dalian-reporter");

        var told = await FillAsync(caller, form);

        Assert.All(told.Rows, row => Assert.Equal("PERMISSION_DENIED", ReasonOf(row)));
        Assert.All(told.Rows, row => Assert.Empty(row.Changes));
    }

    [Fact]
    public async Task Fill_BehindAClosedWindow_IsToldAndRefused()
    {
        const string Closed = "2026-03";
        var name = (await suite.Client.OpenAsync(86, "xian")).Name;
        await suite.Client.Periods.ClosePeriodWindowAsync(new ClosePeriodWindowRequest { Name = $"{Desk.Programme}/periods/{Closed}", City = $"{Desk.Programme}/cities/xian", Reason = "期满" }, cancellationToken: Stop);
        var form = Filled(await FormAsync("xian", Closed), name, ("K", "20"), ("L", "一"));

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

        var told = await FillAsync(suite.Client, await FilledAsync("xian", name, ("K", percent), ("L", "一")));

        var row = told.Rows.Single(r => r.Commitment == name);
        Assert.Equal(reason, ReasonOf(row));
        var said = row.Problems.Single(p => p.Column == "progress_percent").Refusal.Message;
        Assert.Equal(said.IndexOf("progress_report.", StringComparison.Ordinal), said.LastIndexOf("progress_report.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fill_WithEverythingWrongInARow_NamesEveryCell()
    {
        var name = (await suite.Client.OpenAsync(1, "xian")).Name;

        var told = await FillAsync(suite.Client, await FilledAsync("xian", name, ("D", "2"), ("E", "别的任务"), ("F", "别的单位"), ("G", "1"), ("H", "已落地"), ("I", "7"), ("J", "已报送"), ("K", "三成"), ("M", "缺少细则"), ("N", "区级")));

        var row = told.Rows.Single(r => r.Commitment == name);
        Assert.Equal(["number", "task", "lead_unit", "due_date", "state", "before_percent", "report_state", "progress_percent", "progress_problem_level", "progress_narrative"], row.Problems.Select(p => p.Column));
        Assert.Equal(["D", "E", "F", "G", "H", "I", "J", "K", "N", "L"], row.Problems.Select(p => p.Cell[..1]));
        Assert.All(row.Problems, p => Assert.Equal($"{row.RowNumber}", p.Cell[1..]));
        Assert.Equal(row.Refusal, row.Problems[0].Refusal);
    }

    /// <summary>Of two that say the same but for their tasks, the columns from the task on were sorted, and those before were not.</summary>
    [Fact]
    public async Task Fill_OfAFormThatWasSortedByTheTask_IsRefusedInEveryRow()
    {
        var (one, other) = ((await suite.Client.OpenAsync(84, "shenzhen")).Name, (await suite.Client.OpenAsync(86, "shenzhen")).Name);
        async Task<string> TextAsync(int task) =>
            (await suite.Client.Catalog.GetPilotTaskAsync(new() { Name = $"{Desk.Programme}/pilotTasks/{task}" }, cancellationToken: Stop)).Text.Verbatim;
        var form = await FilledAsync("shenzhen", one, ("E", await TextAsync(86)), ("K", "20"), ("L", "二"));
        form = Filled(form, other, ("E", await TextAsync(84)), ("K", "30"), ("L", "一"));

        var told = await FillAsync(suite.Client, form, r => r.Header.Apply = true);

        Assert.All([one, other], name => Assert.Equal("task", Assert.Single(told.Rows.Single(r => r.Commitment == name).Problems).Column));
        Assert.Equal(0, told.Summary.AppliedCount);
    }

    [Fact]
    public async Task Fill_OfAnEnglishForm_IsTaken()
    {
        var name = (await suite.Client.OpenAsync(106, "shenzhen")).Name;
        await suite.Client.ReportAsync(name, 10, "2026-09");
        var query = new ReportQuery { City = $"{Desk.Programme}/cities/shenzhen", Period = Period, LanguageCode = "en" };
        var form = Filled(await ReportTests.ExportAsync(suite.Client, "progress-form", query, Report.Types.Format.Xlsx), name, ("K", "20"), ("L", "Drafted"));

        var row = (await FillAsync(suite.Client, form)).Rows.Single(r => r.Commitment == name);

        Assert.Equal((Action.Report, 0), (row.Action, row.Problems.Count));
    }

    [Fact]
    public async Task Fill_OfAStaleRowThatIsWrongBesides_TellsAll()
    {
        var name = (await suite.Client.OpenAsync(2, "xian")).Name;
        var form = await FilledAsync("xian", name, ("K", "101"), ("L", "一"));
        await suite.Client.ReportAsync(name, 5, Period);

        var row = (await FillAsync(suite.Client, form)).Rows.Single(r => r.Commitment == name);

        Assert.Equal([("etag", "ETAG_MISMATCH"), ("", "RESOURCE_EXISTS"), ("progress_percent", "INVALID_ARGUMENT")], row.Problems.Select(p => (p.Column, ReasonOf(p.Refusal))));
    }

    [Fact]
    public async Task Fill_ForAnotherPeriodThanItWasGivenOutFor_IsRefused()
    {
        var name = (await suite.Client.OpenAsync(10, "xian")).Name;
        var form = await FilledAsync("xian", name, ("K", "20"), ("L", "一"));

        var told = await FillAsync(suite.Client, form, r => (r.Header.Period, r.Header.Apply) = ("2026-09", true));

        Assert.Equal("period", Assert.Single(told.Rows.Single(r => r.Commitment == name).Problems).Column);
        Assert.Equal(0, told.Summary.AppliedCount);
        Assert.False((await suite.Client.ReadAsync(name)).HasProgressPercent);
    }

    [Fact]
    public async Task Fill_WithTheSameCommitmentInTwoRows_IsRefusedInTheSecond()
    {
        var (first, second) = ((await suite.Client.OpenAsync(4, "xian")).Name, (await suite.Client.OpenAsync(5, "xian")).Name);
        var form = await FilledAsync("xian", first, ("K", "20"), ("L", "一"));
        form = Filled(form, second, ("A", "4-xian"), ("K", "30"), ("L", "二"));

        var told = await FillAsync(suite.Client, form, r => r.Header.Apply = true);

        Assert.Equal(["", "commitment"], told.Rows.Where(r => r.Commitment == first).Select(r => r.Problems.Select(p => p.Column).FirstOrDefault("")));
        Assert.Equal(0, told.Summary.AppliedCount);
    }

    [Fact]
    public async Task Fill_WithARowOfAnotherCity_IsRefusedInThatRowAndRecordsNothing()
    {
        var (own, other) = ((await suite.Client.OpenAsync(6, "xian")).Name, (await suite.Client.OpenAsync(6, "hefei")).Name);
        var spare = (await suite.Client.OpenAsync(7, "xian")).Name;
        var form = Filled(await FilledAsync("xian", own, ("K", "20"), ("L", "一")), spare, ("A", "6-hefei"), ("K", "30"), ("L", "二"));
        using var reporter = suite.As("xian-reporter");

        var told = await FillAsync(reporter, form, r => r.Header.Apply = true);

        Assert.Equal("PERMISSION_DENIED", ReasonOf(Assert.Single(told.Rows.Single(r => r.Commitment == other).Problems).Refusal));
        foreach (var name in new[] { own, other })
            Assert.False((await suite.Client.ReadAsync(name)).HasProgressPercent);
    }

    [Fact]
    public async Task Fill_AppliedTwiceWithoutARequestId_IsAppliedOnce()
    {
        var name = (await suite.Client.OpenAsync(8, "xian")).Name;
        var form = await FilledAsync("xian", name, ("K", "20"), ("L", "一"));

        var first = await FillAsync(suite.Client, form, r => r.Header.Apply = true);
        var second = await FillAsync(suite.Client, form, r => r.Header.Apply = true);

        Assert.Equal((1, 0), (first.Summary.AppliedCount, first.Summary.RefusedCount));
        Assert.Equal((0, Action.None), (second.Summary.AppliedCount, second.Rows.Single(r => r.Commitment == name).Action));
        Assert.Single((await suite.Client.Reporting.ListProgressReportsAsync(new ListProgressReportsRequest { Parent = name }, cancellationToken: Stop)).ProgressReports);
    }

    [Fact]
    public async Task Fill_OfWhatIsNoForm_IsRefusedByNameAsAWhole()
    {
        using var nobody = suite.As(null);

        Assert.Equal("UNAUTHENTICATED", (await RunningSuite.RefusedAsync(() => FillAsync(nobody, [1, 2, 3]))).Info.Reason);
        Assert.Equal("WORKBOOK_DAMAGED", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1, 2, 3]))).Info.Reason);
        Assert.Equal("WORKBOOK_TOO_LARGE", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1], r => r.Header.SizeBytes = int.MaxValue))).Info.Reason);
        Assert.Equal("CONTENT_MISMATCH", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1, 2], r => r.Header.SizeBytes = 1))).Info.Reason);
        var (_, status, _) = await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, [1], r => (r.Header.Parent, r.Header.Period, r.Header.SizeBytes, r.RequestId) = ("cities/xian", "2026-13", 0, "twice")));
        Assert.Equal(["header.parent", "header.period", "header.size_bytes", "request_id"], status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
        var ledger = await ReportTests.ExportAsync(suite.Client, "ledger", new ReportQuery(), Report.Types.Format.Xlsx);
        Assert.Equal("WORKBOOK_WRONG_SHEET", (await RunningSuite.RefusedAsync(() => FillAsync(suite.Client, ledger))).Info.Reason);
    }

    private Task<byte[]> FormAsync(string city, string period) => FormAsync(suite.Client, city, period);

    internal static Task<byte[]> FormAsync(PilotPlatformClient client, string city, string period) =>
        ReportTests.ExportAsync(client, "progress-form", new ReportQuery { City = $"{Desk.Programme}/cities/{city}", Period = period }, Report.Types.Format.Xlsx);

    private async Task<byte[]> FilledAsync(string city, string commitment, params (string Column, string Value)[] values) => Filled(await FormAsync(city, Period), commitment, values);

    /// <summary>Fills a row in as a spreadsheet does.</summary>
    internal static byte[] Filled(byte[] form, string commitment, params (string Column, string Value)[] values)
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

    internal static async Task<(FillProgressReportsResponse.Types.Row[] Rows, FillProgressReportsResponse.Types.Summary Summary)> FillAsync(
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

    private static string? ReasonOf(FillProgressReportsResponse.Types.Row row) => ReasonOf(row.Refusal);

    private static string? ReasonOf(Google.Rpc.Status? refusal) => refusal?.Details.Single(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>().Reason;
}
