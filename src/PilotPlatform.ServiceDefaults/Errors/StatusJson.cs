using System.Net.Mime;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Microsoft.AspNetCore.Http;

namespace PilotPlatform.ServiceDefaults.Errors;

/// <summary>A <c>google.rpc.Status</c> as JSON, in the form in which transcoding writes it.</summary>
public static class StatusJson
{
    /// <summary>The types that details of an error can have.</summary>
    public static TypeRegistry Details { get; } = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithTypeRegistry(Details));

    public static string Format(Status status) => Formatter.Format(status);

    /// <summary>Writes the status as the body; the HTTP status code is the caller's.</summary>
    public static Task WriteStatusAsync(this HttpContext context, Status status)
    {
        context.Response.ContentType = MediaTypeNames.Application.Json;
        return context.Response.WriteAsync(Format(status), context.RequestAborted);
    }
}
