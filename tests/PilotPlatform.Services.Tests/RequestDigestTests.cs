using System.Security.Cryptography;
using Google.Protobuf;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests;

/// <summary>What makes two requests the same: all they say, but not the letters of their id.</summary>
public sealed class RequestDigestTests
{
    private const string Id = "8dcf3a6a-0000-7000-8000-00000000abcd";

    [Fact]
    public void Of_IdInOtherLetters_IsTheSameWithTheDigestOfBefore()
    {
        var (small, capital) = (Request(Id), Request(Id.ToUpperInvariant()));

        var (one, other) = (RequestDigest.Of(small.RequestId, small).Value!, RequestDigest.Of(capital.RequestId, capital).Value!);

        Assert.Equal((Id, one.Digest), (other.Id, other.Digest));
        Assert.Equal((DigestOf(small), null), (one.Digest, one.EarlierDigest));
        Assert.Equal(DigestOf(capital), other.EarlierDigest);
    }

    private static FreezePeriodRequest Request(string id) => new() { Name = "programmes/nine-cities/periods/2026-11", RequestId = id };

    /// <summary>As it stands in ledgers.</summary>
    private static string DigestOf(IMessage request) => $"{request.Descriptor.Name}:{Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()))}";
}
