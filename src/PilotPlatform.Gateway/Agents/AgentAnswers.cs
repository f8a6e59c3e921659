using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using ModelContextProtocol.Protocol;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway.Agents;

/// <summary>Messages of the services as results of tools: proto3 JSON with every field, and the same refusals as elsewhere.</summary>
internal static class AgentAnswers
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true).WithTypeRegistry(StatusJson.Details));

    /// <summary>The answer to a question, or the refusal, as an error that the agent can read.</summary>
    public static async Task<CallToolResult> OfAsync(Func<Task<IMessage>> ask)
    {
        try
        {
            return Result(Formatter.Format(await ask()), isError: false);
        }
        catch (RpcException refused)
        {
            return Result(StatusJson.Format(refused.GetRpcStatus() ?? new Google.Rpc.Status { Code = (int)refused.StatusCode, Message = refused.Status.Detail }), isError: true);
        }
        catch (FaultException refused)
        {
            return Refusal(refused.Fault);
        }
    }

    /// <summary>A refusal of ours.</summary>
    public static CallToolResult Refusal(Fault fault) => Result(StatusJson.Format(fault.ToStatus(RefusedRequests.Door)), isError: true);

    /// <summary>Facts in the form in which questions offer their answers.</summary>
    /// <exception cref="FaultException">One is not of this form.</exception>
    public static IEnumerable<FactValue> Facts(IReadOnlyList<JsonElement>? facts) => (facts ?? []).Select((fact, index) =>
    {
        try
        {
            return JsonParser.Default.Parse<FactValue>(fact.GetRawText());
        }
        catch (Exception failed) when (failed is InvalidProtocolBufferException or InvalidJsonException or InvalidOperationException)
        {
            throw new FaultException(Fault.Invalid($"facts[{index}]", failed.Message));
        }
    });

    private static CallToolResult Result(string json, bool isError) => new()
    {
        Content = [new TextContentBlock { Text = json }],
        StructuredContent = JsonSerializer.Deserialize<JsonElement>(json),
        IsError = isError,
    };
}
