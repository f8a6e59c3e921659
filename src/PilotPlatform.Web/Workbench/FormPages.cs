namespace PilotPlatform.Web.Workbench;

/// <summary>Addresses that forms are posted to. A refused form is shown there, so that a reload, or the link to the other language, reads what only takes posts.</summary>
internal static class FormPages
{
    /// <summary>Leads whoever reads the address of a form to the page that the form stands on, in the same language.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="form">The address that the form is posted to.</param>
    /// <param name="page">The page; <c>{0}</c> for the part of the address that says what it is about.</param>
    public static void MapFormPage(this IEndpointRouteBuilder pages, string form, string page) =>
        pages.MapGet(form, (HttpRequest request, PageLanguage go) =>
            Results.LocalRedirect(go.To(string.Format(System.Globalization.CultureInfo.InvariantCulture, page, About(request))) + request.QueryString)).WithMetadata(QueryNames.Any, new FormAddress());

    private static string About(HttpRequest request) => Uri.EscapeDataString(request.RouteValues.Values.FirstOrDefault()?.ToString() ?? "");
}

/// <summary>Says of an address that it is one of a form, and no page of its own.</summary>
public sealed class FormAddress;
