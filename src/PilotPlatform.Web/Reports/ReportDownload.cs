using Microsoft.Net.Http.Headers;

namespace PilotPlatform.Web.Reports;

/// <summary>Sends a report as a file. What it is refused for comes before the first byte, so that it still can have its page.</summary>
/// <param name="making">What is being made, and has come to its first piece.</param>
/// <param name="name">Name of the file.</param>
/// <param name="plainName">Its name for programs that read nothing but ASCII.</param>
internal sealed class ReportDownload(ReportMaking making, string name, string plainName) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var made = making;
        var first = await made.First;
        var response = httpContext.Response;
        response.ContentType = first.ContentType;
        response.Headers.CacheControl = "private, no-store";
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = plainName, FileNameStar = name }.ToString();
        await response.Body.WriteAsync(first.Data.Memory, httpContext.RequestAborted);
        await foreach (var piece in made.RestAsync(httpContext.RequestAborted))
            await response.Body.WriteAsync(piece.Data.Memory, httpContext.RequestAborted);
    }
}
