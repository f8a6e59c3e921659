using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>The workbench: read, post, and be led back to what was done.</summary>
internal static class WorkbenchRoutes
{
    public static void MapWorkbench(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/workbench", async (HttpContext context, WorkbenchReader reader, PageLanguage go, string? waiting, string? overdue, CancellationToken stop) =>
            context.Caller() is { IsAnonymous: false } caller
                ? Personal(context, Show<WorkbenchPage>(await reader.WorkbenchAsync(caller, (waiting ?? "", overdue ?? ""), null, stop)))
                : Results.LocalRedirect(go.To("/sign-in") + QueryString.Create("back", go.Here)));
        pages.MapPost("/workbench/commitments", (HttpContext context, WorkbenchReader reader, CommandClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            PostAsync(context, forms, Steps.Open, posted => posted.Programme, go, clients, "/workbench", async problems =>
                Show<WorkbenchPage>(await reader.WorkbenchAsync(context.Caller(), ("", ""), problems, stop))));
        pages.MapGet("/commitments/{id}", async (string id, HttpContext context, WorkbenchReader reader, CancellationToken stop) =>
            Personal(context, Show<CommitmentPage>(await reader.CommitmentAsync(id, context.Caller(), null, stop))));
        pages.MapPost("/commitments/{id}/steps/{step}", (string id, string step, HttpContext context, WorkbenchReader reader, CommandClients clients, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
            Steps.Find(step) is { } form
                ? PostAsync(context, forms, form, posted => StepAddress.NameOf($"{posted.Programme}/commitments/{id}", posted["subject"]), go, clients, $"/commitments/{id}#{StepAddress.Done}", async problems =>
                    Show<CommitmentPage>(await reader.CommitmentAsync(id, context.Caller(), problems, stop)))
                : Task.FromResult<IResult>(PageFaults.Page(StatusCodes.Status404NotFound, [])));
        pages.MapFormPage("/workbench/commitments", "/workbench");
        pages.MapFormPage("/commitments/{id}/steps/{step}", "/commitments/{0}");
        pages.MapGet("/commitments/{id}/evidence/{number:int}", EvidenceFile.SendAsync);
    }

    /// <summary>Takes a form that is one of ours and leads to its page, or to the one that it made.</summary>
    /// <param name="context">The request.</param>
    /// <param name="forms">What tells our forms from others.</param>
    /// <param name="form">The form.</param>
    /// <param name="nameOf">What it is about; null for nothing that it can be.</param>
    /// <param name="go">The language of the page.</param>
    /// <param name="clients">What it is sent by.</param>
    /// <param name="back">The page that one is led back to.</param>
    /// <param name="show">Shows the page again, with what is wrong.</param>
    public static Task<IResult> PostAsync(
        HttpContext context, IAntiforgery forms, StepForm form, Func<Posted, string?> nameOf, PageLanguage go, CommandClients clients, string back, Func<StepProblems, Task<IResult>> show) =>
        PostAsync(
            context,
            forms,
            posted => StepAddress.IdOf(form, posted["subject"]),
            async posted =>
            {
                var name = nameOf(posted) ?? throw new BadHttpRequestException("The form is about nothing of this page.");
                var next = (await form.TakeAsync(clients, posted with { Name = name }, context.RequestAborted)).Next ?? back;
                return See(context, go.To(next.StartsWith("/commitments/", StringComparison.Ordinal) ? DoneForm.Of(next, form) : next));
            },
            show);

    /// <summary>Takes a form that is one of ours; what it is refused for is shown on its page.</summary>
    public static async Task<IResult> PostAsync(HttpContext context, IAntiforgery forms, Func<Posted, string> form, Func<Posted, Task<IResult>> take, Func<StepProblems, Task<IResult>> show)
    {
        if (IsOfAnotherSite(context.Request))
            return PageFaults.Page(StatusCodes.Status400BadRequest, []);
        if (context.Caller().IsAnonymous && await FormOfNobody.ReadAsync(context.Request, context.RequestAborted) is { } unsigned)
            return Personal(context, GivenBack.SignedOut(unsigned));
        if (await context.OwnFormAsync(forms) is not { } fields)
            return NotOwn(context);
        var read = Posted.Of(fields, "");
        if (!read.IsWritten || read.RequestId.Length == 0) // each of our forms has one, so that posted twice it is done once
            return PageFaults.Page(StatusCodes.Status400BadRequest, []);
        try
        {
            return await TakeAsync(context, read, form, take, show);
        }
        catch (RpcException away) when (away.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown)
        {
            return Personal(context, GivenBack.NotAnswered(read)); // what was written is not lost with it
        }
    }

    private static async Task<IResult> TakeAsync(HttpContext context, Posted read, Func<Posted, string> form, Func<Posted, Task<IResult>> take, Func<StepProblems, Task<IResult>> show)
    {
        var reader = context.RequestServices.GetRequiredService<PlatformReader>();
        var programme = await reader.ProgrammeAsync(context.RequestAborted);
        var posted = read with { Programme = programme.Name, Name = programme.Name };
        try
        {
            return await take(posted);
        }
        catch (RpcException refused) when (StepProblems.Of(form(posted), posted, refused) is { } problems)
        {
            return Personal(context, new Refused(await show(problems.IsOfScope ? problems.InEnglish((await reader.PlatformAsync(EditionAddress.None, context.RequestAborted)).Content.Tasks) : problems)));
        }
    }

    /// <summary>A form that was not given to whoever posts it: one of ours whose reader signed out or in meanwhile is given back with what was written.</summary>
    private static IResult NotOwn(HttpContext context)
    {
        if (context.Features.Get<IFormFeature>()?.Form is not { } form || !form.ContainsKey(GivenBack.TokenField) || Posted.Of(form, "") is not { IsWritten: true } posted)
            return PageFaults.Page(StatusCodes.Status400BadRequest, []);
        return Personal(context, context.Caller().IsAnonymous ? GivenBack.SignedOut(posted.Fields) : GivenBack.OfAnother(posted.Fields));
    }

    /// <summary>What a browser itself says of where a form stood; one that says nothing is held to the token alone.</summary>
    private static bool IsOfAnotherSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");

    /// <summary>Leads on after a form was taken, so that loading the page again does not post it again.</summary>
    public static IResult See(HttpContext context, string address)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = address;
        return Results.Empty;
    }

    public static IResult Personal(HttpContext context, IResult page)
    {
        context.Response.Headers.CacheControl = "private, no-store";
        return page;
    }

    public static IResult Show<TPage>(object view)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        new RazorComponentResult<TPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view });

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
