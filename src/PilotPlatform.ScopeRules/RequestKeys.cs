using Google.Protobuf;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <summary>What makes a write repeatable: its <c>request_id</c> and a digest of all it says.</summary>
internal static class RequestKeys
{
    /// <summary>The key of a request; none for one without a <c>request_id</c>.</summary>
    public static Result<RequestKey?> Of(string requestId, IMessage request) => RequestDigest.Of(requestId, request)
        .Then<RequestKey?>(known => known is null ? null : new RequestKey(known.Id, known.Digest) { EarlierDigest = known.EarlierDigest });
}
