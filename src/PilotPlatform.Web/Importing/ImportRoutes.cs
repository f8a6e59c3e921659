using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using PilotPlatform.Web.Desks;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;
using PilotPlatform.Web.Working;

namespace PilotPlatform.Web.Importing;

/// <summary>The pages of documents and of the editions that come of them.</summary>
internal static class ImportRoutes
{
    private static readonly LongWorkWords Words = new("ImportReading", "BytesArrived", "ImportRead", "ImportLookAt");

    public static void MapImports(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/imports", async (HttpContext context, ImportReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportsPage>(await reader.ImportsAsync(null, stop))));
        pages.MapPost("/imports", (HttpContext context, ImportReader reader, CommandClients clients, IAntiforgery forms, IOptions<WorkingOptions> working, IStringLocalizer<Strings> words, TimeProvider time, PageLanguage go, CancellationToken stop) =>
            WorkbenchRoutes.PostAsync(
                context,
                forms,
                _ => ImportForms.Upload.Id,
                async posted =>
                {
                    var upload = new ImportUpload(clients, posted, stop);
                    if (await upload.Address.IsOverWithinAsync(working.Value.Patience, time, stop))
                        return WorkbenchRoutes.See(context, go.To(await upload.Address));
                    var view = new LongWorkView(await reader.FrameAsync(stop), words["ImportBeingRead", posted.File!.FileName], "ImportBeingReadLead", "Workbench", ("Imports", "/imports"));
                    return WorkbenchRoutes.Personal(context, new WorkingPage<LongWorkState>(WorkbenchRoutes.Show<LongWorkPage>(view), LongWork.SignsAsync(
                        AddressAsync(upload, go), Words, () => upload.Progress, refused => StepProblems.Of(ImportForms.Upload.Id, posted, refused), time, stop)));
                },
                async problems => WorkbenchRoutes.Show<ImportsPage>(await reader.ImportsAsync(problems, stop))));
        pages.MapGet("/imports/{import}", async (string import, HttpContext context, ImportReader reader, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<ImportPage>(await reader.ImportAsync(import, null, null, stop))));
        foreach (var form in new[] { "rules", "publish" })
            pages.MapFormPage($"/imports/{{import}}/{form}", "/imports/{0}");
        pages.MapFormPage("/editions/{edition}/publish", "/editions/{0}");
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

    private static async Task<string> AddressAsync(ImportUpload upload, PageLanguage go) => go.To(await upload.Address);
}
