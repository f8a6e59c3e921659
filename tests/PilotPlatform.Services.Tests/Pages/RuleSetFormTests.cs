using System.Net;
using System.Text;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Rule sets by forms alone, in a suite of its own.</summary>
public sealed class RuleSetFormTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>What was tried is still there, to be published or left.</summary>
    [Fact]
    public async Task RuleSet_WhosePublicationIsRefused_KeepsWhatWasTried()
    {
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var isNamesakeSaid = false;
        var shipped = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"), Stop);
        async Task<(string Action, Dictionary<string, string> Fields)> TriedAsync(string content)
        {
            using var tried = await visitor.PostAsync(await visitor.FormAsync("/rule-sets", "/TryRuleSet"), Encoding.UTF8.GetBytes(content));
            var trial = await tried.Content.ReadAsStringAsync(Stop);
            isNamesakeSaid = WebUtility.HtmlDecode(trial).Contains("已用于内容不同的规则集", StringComparison.Ordinal);
            return FormVisitor.FormOf(trial, "/PublishRuleSet");
        }

        await TriedAsync(shipped.Replace("\"version\": \"2026.", "\"version\": \"2099.", StringComparison.Ordinal));
        Assert.False(isNamesakeSaid);
        var first = await TriedAsync(shipped + "\n\n");
        Assert.True(isNamesakeSaid); // the same number with another content
        using var published = await visitor.PostAsync(first);
        var second = await TriedAsync(shipped + "\n\n\n");
        second.Fields["request_id"] = first.Fields["request_id"];
        using var refused = await visitor.PostAsync(second);
        var page = await refused.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.SeeOther, HttpStatusCode.UnprocessableEntity), (published.StatusCode, refused.StatusCode));
        Assert.Contains("role=\"alert\"", page, StringComparison.Ordinal);
        var again = FormVisitor.FormOf(page, "/PublishRuleSet");
        Assert.Equal(second.Fields["content"], again.Fields["content"]);
        using var taken = await visitor.PostAsync(again);
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
    }
}
