using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PilotPlatform.Domain;

namespace PilotPlatform.Gateway.Agents;

/// <summary>
/// Holds the arguments of a call against what its tool says that it takes, and names each that does not fit: the library says of one of another type only
/// that an error occurred, and passes over a name that it does not know, so that a misspelt one would be as good as none.
/// </summary>
internal static class AgentArguments
{
    /// <summary>A filter of calls of tools.</summary>
    public static McpRequestHandler<CallToolRequestParams, CallToolResult> Check(McpRequestHandler<CallToolRequestParams, CallToolResult> next) =>
        (call, cancellation) => call.MatchedPrimitive is McpServerTool tool && Wrong(tool.ProtocolTool.InputSchema, call.Params?.Arguments) is { IsEmpty: false } wrong
            ? ValueTask.FromResult(AgentAnswers.Refusal(Fault.Invalid(wrong)))
            : next(call, cancellation);

    /// <summary>
    /// A filter of messages: one whose parts are of another kind than the protocol has is the caller's fault, and so is a tool that there is not, which the library
    /// would log as a failure of ours.
    /// </summary>
    public static McpMessageHandler Read(McpMessageHandler next) => async (message, cancellation) =>
    {
        if (message.JsonRpcMessage is JsonRpcRequest { Method: RequestMethods.ToolsCall, Params: JsonObject asked } && asked["name"] is JsonValue value && value.TryGetValue<string>(out var name)
            && message.Server.ServerOptions.ToolCollection?.TryGetPrimitive(name, out _) == false)
            throw new McpProtocolException($"There is no tool '{name}'.", McpErrorCode.InvalidParams);
        try
        {
            await next(message, cancellation);
        }
        catch (Exception unread) when (unread is JsonException or InvalidOperationException && message.JsonRpcMessage is JsonRpcRequest)
        {
            throw new McpProtocolException("The params are not of the form that the method takes.", unread, McpErrorCode.InvalidParams);
        }
    };

    private static ImmutableArray<Violation> Wrong(JsonElement schema, IDictionary<string, JsonElement>? given)
    {
        var known = schema.GetProperty("properties");
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        return
        [
            .. required.Where(name => given?.ContainsKey(name) != true).Select(name => new Violation(name, "it is missing")),
            .. from one in given ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal)
               let problem = known.TryGetProperty(one.Key, out var declared) ? Problem(declared, one.Value) : "the tool has no such argument"
               where problem is not null
               select new Violation(one.Key, problem),
        ];
    }

    private static string? Problem(JsonElement declared, JsonElement value)
    {
        if (!declared.TryGetProperty("type", out var type))
            return null;
        string[] types = type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(t => t.GetString()!)] : [type.GetString()!];
        return types.Any(one => Is(value, one)) ? null : $"it is no {string.Join(" or ", types)}";
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };
}
