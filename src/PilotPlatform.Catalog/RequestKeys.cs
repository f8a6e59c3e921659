using System.Security.Cryptography;
using System.Text;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;

namespace PilotPlatform.Catalog;

/// <summary>What makes a write repeatable: its <c>request_id</c> and a digest of all it says.</summary>
internal static class RequestKeys
{
    /// <summary>The key of a request; none for one without a <c>request_id</c>.</summary>
    public static Result<RequestKey?> Of(string requestId, string content)
    {
        if (requestId.Length == 0)
            return (RequestKey?)null;
        return Guid.TryParseExact(requestId, "D", out var id)
            ? new RequestKey(id.ToString("D"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content))))
            : Fault.Invalid("request_id", $"'{requestId}' is not a UUID");
    }
}
