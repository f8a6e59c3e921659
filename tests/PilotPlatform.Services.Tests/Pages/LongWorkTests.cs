using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A report or an import that takes longer than somebody waits without a word: a page that says how far it is, and leads to what comes of it.</summary>
public sealed partial class LongWorkTests : IAsyncLifetime
{
    private readonly OwnSuite suite = new() { Others = ["--Pages:Patience=0"] };

    public ValueTask InitializeAsync() => suite.InitializeAsync();

    public ValueTask DisposeAsync() => suite.DisposeAsync();

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Report_ThatTakesLong_ShowsHowFarItIsAndLeadsToItsFile()
    {
        var name = (await suite.Client.OpenAsync(9, "shenzhen")).Name;
        await suite.Client.ReportAsync(name, 10);
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        var page = WebUtility.HtmlDecode(await visitor.ReadAsync("/reports/ledger/file?city=shenzhen&format=csv"));
        Assert.Contains("正在生成《台账》", page, StringComparison.Ordinal);
        Assert.Contains("<progress", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
        var file = Refresh().Match(page).Groups["address"].Value;
        Assert.Contains($"href=\"{file}\"", page, StringComparison.Ordinal);

        // What is recorded meanwhile is not in it.
        await suite.Client.ReportAsync((await suite.Client.OpenAsync(10, "shenzhen")).Name, 20);
        using var answer = await visitor.GetAsync(file);
        var lines = (await answer.Content.ReadAsStringAsync(Stop)).Split('\n').Where(line => line.Contains(",深圳市,", StringComparison.Ordinal)).ToArray();
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Matches("^台账-shenzhen-20[0-9-]{8}\\.csv$", answer.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Single(lines);
    }

    /// <summary>It is of the last day of the period, and not of the day on which somebody waits for it.</summary>
    [Fact]
    public async Task Report_OfAPeriodThatIsOver_StaysOne()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var page = WebUtility.HtmlDecode(await visitor.ReadAsync("/reports/periodic/file?period=2026-01&format=csv"));
        var file = Refresh().Match(page).Groups["address"].Value;
        using var answer = await visitor.GetAsync(file);

        Assert.Equal("?period=2026-01&format=csv&made=1", file[file.IndexOf('?', StringComparison.Ordinal)..]);
        Assert.Equal((HttpStatusCode.OK, "text/csv"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Report_ThatIsRefusedAfterAWhile_SaysSoInTheLanguageOfThePage()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        var page = WebUtility.HtmlDecode(await visitor.ReadAsync("/reports/progress-table/file?format=xlsx&city=suzhou&period=2026-13"));

        Assert.Contains("“2026-13”不是月份", string.Concat(page.Where(c => !char.IsWhiteSpace(c))), StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv", page, StringComparison.Ordinal);
    }

    /// <summary>There is none of that name: that is said, and not that something is away.</summary>
    [Fact]
    public async Task Report_ThatIsNone_IsSaidToBeNone()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        using var answer = await visitor.GetAsync("/reports/nonsense/file?format=csv");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));

        // Where it is refused before anybody has begun to wait, there is no such page.
        Assert.Contains(answer.StatusCode == HttpStatusCode.NotFound ? "没有这个页面" : "没有“nonsense”。", page, StringComparison.Ordinal);
        Assert.DoesNotContain("无法查询", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "正在读取“file.bin”")]
    [InlineData("/en", "“file.bin” is being read")]
    public async Task Import_ThatTakesLong_ShowsHowFarItIsAndLeadsToItsChecks(string language, string title)
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        using var answer = await visitor.PostAsync(await visitor.FormAsync($"{language}/imports", "/imports"), Encoding.UTF8.GetBytes(RunningSuite.Document));

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Contains(title, page, StringComparison.Ordinal);
        Assert.Contains("<progress", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
        Assert.Matches($"^{language}/imports/[0-9a-f]+$", Refresh().Match(page).Groups["address"].Value);
        Assert.Contains("id=\"checks\"", await visitor.ReadAsync(Refresh().Match(page).Groups["address"].Value), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ThatIsRefusedAfterAWhile_SaysSoInTheLanguageOfThePage()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var document = RunningSuite.Document.Replace("7\t促进数据要素流通交易。\t*\n", "", StringComparison.Ordinal);
        using var answer = await visitor.PostAsync(await visitor.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(document));

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Contains("第 55 行应为 7，现为 8", page, StringComparison.Ordinal);
        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
    }

    /// <summary>What a rule set would change is told in words, where one waited for it.</summary>
    [Theory]
    [InlineData("", "试算中", "外资股比为多少？ [0-9.]+ %", "适用 → 不适用", "结论得出“不适用”，案例写的是“适用”。")]
    [InlineData("/en", "Being tried", "foreign share in .*\\? [0-9.]+ %", "Applies → Does not apply", "The verdict comes out as “Does not apply”; the case says “Applies”.")]
    public async Task RuleSet_ThatTakesLongToTry_IsToldOfInWordsOnThePage(string language, string goesOn, string witness, string flip, string failure)
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var rules = (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"), Stop)).Replace("\"maximum\": 5000}, \"words\": \"外资股比不超过 50%\"", "\"maximum\": 4000}, \"words\": \"外资股比不超过 50%\"", StringComparison.Ordinal);
        using var answer = await visitor.PostAsync(await visitor.FormAsync($"{language}/rule-sets", "/TryRuleSet"), Encoding.UTF8.GetBytes(rules));

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Stop));
        Assert.Contains(goesOn, page, StringComparison.Ordinal);
        Assert.Matches(witness, page);
        Assert.Contains(flip, page, StringComparison.Ordinal);
        Assert.Contains(failure, page, StringComparison.Ordinal);
        Assert.EndsWith("/rule-sets/PublishRuleSet", FormVisitor.FormOf(page, "/PublishRuleSet").Action, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }

    [GeneratedRegex("http-equiv=\"refresh\" content=\"0;url=(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refresh();
}
