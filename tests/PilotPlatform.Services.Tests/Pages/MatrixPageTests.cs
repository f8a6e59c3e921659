using System.Net;
using System.Text.RegularExpressions;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>What a matrix adds up is what its cells show, and its legend has each of its signs.</summary>
public sealed partial class MatrixPageTests(RunningSuite suite)
{
    [Theory]
    [InlineData("Applies", "适用")]
    [InlineData("DoesNotApply", "不适用")]
    [InlineData("Undetermined", "待定")]
    public async Task Sums_OfAMatrixOfVerdicts_CountItsCells(string verdict, string word)
    {
        var page = await PageAsync($"/matrix?verdict={verdict}");
        var rows = Row().Matches(page.Split("<tfoot")[0]).Select(row => (Cells: Cell().Matches(row.Value).Select(cell => cell.Groups["word"].Value).ToArray(), Sum: Sum().Match(row.Value).Groups["sum"].Value)).Where(row => row.Cells.Length > 0).ToArray();
        var foot = Row().Matches(page.Split("<tfoot")[1]).Single(row => row.Value.Contains($" {word}</th>", StringComparison.Ordinal)).Value;

        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Equal($"{row.Cells.Count(cell => cell == "适用")}", row.Sum));
        var columns = Enumerable.Range(0, 9).Select(city => rows.Count(row => row.Cells[city] == word)).ToArray(); // every row with such a cell is shown
        Assert.Equal([.. columns, columns.Sum()], Sum().Matches(foot).Select(cell => int.Parse(cell.Groups["sum"].Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Legend_OfAMatrixOfLamps_HasEachLamp()
    {
        var legend = (await PageAsync("/matrix?lamp=Green")).Split("class=\"legend\"")[1].Split("</ul>")[0];

        Assert.All(new[] { "✓</span> 绿灯", "▽</span> 蓝灯", "▲</span> 黄灯", "■</span> 红灯" }, lamp => Assert.Contains(lamp, legend, StringComparison.Ordinal));
    }

    private async Task<string> PageAsync(string address)
    {
        using var http = suite.HttpAs("auditor");
        return WebUtility.HtmlDecode(await http.GetStringAsync(address, RunningSuite.Stop));
    }

    [GeneratedRegex("<tr[ >].*?</tr>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Row();

    [GeneratedRegex("<td class=.><a [^>]*>[^<]*<i>(?<word>[^<]*)</i>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Cell();

    [GeneratedRegex("<td>(?<sum>[0-9]+)</td>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Sum();
}
