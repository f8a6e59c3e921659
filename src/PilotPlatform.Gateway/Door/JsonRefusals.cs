using System.Text.Json;
using System.Text.Json.Nodes;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Gives a refusal of JSON its details. Transcoding refuses what it cannot read, such as broken JSON, another content type or a
/// number where a text belongs, before a method is reached, and with a bare sentence; every other refusal has an ErrorInfo already.
/// </summary>
internal sealed class JsonRefusals : ITransformProvider
{
    /// <summary>No refusal is longer, in bytes.</summary>
    private const int Longest = 64 * 1024;

    public void ValidateRoute(TransformRouteValidationContext context)
    {
    }

    public void ValidateCluster(TransformClusterValidationContext context)
    {
    }

    public void Apply(TransformBuilderContext context)
    {
        if (context.Route.Match.Path?.StartsWith("/v1/", StringComparison.Ordinal) == true)
            context.AddResponseTransform(AnswerAsync);
    }

    private static async ValueTask AnswerAsync(ResponseTransformContext answered)
    {
        if (answered.ProxyResponse is { StatusCode: System.Net.HttpStatusCode.BadRequest, Content: { Headers.ContentLength: not > Longest } content }
            && content.Headers.ContentType?.MediaType == System.Net.Mime.MediaTypeNames.Application.Json)
        {
            answered.SuppressResponseBody = true;
            var body = await content.ReadAsByteArrayAsync(answered.HttpContext.RequestAborted);
            if (BareSentence(body) is { } sentence)
            {
                answered.HttpContext.Response.ContentLength = null;
                await answered.HttpContext.WriteStatusAsync(Fault.Invalid("body", sentence).ToStatus(RefusedRequests.Door));
            }
            else
            {
                await answered.HttpContext.Response.Body.WriteAsync(body, answered.HttpContext.RequestAborted);
            }
        }
    }

    /// <summary>The message of a status without details; null of anything else.</summary>
    private static string? BareSentence(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject status && status["details"] is JsonArray { Count: 0 } ? (string?)status["message"] : null;
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
