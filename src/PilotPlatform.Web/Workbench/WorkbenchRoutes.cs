using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>The workbench: read, post, and be led back to what was done.</summary>
internal static class WorkbenchRoutes
{
    public static void MapWorkbench(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/workbench", async (HttpContext context, WorkbenchReader reader, PageLanguage go, CancellationToken stop) =>
            context.Caller() is { IsAnonymous: false } caller
                ? Personal(context, Show<WorkbenchPage>(await reader.WorkbenchAsync(caller, null, stop)))
                : Results.LocalRedirect(go.To("/sign-in") + QueryString.Create("back", go.Here)));
        pages.MapPost("/workbench/commitments", (HttpContext context, WorkbenchReader reader, PlatformReader platform, ReportingClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            PostAsync(context, forms, "open", async posted =>
            {
                var programme = (await platform.PlatformAsync(stop)).Programme.Name;
                var opened = await clients.Reporting.CreateCommitmentAsync(OpeningOf(posted, programme), cancellationToken: stop);
                return go.To($"/commitments/{ResourceIds.IdOf(opened.Name)}");
            }, async problems => Show<WorkbenchPage>(await reader.WorkbenchAsync(context.Caller(), problems, stop))));
        pages.MapPost("/workbench/periods", (HttpContext context, WorkbenchReader reader, PlatformReader platform, ReportingClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            PostAsync(context, forms, "period", async posted =>
            {
                await PeriodSteps.TakeAsync(clients, posted, (await platform.PlatformAsync(stop)).Programme.Name, stop);
                return go.To("/workbench#periods");
            }, async problems => Show<WorkbenchPage>(await reader.WorkbenchAsync(context.Caller(), problems, stop))));
        pages.MapGet("/commitments/{id}", async (string id, HttpContext context, WorkbenchReader reader, CancellationToken stop) =>
            Personal(context, Show<CommitmentPage>(await reader.CommitmentAsync(id, context.Caller(), null, stop))));
        pages.MapPost("/commitments/{id}/steps/{step}", (string id, string step, HttpContext context, WorkbenchReader reader, PlatformReader platform, ReportingClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            Steps.Find(step) is not { } form
                ? Task.FromResult<IResult>(PageFaults.Page(StatusCodes.Status404NotFound, []))
                : PostAsync(context, forms, form, async posted =>
                {
                    var commitment = $"{(await platform.PlatformAsync(stop)).Programme.Name}/commitments/{id}";
                    var about = StepAddress.NameOf(commitment, posted["subject"]) ?? throw new BadHttpRequestException("The form is about nothing of the commitment.");
                    await form.SendAsync(clients, posted with { Name = about }, stop);
                    return go.To($"/commitments/{id}#{StepAddress.Done}");
                }, async problems => Show<CommitmentPage>(await reader.CommitmentAsync(id, context.Caller(), problems, stop))));
        pages.MapPost("/commitments/{id}/evidence", (string id, HttpContext context, WorkbenchReader reader, PlatformReader platform, ReportingClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            PostAsync(context, forms, EvidenceUpload.FormId, async posted =>
            {
                var commitment = $"{(await platform.PlatformAsync(stop)).Programme.Name}/commitments/{id}";
                await EvidenceUpload.SendAsync(clients, posted with { Name = commitment }, (await context.Request.ReadFormAsync(stop)).Files.GetFile("file"), stop);
                return go.To($"/commitments/{id}#evidence");
            }, async problems => Show<CommitmentPage>(await reader.CommitmentAsync(id, context.Caller(), problems, stop))));
    }

    /// <summary>Takes a form that is one of ours; leads on where it was done, else shows it again with what is wrong.</summary>
    public static async Task<IResult> PostAsync(HttpContext context, IAntiforgery forms, string form, Func<Posted, Task<string>> take, Func<StepProblems, Task<IResult>> show) =>
        await PostAsync(context, forms, _ => form, take, show);

    private static Task<IResult> PostAsync(HttpContext context, IAntiforgery forms, StepForm form, Func<Posted, Task<string>> take, Func<StepProblems, Task<IResult>> show) =>
        PostAsync(context, forms, posted => StepAddress.IdOf(form, posted["subject"]), take, show);

    private static async Task<IResult> PostAsync(HttpContext context, IAntiforgery forms, Func<Posted, string> form, Func<Posted, Task<string>> take, Func<StepProblems, Task<IResult>> show)
    {
        if (!context.Request.HasFormContentType || !await forms.IsRequestValidAsync(context))
            return PageFaults.Page(StatusCodes.Status400BadRequest, []);
        var posted = Posted.Of(await context.Request.ReadFormAsync(context.RequestAborted), "");
        try
        {
            var next = await take(posted);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = next;
            return Results.Empty;
        }
        catch (RpcException refused) when (StepProblems.Of(form(posted), posted, refused) is { } problems)
        {
            return Personal(context, new Refused(await show(problems)));
        }
    }

    public static IResult Personal(HttpContext context, IResult page)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return page;
    }

    public static IResult Show<TPage>(object view)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view });

    private static CreateCommitmentRequest OpeningOf(Posted form, string programme) => new()
    {
        Parent = programme,
        RequestId = form.RequestId,
        Commitment = new Commitment
        {
            PilotTask = $"{programme}/pilotTasks/{form["pilot_task"]}",
            City = $"{programme}/cities/{form["city"]}",
            LeadUnit = form["lead_unit"],
            DueDate = form.Day("due_date"),
        },
    };

    /// <summary>A form that is shown again, with the status of one that was refused.</summary>
    private sealed class Refused(IResult page) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            if (page is RazorComponentResult razor)
                razor.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return page.ExecuteAsync(httpContext);
        }
    }
}
