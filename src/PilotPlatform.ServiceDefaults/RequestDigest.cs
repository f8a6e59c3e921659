using System.Security.Cryptography;
using Google.Protobuf;
using PilotPlatform.Domain;

namespace PilotPlatform.ServiceDefaults;

/// <summary>What a write that may be repeated is known by.</summary>
/// <param name="Id">Its <c>request_id</c>, in small letters.</param>
/// <param name="Digest">A digest of all it says, with the id in small letters.</param>
public sealed record RequestDigest(string Id, string Digest)
{
    /// <summary>The digest with the id as it was spelt, which ledgers of earlier versions have; null for the same.</summary>
    public string? EarlierDigest { get; init; }

    /// <summary>What a request is known by; null for one without a <c>request_id</c>.</summary>
    public static Result<RequestDigest?> Of(string requestId, IMessage request)
    {
        if (requestId.Length == 0)
            return (RequestDigest?)null;
        if (!Guid.TryParseExact(requestId, "D", out var id))
            return Fault.Invalid("request_id", $"'{requestId}' is not a UUID");

        var (spelt, small) = (DigestOf(request), id.ToString("D"));
        if (small == requestId)
            return new RequestDigest(small, spelt);
        var same = request.Descriptor.Parser.ParseFrom(request.ToByteArray());
        request.Descriptor.FindFieldByName("request_id").Accessor.SetValue(same, small);
        return new RequestDigest(small, DigestOf(same)) { EarlierDigest = spelt };
    }

    private static string DigestOf(IMessage request) => $"{request.Descriptor.Name}:{Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()))}";
}
