using System.Collections.Concurrent;
using System.Globalization;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting.Reports;
using Force = PilotPlatform.Domain.Catalogue.Structure.PolicyForce;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Reads what reports need of editions, each once: an edition never changes.</summary>
internal sealed class CatalogueReader(CatalogService.CatalogServiceClient catalog)
{
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<string, CatalogueFacts> known = new(StringComparer.Ordinal);

    public async ValueTask<CatalogueFacts> ReadAsync(ProgrammeName programme, string edition, CancellationToken cancellation) =>
        known.TryGetValue(edition, out var facts) ? facts : known.GetOrAdd(edition, await ReadAnewAsync(programme, edition, cancellation));

    private async Task<CatalogueFacts> ReadAnewAsync(ProgrammeName programme, string edition, CancellationToken cancellation)
    {
        var (parent, tasks) = (programme.ToString(), new List<PilotTask>());
        for (var (token, more) = ("", true); more; more = token.Length > 0)
        {
            var page = await catalog.ListPilotTasksAsync(new() { Parent = parent, Edition = edition, PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
            tasks.AddRange(page.PilotTasks);
            token = page.NextPageToken;
        }

        var chapters = await catalog.ListChaptersAsync(new() { Parent = parent, Edition = edition, PageSize = PageSize }, cancellationToken: cancellation);
        var cities = await catalog.ListCitiesAsync(new() { Parent = parent, Edition = edition, PageSize = PageSize }, cancellationToken: cancellation);
        var provinces = await catalog.ListProvincesAsync(new() { Parent = parent, Edition = edition, PageSize = PageSize }, cancellationToken: cancellation);
        return new CatalogueFacts(
            [.. tasks.Select(t => new TaskFacts(t.Number, int.Parse(IdOf(t.Chapter), CultureInfo.InvariantCulture), t.Text.Verbatim, t.Text.English, ForceOf(t)))],
            [.. chapters.Chapters.Select(c => new ChapterFacts(c.Number, c.Title.Verbatim, c.Title.English))],
            [.. cities.Cities.Select(c => new CityFacts(IdOf(c.Name), c.DisplayName, c.EnglishName, IdOf(c.Province)))],
            [.. provinces.Provinces.Select(p => new ProvinceFacts(IdOf(p.Name), p.DisplayName, p.EnglishName))]);
    }

    private static Force? ForceOf(PilotTask task) => task.PolicyForces is [var first, ..] && first != PolicyForce.Unspecified ? (Force)((int)first - 1) : null;

    private static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];
}
