using Grpc.Core;
using Microsoft.Net.Http.Headers;

namespace PilotPlatform.Reporting;

/// <summary>Files over HTTP, sent as they are: transcoding would make JSON of each piece of a stream, or end it with a line break.</summary>
internal static class FileAnswer
{
    private const string AnyBytes = "application/octet-stream";

    /// <summary>Begins the answer of a call that came as JSON; its body is the file, which browsers keep and do not show.</summary>
    /// <param name="context">The call.</param>
    /// <param name="mediaType">What the file is; what is no media type is any bytes.</param>
    /// <param name="fileName">Its name, as people gave it.</param>
    /// <param name="plainName">Its name for programs that read nothing but ASCII.</param>
    /// <param name="length">Its bytes, where that is known.</param>
    public static Stream BeginFile(this ServerCallContext context, string mediaType, string fileName, string plainName, long? length)
    {
        var response = context.GetHttpContext().Response;
        response.ContentType = MediaTypeHeaderValue.TryParse(mediaType, out var parsed) ? parsed.ToString() : AnyBytes;
        response.ContentLength = length;
        response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = plainName, FileNameStar = fileName }.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        return response.Body;
    }
}
