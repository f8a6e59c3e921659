using ModelContextProtocol.Protocol;
using PilotPlatform.ServiceDefaults.Clients;

namespace PilotPlatform.Gateway.Agents;

/// <summary>
/// The endpoint for agents, <c>/mcp</c>: the Model Context Protocol over HTTP, without sessions, so that any replica answers any call.
/// Tools ask the services in the name of whoever sent the request, and can do no more than that caller.
/// </summary>
internal static class AgentSetup
{
    /// <summary>Its address.</summary>
    public const string Path = "/mcp";

    public static void AddAgents(this WebApplicationBuilder builder)
    {
        builder.AddServiceClients();
        builder.Services.AddMcpServer(options =>
        {
            options.ServerInfo = new Implementation { Name = "pilotplatform", Version = typeof(AgentSetup).Assembly.GetName().Version!.ToString(3) };
            options.ServerInstructions =
                "The pilot tasks of a programme, what applies to whom in which city, and how they are carried out. Every answer quotes the document it rests on "
                + "('verbatim', 'quote', with offsets): cite these words. The Chinese text is the official one, English is an unofficial translation. "
                + "'Undetermined' means that something is not known; never take it for yes or no. Ask next_question to settle it.";
        }).WithHttpTransport(transport => transport.Stateless = true).WithTools<AgentTools>()
            .WithRequestFilters(requests => requests.AddCallToolFilter(AgentArguments.Check)).WithMessageFilters(messages => messages.AddIncomingFilter(AgentArguments.Read));
    }

    /// <summary>Whether a request is for it, with a slash at the end or without.</summary>
    public static bool IsAsked(HttpRequest request) => request.Path.StartsWithSegments(Path, StringComparison.OrdinalIgnoreCase);

    public static void MapAgents(this WebApplication app) => app.MapMcp(Path);
}
