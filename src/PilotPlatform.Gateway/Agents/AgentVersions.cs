using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PilotPlatform.Gateway.Door;

namespace PilotPlatform.Gateway.Agents;

/// <summary>
/// Tells whoever asks in a version of the protocol that is not served which ones are: the library names those alone that are served without a handshake, so that
/// a client of an earlier one, which it serves as well, would take itself for refused.
/// </summary>
internal static class AgentVersions
{
    private const string Header = "MCP-Protocol-Version";
    private const int Longest = 64 * 1024;

    /// <summary>What the library serves, from the earliest.</summary>
    private static readonly string[] Served = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", "2026-07-28"];

    public static void UseAgentVersions(this WebApplication app) => app.UseWhen(
        context => context.Request.Path == AgentSetup.Path && context.Request.Headers[Header] is [{ } said, ..] && !Served.Contains(said, StringComparer.Ordinal),
        others => others.Use(TellAsync));

    private static async Task TellAsync(HttpContext context, RequestDelegate next)
    {
        if (await HeldBody.OfAsync(context, next, Longest) is not { } answer)
            return;
        if (context.Response.IsJson() && JsonNode.Parse(answer.Span) is JsonObject told && told["error"]?["data"] is JsonObject data && data.ContainsKey("supported"))
        {
            data["supported"] = JsonSerializer.SerializeToNode(Served);
            answer = Encoding.UTF8.GetBytes(told.ToJsonString());
            context.Response.ContentLength = null;
        }

        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
