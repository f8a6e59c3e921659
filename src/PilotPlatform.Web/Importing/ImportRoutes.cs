using Microsoft.AspNetCore.Antiforgery;
using PilotPlatform.Web.Desks;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Importing;

/// <summary>The pages of documents and of the editions that come of them.</summary>
internal static class ImportRoutes
{
    public static void MapImports(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/imports", async (HttpContext context, ImportReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportsPage>(await reader.ImportsAsync(null, stop))));
        pages.MapPost("/imports", (HttpContext context, ImportReader reader, CommandClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(context, forms, ImportForms.Upload, posted => posted.Programme, go, clients, "/imports", async problems =>
                WorkbenchRoutes.Show<ImportsPage>(await reader.ImportsAsync(problems, stop))));
        pages.MapGet("/imports/{import}", async (string import, HttpContext context, ImportReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, null, null, stop))));
        pages.MapPost("/imports/{import}/rules", (string import, HttpContext context, ImportReader reader, IAntiforgery forms, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(
                context,
                forms,
                _ => RuleSetDesk.Try.Id,
                async posted => WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, null, await posted.ContentAsync(stop), stop))),
                async problems => WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, problems, null, stop))));
        pages.MapPost("/imports/{import}/publish", (string import, HttpContext context, ImportReader reader, CommandClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(context, forms, ImportForms.PublishImport, posted => $"{posted.Programme}/imports/{import}", go, clients, $"/imports/{import}", async problems =>
                WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, problems, null, stop))));
        pages.MapPost("/editions/{edition}/publish", (string edition, HttpContext context, Reading.PlatformReader reader, CommandClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(context, forms, ImportForms.PublishEdition, posted => $"{posted.Programme}/editions/{edition}", go, clients, $"/editions/{edition}", async problems =>
                WorkbenchRoutes.Show<Pages.EditionPage>(await reader.EditionAsync(edition, stop) with { Problems = problems })));
    }
}
