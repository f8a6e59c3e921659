using Microsoft.AspNetCore.Http.HttpResults;

namespace PilotPlatform.Web.Workbench;

/// <summary>A form that could not be taken for no fault of what was written: it is given back whole.</summary>
internal static class GivenBack
{
    public const string TokenField = "__RequestVerificationToken";

    /// <summary>Whoever posts it has signed out, or the sign-in has run out.</summary>
    public static IResult SignedOut(IReadOnlyDictionary<string, string> values) => Page("SignedOut", values, StatusCodes.Status401Unauthorized);

    /// <summary>It was given to somebody else, or too long ago.</summary>
    public static IResult OfAnother(IReadOnlyDictionary<string, string> values) => Page("Other", values, StatusCodes.Status400BadRequest);

    /// <summary>A service did not answer, so that it is not known whether it was done: it can be sent again, and is done once. A file has to be chosen anew.</summary>
    public static IResult NotAnswered(Posted posted) => Page(posted.File is null ? "Away" : "AwayWithFile", posted.Fields, StatusCodes.Status503ServiceUnavailable);

    private static RazorComponentResult<GivenBackPage> Page(string why, IReadOnlyDictionary<string, string> values, int status) =>
        new(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(GivenBackPage.Why)] = why, [nameof(GivenBackPage.Values)] = values }) { StatusCode = status };
}
