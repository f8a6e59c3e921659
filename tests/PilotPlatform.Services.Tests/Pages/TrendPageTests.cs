using System.Globalization;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>The course of the implementation rate on pages: the rate of the definition, at the end of each period.</summary>
public sealed class TrendPageTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Trend_WhenACommitmentIsImplemented_IsItsShareOfWhatApplies()
    {
        var name = (await suite.Client.OpenAsync(9, "shenzhen")).Name;
        await suite.Colleague.AcceptAsync((await suite.Client.ReportAsync(name, 100)).Name);
        var evidence = await suite.Client.UploadAsync(name, "落地"u8.ToArray());
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence.Name }, cancellationToken: Stop);
        await suite.Client.Workflow.RequestClosureAsync(new RequestClosureRequest { Name = name, Outcome = ClosureOutcome.Implemented, Statement = "已落地" }, cancellationToken: Stop);
        await suite.Colleague.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = name }, cancellationToken: Stop);
        var report = await suite.Client.Reports.GetReportAsync(new() { Name = $"{RunningSuite.Programme}/reports/trend", Query = new() { Period = TimeProvider.System.GetUtcNow().AddHours(8).ToString("yyyy-MM", CultureInfo.InvariantCulture), City = $"{RunningSuite.Programme}/cities/shenzhen" } }, cancellationToken: Stop);
        var rate = report.Sections[0].Rows[^1].Values[report.Sections[0].Columns.ToList().FindIndex(c => c.Key == "rate")].NumberValue / 100;

        using var visitor = new FormVisitor(suite.Pages, "ministry");
        Assert.Equal(Math.Floor(10_000d / 103) / 100, rate);
        Assert.Contains(Figures(rate, 1, 103), await visitor.ReadAsync("/cities/shenzhen"), StringComparison.Ordinal);
        Assert.Contains(Figures(Math.Floor(10_000d / 954) / 100, 1, 954), await visitor.ReadAsync("/en/"), StringComparison.Ordinal);
        Assert.Contains(Figures(0, 0, 104), await visitor.ReadAsync("/cities/fuzhou"), StringComparison.Ordinal);

        // A province: its cities beside one another, and its own course.
        var province = await visitor.ReadAsync("/en/provinces/fujian");
        Assert.Equal(3, province.Split("<figure class=\"chart\">").Length - 1);
        Assert.Contains(Figures(0, 0, 105 + 104), province, StringComparison.Ordinal);
        Assert.Contains("<tr><th scope=\"row\">Xiamen</th>" + Figures(0), province, StringComparison.Ordinal);
        Assert.DoesNotContain(">Shenzhen</th>", province, StringComparison.Ordinal);
        Assert.Contains(Figures(rate, 1, 103), await visitor.ReadAsync("/provinces/guangdong"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Charts_OfAPage_ShareNoIdsAndClipNothing()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        using var page = await visitor.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync(Stop);
        Assert.Contains("<svg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("clip", html, StringComparison.OrdinalIgnoreCase);
        Assert.Equal((true, true), (page.Headers.CacheControl!.Private && page.Headers.CacheControl.NoStore, page.Headers.Vary.Contains("Cookie")));
    }

    [Theory]
    [InlineData("/", true)]
    [InlineData("/en/", false)]
    public async Task Periods_OfTheTrend_AreNamedInTheLanguageOfThePage(string address, bool isChinese)
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var page = await visitor.ReadAsync(address);
        var charts = page[page.IndexOf("class=\"charts\"", StringComparison.Ordinal)..page.LastIndexOf("</figure>", StringComparison.Ordinal)];

        Assert.Equal(isChinese, charts.Contains('年', StringComparison.Ordinal));
    }

    private static string Figures(params double[] figures) =>
        string.Concat(figures.Select(f => $"<td class=\"figure\">{f.ToString("0.##", CultureInfo.InvariantCulture)}</td>"));
}
