using System.Buffers.Binary;
using System.Buffers.Text;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>An opaque token that names a position of the ledger: what a write returns and a read may ask for at least.</summary>
internal static class ConsistencyToken
{
    private const int Bytes = 12;

    /// <summary>Tells tokens of this service from others: the letters PSR1.</summary>
    private const uint Mark = 0x50_53_52_31;

    public static string Of(long position)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, Mark);
        BinaryPrimitives.WriteInt64BigEndian(bytes[4..], position);
        return Base64Url.EncodeToString(bytes);
    }

    public static Result<long> Parse(string field, string token)
    {
        if (!Base64Url.IsValid(token, out var length) || length != Bytes)
            return Fault.Invalid(field, "is not a token that this service gave");

        var bytes = Base64Url.DecodeFromChars(token);
        var position = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(4));
        return BinaryPrimitives.ReadUInt32BigEndian(bytes) == Mark && position >= 0
            ? position
            : Fault.Invalid(field, "is not a token that this service gave");
    }
}
