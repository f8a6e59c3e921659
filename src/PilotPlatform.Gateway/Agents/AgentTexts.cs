using System.Text;
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
        context => AgentSetup.IsAsked(context.Request) && HttpMethods.IsPost(context.Request.Method), calls => calls.Use(CheckAsync));

    private static async Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        using var message = new MemoryStream();
        await context.Request.Body.CopyToAsync(message, context.RequestAborted);
        message.Position = 0;
        context.Request.Body = message;
        if (IsReadable(message.GetBuffer().AsSpan(0, (int)message.Length)))
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
    private static bool IsReadable(ReadOnlySpan<byte> message)
    {
        var reader = new Utf8JsonReader(message.StartsWith(Encoding.UTF8.Preamble) ? message[Encoding.UTF8.Preamble.Length..] : message);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    reader.GetString();
            }

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
}
