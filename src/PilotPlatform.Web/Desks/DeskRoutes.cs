using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Localization;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>Each desk is read, its forms are posted to it, and one is led back to what was done.</summary>
internal static class DeskRoutes
{
    public static void MapDesks(this IEndpointRouteBuilder pages)
    {
        foreach (var desk in AllDesks.Shown)
        {
            pages.MapGet(desk.Address, async (HttpContext context, DeskReader reader, string? city, string? page, CancellationToken stop) =>
                WorkbenchRoutes.Personal(context, WorkbenchRoutes.Show<DeskPage>(await reader.ReadAsync(desk, city ?? "", page ?? "", problems: null, secret: null, stop))));
            foreach (var form in desk.New.Concat(desk.OnEach))
                pages.MapFormPage($"{desk.Address}/{form.Id}", desk.Address);
            pages.MapPost($"{desk.Address}/{{form}}", (string form, string? city, string? page, HttpContext context, DeskReader reader, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
                desk.Find(form) is { } found
                    ? TakeAsync(desk, found, (city ?? "", page ?? ""), context, reader, forms, go, stop)
                    : Task.FromResult<IResult>(PageFaults.Page(StatusCodes.Status404NotFound, [])));
        }
    }

    private static Task<IResult> TakeAsync(Desk desk, StepForm form, (string City, string Page) shown, HttpContext context, DeskReader reader, IAntiforgery forms, PageLanguage go, CancellationToken stop) =>
        WorkbenchRoutes.PostAsync(
            context,
            forms,
            posted => StepAddress.IdOf(form, posted["subject"]),
            async posted =>
            {
                var name = StepAddress.NameAtDesk(posted.Programme, posted["subject"]) ?? throw new BadHttpRequestException("The form is about nothing of this page.");
                var taken = await form.TakeAsync(reader.Clients, posted with { Name = name }, stop);
                var (city, page) = taken.Made is { } made ? ("", await reader.PageOfAsync(desk, made, stop)) : shown;
                return taken.Secret is { } secret
                    ? WorkbenchRoutes.Show<DeskPage>(await reader.ReadAsync(desk, city, page, problems: null, secret, stop))
                    : WorkbenchRoutes.See(context, go.To(AddressOf(desk, form, DeskQuestion.At(desk.Address, city, page), posted, taken)));
            },
            async problems => WorkbenchRoutes.Show<DeskPage>(await reader.ReadAsync(desk, shown.City, shown.Page, problems, secret: null, stop)));

    /// <summary>Where one is led to see what was done: the entry, on the page that is given, or for none in particular all of them.</summary>
    private static string AddressOf(Desk desk, StepForm form, string page, Posted posted, Taken taken)
    {
        var about = taken.Made is { } made ? StepAddress.SubjectOf(posted.Programme, made) : desk.OnEach.Contains(form) && !form.Id.StartsWith("Delete", StringComparison.Ordinal) ? posted["subject"] : "";
        return about.Length > 0
            ? DoneForm.Of($"{page}#{StepAddress.AnchorOf(about)}", form, StepAddress.AnchorOf(about))
            : DoneForm.Of($"{desk.Address}#entries", form, count: taken.Count);
    }
}

/// <summary>Reads desks in the name of who looks at them.</summary>
internal sealed class DeskReader(
    PlatformReader reader, CommandClients clients, IHttpContextAccessor requests, IStringLocalizer<Strings> words, PageLanguage go, AuthorNames authors, TimeProvider time)
{
    public CommandClients Clients => clients;

    /// <summary>The page on which a new entry stands; the first if it is on none that the caller sees, or that can be read: it was made all the same.</summary>
    public async Task<string> PageOfAsync(Desk desk, string name, CancellationToken stop)
    {
        var page = "";
        try
        {
            do
            {
                var answer = (await ReadAsync(desk, "", page, problems: null, secret: null, stop)).Answer;
                if (answer.Rows.Any(row => row.Name == name))
                    return page;
                page = answer.NextPageToken;
            }
            while (page.Length > 0);
        }
        catch (RpcException)
        {
            return "";
        }

        return "";
    }

    public async Task<DeskView> ReadAsync(Desk desk, string city, string page, StepProblems? problems, string? secret, CancellationToken stop)
    {
        var question = new DeskQuestion(
            clients, await reader.PlatformAsync(stop), requests.HttpContext!.Caller(), words, go, authors, city, page, time.GetUtcNow().DayInShanghai(), stop);
        return new DeskView(desk, question, secret is null ? await desk.ReadAsync(question) : await ReadIfItCanBeAsync(desk, question), problems, secret);
    }

    /// <summary>What is shown once is shown though the entries below it cannot be read.</summary>
    private static async Task<DeskAnswer> ReadIfItCanBeAsync(Desk desk, DeskQuestion question)
    {
        try
        {
            return await desk.ReadAsync(question);
        }
        catch (RpcException)
        {
            return new DeskAnswer([], "", 0) { Notice = question.Words["EntriesNotRead"] };
        }
    }
}
