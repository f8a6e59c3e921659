using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;

namespace PilotPlatform.ServiceDefaults.Errors;

/// <summary>Reads what a browser posts.</summary>
public static class PostedForms
{
    /// <summary>The form that a request brings.</summary>
    /// <returns>Null if it is none, cannot be read, or was not given by a page of this site.</returns>
    /// <exception cref="BadHttpRequestException">It is longer than the server takes.</exception>
    public static async Task<IFormCollection?> OwnFormAsync(this HttpContext context, IAntiforgery forms)
    {
        if (!context.Request.HasFormContentType)
            return null;
        try
        {
            var form = await context.Request.ReadFormAsync(context.RequestAborted);
            return await forms.IsRequestValidAsync(context) ? form : null;
        }
        catch (Exception unread) when (unread is InvalidDataException or ArgumentException or NotSupportedException or AntiforgeryValidationException
            || unread is IOException and not BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge })
        {
            return null;
        }
    }
}
