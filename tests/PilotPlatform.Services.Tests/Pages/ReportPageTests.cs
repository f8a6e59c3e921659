using System.Net;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Reports as the page gives them out: a file under the name of the report, and what one is refused for on the page, at its form.</summary>
public sealed partial class ReportPageTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("/reports/ledger/file?format=xlsx", "台账.xlsx", "ledger.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("/en/reports/ledger/file?city=suzhou&format=CSV", "Ledger of commitments-suzhou.csv", "ledger-suzhou.csv", "text/csv")]
    [InlineData("/reports/comparison/file?period=2026-11&other_period=2026-09&format=docx&signatory=%E5%95%86%E5%8A%A1%E5%B1%80", "两期对比-2026-11-2026-09.docx", "comparison-2026-11-2026-09.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    public async Task Report_ThatCanBeMade_IsAFileUnderItsName(string address, string name, string plainName, string type)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);
        var content = await answer.Content.ReadAsByteArrayAsync(Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal((name, plainName), (answer.Content.Headers.ContentDisposition!.FileNameStar, answer.Content.Headers.ContentDisposition.FileName?.Trim('"')));
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
        Assert.True(content.Length > 100);
    }

    [Theory]
    [InlineData("/reports/progress-table/file?format=xlsx&period=2026-11", 400, "城市：这份报表须指定此项。")]
    [InlineData("/reports/progress-table/file?format=xlsx&city=suzhou&period=2026-13", 400, "“2026-13”不是月份")]
    [InlineData("/reports/ledger/file?city=suzhou", 400, "格式：请选择一项。")]
    [InlineData("/reports/trend/file?format=csv&period=2026-11&period_count=many", 400, "不在2与24之间")]
    [InlineData("/reports/ledger/file?format=docx&addressee=%00", 400, "主送（DOCX）：含有控制字符")]
    [InlineData("/reports/ledger/file?format=csv&ledger_position=none", 400, "账本位置：-1不在0与")]
    [InlineData("/reports/ledger/file?format=csv&read_date=2999-01-01", 400, "日期：2999-01-01尚未到来")]
    [InlineData("/reports/ledger/file?format=csv&read_date=yesterday", 400, "日期：")]
    public async Task Report_ThatIsRefused_IsToldOnThePageAtItsForm(string address, int status, string said)
    {
        using var answer = await suite.Http.GetAsync(address, Stop);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));

        Assert.Equal((status, "text/html"), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        Assert.Contains(said, string.Concat(Tag().Replace(page, "").Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_OfThoseWhoWork_SendsAnybodyElseToSignIn()
    {
        using var nobody = suite.HttpAs(null);
        using var answer = await nobody.GetAsync("/reports/waiting/file?format=docx", Stop);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("href=\"/sign-in?back=%2Freports\"", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_ThatThereIsNot_IsNotFound()
    {
        using var answer = await suite.Http.GetAsync("/reports/nothing/file?format=xlsx", Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Form_OfEachReport_LeadsToItsFile()
    {
        var page = await suite.Http.GetStringAsync("/en/reports", Stop);

        Assert.DoesNotContain("/v1/", page, StringComparison.Ordinal);
        Assert.Equal(10, page.Split("/file\"").Length - 1);
        Assert.Contains("action=\"/en/reports/progress-table/file\"", page, StringComparison.Ordinal);
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
