using System.Text.Json;
using System.Text.Json.Nodes;

namespace PilotPlatform.Gateway.Agents;

/// <summary>
/// Refuses messages whose texts or names are not Unicode, such as half a character: the library finds that out wherever it first looks at one, and takes it for a
/// failure of its own.
/// </summary>
internal static class AgentTexts
{
    private const int InvalidRequest = -32600;

    public static void UseAgentTexts(this WebApplication app) => app.UseWhen(
        context => context.Request.Path == AgentSetup.Path && HttpMethods.IsPost(context.Request.Method), calls => calls.Use(CheckAsync));

    private static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var isReadable = await IsReadableAsync(context.Request.Body, context.RequestAborted);
        context.Request.Body.Position = 0;
        if (isReadable)
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(
            new JsonObject { ["jsonrpc"] = "2.0", ["id"] = null, ["error"] = new JsonObject { ["code"] = InvalidRequest, ["message"] = "Bad Request: a text or a name in the message is not Unicode." } },
            context.RequestAborted);
    }

    /// <summary>Whether every text can be known; what is no JSON at all the library tells itself.</summary>
    private static async Task<bool> IsReadableAsync(Stream body, CancellationToken stop)
    {
        try
        {
            using var message = await JsonDocument.ParseAsync(body, cancellationToken: stop);
            Read(message.RootElement);
            return true;
        }
        catch (JsonException)
        {
            return true;
        }
        catch (InvalidOperationException)
        {
            return false; // told only when a text is asked for
        }
    }

    private static void Read(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                value.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var each in value.EnumerateArray())
                    Read(each);
                break;
            case JsonValueKind.Object:
                foreach (var each in value.EnumerateObject())
                {
                    _ = each.Name;
                    Read(each.Value);
                }

                break;
        }
    }
}
