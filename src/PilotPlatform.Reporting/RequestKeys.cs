using System.Security.Cryptography;
using Google.Protobuf;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What makes a write repeatable: its <c>request_id</c> and a digest of all it says.</summary>
internal static class RequestKeys
{
    /// <summary>The key of a request; none for one without a <c>request_id</c>.</summary>
    public static Result<RequestKey?> Of(string requestId, IMessage request)
    {
        if (requestId.Length == 0)
            return (RequestKey?)null;
        return Guid.TryParseExact(requestId, "D", out var id)
            ? new RequestKey(id.ToString("D"), $"{request.Descriptor.Name}:{Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()))}")
            : Fault.Invalid("request_id", $"'{requestId}' is not a UUID");
    }
}
