using System.Net;
using System.Text;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A document that somebody brings in, looks at and publishes, form by form.</summary>
public sealed class ImportPageTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    [Fact]
    public async Task Import_LookedAtAndPublished_ShowsWhatWouldChangeAndThenWhatDid()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var before = await CurrentAsync();

        var import = await LocationAsync(visitor.PostAsync(await visitor.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(OtherDocument.WithoutDalianAndAChapter(RunningSuite.Document))));
        var report = await visitor.ReadAsync(import);
        Assert.Equal(before, await CurrentAsync());
        Assert.Contains("减少城市：大连", WebUtility.HtmlDecode(report), StringComparison.Ordinal);

        var edition = await LocationAsync(visitor.PostAsync(FormVisitor.FormOf(report, "/publish")));
        var changes = WebUtility.HtmlDecode(await visitor.ReadAsync($"{edition}/changes?since={before.Split('/')[^1]}"));
        Assert.EndsWith(edition.Split('/')[^1], await CurrentAsync(), StringComparison.Ordinal);
        Assert.Contains("减少城市：大连", changes, StringComparison.Ordinal);
    }

    /// <summary>Whoever publishes knows beforehand whether there will be verdicts.</summary>
    [Theory]
    [InlineData("", "能读这份文件：159 项任务的适用范围和文字都有规则")]
    [InlineData("8\t发展游戏、动漫", "处不能读这份文件")]
    public async Task Import_OfADocument_SaysWhetherTheRulesReadIt(string changed, string said)
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var document = changed.Length == 0 ? RunningSuite.Document + "\n" : RunningSuite.Document.Replace(changed, "8\t支持游戏、动漫", StringComparison.Ordinal);

        var import = await LocationAsync(visitor.PostAsync(await visitor.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(document)));

        var page = WebUtility.HtmlDecode(await visitor.ReadAsync(import));
        Assert.Contains(said, page, StringComparison.Ordinal);
        Assert.InRange(page.IndexOf("id=\"changes\"", StringComparison.Ordinal), 1, page.IndexOf("id=\"checks\"", StringComparison.Ordinal)); // what it changes comes first
    }

    /// <summary>What an upload is refused for is said beside the file, in the language of the page.</summary>
    [Theory]
    [InlineData("/imports", "须为 1 至 20971520 字节（20 MB）")]
    [InlineData("/en/imports", "bytes are not between 1 and 20971520 (20 MB)")]
    public async Task Import_OfAFileThatIsTooLarge_SaysSo(string address, string sentence)
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");

        using var answer = await visitor.PostAsync(await visitor.FormAsync(address, "/imports"), new byte[21_000_000]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Contains(sentence, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(RunningSuite.Stop)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfADocumentWithAGap_IsRefusedInChinese()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var document = RunningSuite.Document.Replace("7\t促进数据要素流通交易。\t*\n", "", StringComparison.Ordinal);

        using var answer = await visitor.PostAsync(await visitor.FormAsync("/imports", "/imports"), Encoding.UTF8.GetBytes(document));

        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(RunningSuite.Stop));
        Assert.Contains("第 55 行应为 7，现为 8", page, StringComparison.Ordinal);
        Assert.Contains("任务序号：", page, StringComparison.Ordinal);
        Assert.DoesNotContain("task-numbering", page, StringComparison.Ordinal);
        Assert.DoesNotContain("stands where", page, StringComparison.Ordinal);
        Assert.DoesNotContain("决定文件", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imports_ForTheAuditor_AreReadWithoutForms()
    {
        using var visitor = new FormVisitor(suite.Pages, "auditor");

        var page = await visitor.ReadAsync("/imports");

        Assert.DoesNotContain("type=\"file\"", page, StringComparison.Ordinal);
    }

    private async Task<string> CurrentAsync() =>
        (await suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = RunningSuite.Programme }, cancellationToken: RunningSuite.Stop)).Edition;

    private static async Task<string> LocationAsync(Task<HttpResponseMessage> posted)
    {
        using var answer = await posted;
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return answer.Headers.Location!.OriginalString.Split('#')[0];
    }
}
