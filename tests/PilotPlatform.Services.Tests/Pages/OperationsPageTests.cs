using System.Net;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>What an operator reads in Chinese is Chinese, and tells of every store of record.</summary>
public sealed partial class OperationsPageTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    [Fact]
    public async Task Operations_InChinese_TellOfEachStoreWithoutEnglishWords()
    {
        using var visitor = new FormVisitor(suite.Pages, "auditor");
        var page = WebUtility.HtmlDecode(await visitor.ReadAsync("/operations"));
        var table = Marks().Replace(page[page.IndexOf("<tbody", StringComparison.Ordinal)..page.IndexOf("</tbody>", StringComparison.Ordinal)], " ");

        Assert.Equal(3, table.Split("账本：").Length - 1);
        Assert.Equal(3, table.Split("核验无误，当时还没有检查点可对照").Length - 1);
        Assert.Contains("已连接", table, StringComparison.Ordinal);
        Assert.Equal(["catalog", "gateway", "reporting", "scope-rules", "web"], Latin().Matches(table).Select(m => m.Value).Where(w => w != "UTC").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Ledger_WithoutACheckpoint_SaysSo()
    {
        using var visitor = new FormVisitor(suite.Pages, "auditor");

        Assert.Contains("还没有检查点", await visitor.ReadAsync("/ledger"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marks();

    [GeneratedRegex("(?<![0-9a-z.])[A-Za-z][A-Za-z-]{2,}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Latin();
}
