using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Web.Caching;
using PilotPlatform.Web.Desks;
using PilotPlatform.Web.Importing;
using PilotPlatform.Web.Interviews;
using PilotPlatform.Web.Matrices;
using PilotPlatform.Web.Operating;
using PilotPlatform.Web.Pages;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Reports;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web;

/// <summary>The addresses of the pages: parse, read, show.</summary>
internal static class PageRoutes
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this WebApplication app, ResourceAssetCollection assets)
    {
        var pages = app.MapGroup("").WithMetadata(assets);
        pages.AddEndpointFilterFactory(QueryNames.Filter);
        Page("/", async ([AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<HomePage>(await reader.HomeAsync(asked, stop)));
        Page("/matrix", async ([AsParameters] MatrixAddress asked, PlatformReader reader, CancellationToken stop) =>
        {
            var view = await reader.MatrixAsync(asked, stop);
            return Show<MatrixPage>(view, isRefused: view.Unknown.Count > 0);
        }).CacheOutput(PublishedPages.Name);
        Page("/cities", async ([AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<CitiesPage>(await reader.PlatformAsync(asked, stop))).CacheOutput(PublishedPages.Name);
        Page("/cities/{city}", async (string city, [AsParameters] EditionAddress asked, HttpRequest request, PlatformReader reader, PageLanguage go, CancellationToken stop) =>
            await reader.CityAsync(city, asked, stop) is var view && ResourceIds.IdOf(view.City.Name) is var id && id == city
                ? (IResult)Show<CityPage>(view)
                : Results.LocalRedirect(go.To($"/cities/{id}{request.QueryString}"), permanent: true)); // a name that people call it leads to its one address
        Page("/provinces", async ([AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<ProvincesPage>(await reader.PlatformAsync(asked, stop))).CacheOutput(PublishedPages.Name);
        Page("/provinces/{province}", async (string province, [AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<ProvincePage>(await reader.ProvinceAsync(province, asked, stop)));
        Page("/chapters", async ([AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<ChaptersPage>(await reader.PlatformAsync(asked, stop))).CacheOutput(PublishedPages.Name);
        Page("/chapters/{number:int}", async (int number, [AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<ChapterPage>(await reader.ChapterAsync(number, asked, stop))).CacheOutput(PublishedPages.Name);
        Page("/tasks/{number:int}", async (int number, [AsParameters] EditionAddress asked, PlatformReader reader, CancellationToken stop) =>
            Show<TaskPage>(await reader.TaskAsync(number, asked, stop)));
        Page("/interview", async (HttpRequest request, PlatformReader reader, CancellationToken stop) =>
        {
            var view = await reader.InterviewAsync(InterviewAddress.Of(request.Query), stop);
            return Show<InterviewPage>(view, isRefused: view.IsRefused);
        }).WithMetadata(InterviewAddress.Names);
        Page("/interview/memo", async (HttpRequest request, PlatformReader reader, PageLanguage go, CancellationToken stop) =>
            await reader.InterviewAsync(InterviewAddress.Of(request.Query) with { IsList = true }, stop) is { List: not null, IsRefused: false } view
                ? (IResult)Show<MemoPage>(view)
                : Results.LocalRedirect(go.To(InterviewAddress.Of(request.Query).At("/interview")))).WithMetadata(InterviewAddress.Names);
        Page("/search", async ([AsParameters] SearchAddress asked, PlatformReader reader, CancellationToken stop) =>
        {
            var view = await reader.SearchAsync(asked, stop);
            return Show<SearchPage>(view, isRefused: view.Found is null);
        });
        Page("/glossary", async (PlatformReader reader, CancellationToken stop) =>
            Show<GlossaryPage>(await reader.GlossaryAsync(stop)));
        Page("/editions", async ([FromQuery(Name = "as_of")] string? asOf, PlatformReader reader, CancellationToken stop) =>
            Show<EditionsPage>(await reader.EditionsAsync(EditionAddress.None with { AsOf = asOf }, stop)));
        Page("/editions/{edition}", async (string edition, PlatformReader reader, CancellationToken stop) =>
            Show<EditionPage>(await reader.EditionAsync(edition, stop)));
        Page("/rule-sets/{ruleSet}", async (string ruleSet, PlatformReader reader, CancellationToken stop) =>
            Show<RuleSetPage>(await reader.RuleSetAsync(ruleSet, stop)));
        pages.MapReports();
        pages.MapFilling();
        pages.MapDesks();
        pages.MapRuleSetTrial();
        pages.MapWorkbench();
        pages.MapImports();
        pages.MapLedger();
        pages.MapGet("/operations", async (HttpContext context, OperationsReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, Show<OperationsPage>(await reader.ReadAsync(stop))));
        Page("/editions/{edition}/changes", async (string edition, string since, ImportReader reader, CancellationToken stop) =>
            Show<ComparePage>(await reader.CompareAsync(edition, since, stop)));
        var others = new OtherMethods(((IEndpointRouteBuilder)app).DataSources);
        pages.MapFallback("{*path}", others.Answer).WithMetadata(QueryNames.Any);

        RouteHandlerBuilder Page(string address, Delegate show) => pages.MapMethods(address, Reads, show);
    }

    /// <param name="view">What the page shows.</param>
    /// <param name="isRefused">Whether the address asks for something that there is not; the page says for what.</param>
    private static RazorComponentResult<TPage> Show<TPage>(object view, bool isRefused = false)
        where TPage : IComponent =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view }) { StatusCode = isRefused ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK };
}
