using System.Net;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>The workbench of somebody with much to do, in a suite of its own.</summary>
public sealed class WorkbenchPageTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    [Fact]
    public async Task Waiting_MoreThanAPage_IsShownInPages()
    {
        const string City = "xian";
        var matrix = await suite.Scope.GetReachMatrixAsync(new() { Name = $"{RunningSuite.Programme}/reachMatrix" }, cancellationToken: RunningSuite.Stop);
        var column = matrix.Cities.IndexOf($"{RunningSuite.Programme}/cities/{City}");
        var tasks = matrix.Rows.Where(row => row.States[column] == Reach.Types.State.Applies).Select(row => int.Parse(row.PilotTask.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)).Take(51);
        await Task.WhenAll(tasks.Select(task => suite.Client.OpenAsync(task, City)));
        using var visitor = new FormVisitor(suite.Pages, "xian-reviewer");

        var first = await SectionAsync(visitor, "/workbench");
        Assert.Equal(50, first.Split("scope=\"row\"").Length - 1);
        Assert.All(first.Split("scope=\"row\"").Skip(1), row => Assert.Contains("<p class=\"settler\">", row.Split("</th>")[0], StringComparison.Ordinal)); // what the task begins with
        Assert.Contains("西安 · 任务 1</a> <span class=\"count\">市商务局</span><p class=\"settler\">向外资开放", WebUtility.HtmlDecode(first), StringComparison.Ordinal);
        Assert.Contains("href=\"/workbench?waiting=50#waiting\"", first, StringComparison.Ordinal);
        var second = await SectionAsync(visitor, "/workbench?waiting=50");
        Assert.Equal(1, second.Split("scope=\"row\"").Length - 1);
        Assert.Contains("href=\"/workbench#waiting\"", second, StringComparison.Ordinal);
        Assert.DoesNotContain("rel=\"next\"", second, StringComparison.Ordinal);
        Assert.Contains("<span class=\"count\">51</span>", await visitor.ReadAsync("/workbench"), StringComparison.Ordinal);
        using var none = await visitor.GetAsync("/workbench?overdue=all");
        Assert.Equal(HttpStatusCode.BadRequest, none.StatusCode);
    }

    private static async Task<string> SectionAsync(FormVisitor visitor, string address) =>
        (await visitor.ReadAsync(address)).Split("<section aria-labelledby=\"waiting\"")[1].Split("</section>")[0];
}
