using Microsoft.Net.Http.Headers;

namespace PilotPlatform.Web.Reports;

/// <summary>Sends a report as a file. What it is refused for comes before the first byte, so that it still can have its page.</summary>
/// <param name="making">What is being made, and has come to its first piece.</param>
/// <param name="name">Name of the file.</param>
internal sealed class ReportDownload(ReportMaking making, string name) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var made = making;
        var first = await made.First;
        var response = httpContext.Response;
        response.ContentType = first.ContentType;
        response.Headers.CacheControl = "private, no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        await response.Body.WriteAsync(first.Data.Memory, httpContext.RequestAborted);
        await foreach (var piece in made.RestAsync(httpContext.RequestAborted))
            await response.Body.WriteAsync(piece.Data.Memory, httpContext.RequestAborted);
    }
}
