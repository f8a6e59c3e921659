using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPlatform.Web.Pages;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web;

/// <summary>The addresses of the pages: parse, read, show.</summary>
internal static class PageRoutes
{
    private static readonly string[] Reads = [HttpMethods.Get, HttpMethods.Head];

    public static void MapPages(this WebApplication app, ResourceAssetCollection assets)
    {
        var pages = app.MapGroup("").WithMetadata(assets);
        pages.MapMethods("/", Reads, async (PlatformReader reader, CancellationToken stop) => Show<HomePage>(await reader.PlatformAsync(stop)));
        pages.MapMethods("/matrix", Reads, async (string? chapter, string? state, PlatformReader reader, CancellationToken stop) =>
            Show<MatrixPage>(MatrixView.Of(await reader.PlatformAsync(stop), chapter, state)));
        pages.MapMethods("/cities", Reads, async (PlatformReader reader, CancellationToken stop) => Show<CitiesPage>(await reader.PlatformAsync(stop)));
        pages.MapMethods("/cities/{city}", Reads, async (string city, PlatformReader reader, CancellationToken stop) =>
            Show<CityPage>(await reader.CityAsync(city, stop)));
        pages.MapMethods("/provinces", Reads, async (PlatformReader reader, CancellationToken stop) => Show<ProvincesPage>(await reader.PlatformAsync(stop)));
        pages.MapMethods("/provinces/{province}", Reads, async (string province, PlatformReader reader, CancellationToken stop) =>
            Show<ProvincePage>(await reader.ProvinceAsync(province, stop)));
        pages.MapMethods("/chapters", Reads, async (PlatformReader reader, CancellationToken stop) => Show<ChaptersPage>(await reader.PlatformAsync(stop)));
        pages.MapMethods("/chapters/{number:int}", Reads, async (int number, PlatformReader reader, CancellationToken stop) =>
            Show<ChapterPage>(await reader.ChapterAsync(number, stop)));
        pages.MapMethods("/tasks/{number:int}", Reads, async (int number, PlatformReader reader, CancellationToken stop) =>
            Show<TaskPage>(await reader.TaskAsync(number, stop)));
        pages.MapMethods("/editions", Reads, async (PlatformReader reader, CancellationToken stop) => Show<EditionsPage>(await reader.EditionsAsync(stop)));
        pages.MapMethods("/editions/{edition}", Reads, async (string edition, PlatformReader reader, CancellationToken stop) =>
            Show<EditionPage>(await reader.EditionAsync(edition, stop)));
        pages.MapMethods("/rule-sets/{ruleSet}", Reads, async (string ruleSet, PlatformReader reader, CancellationToken stop) =>
            Show<RuleSetPage>(await reader.RuleSetAsync(ruleSet, stop)));
        pages.MapFallback("{*path}", () => PageFaults.Page(StatusCodes.Status404NotFound, []));
    }

    private static RazorComponentResult<TPage> Show<TPage>(object view)
        where TPage : IComponent =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view });
}
