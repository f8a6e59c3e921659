using System.Security.Cryptography;
using System.Text;

namespace PilotPlatform.Ledger;

/// <summary>
/// A signed word on how far the ledger went: so many entries, and this head. Its signature is ECDSA P-256 with SHA-256, as r and s of
/// 32 bytes each, over the label <c>pilotplatform.ledger.checkpoint.v1</c>, serial and position as big-endian 64-bit numbers, head,
/// digest of the checkpoint before, then time and key id, each after its length as a big-endian 32-bit number.
/// </summary>
/// <param name="Serial">Its place among the checkpoints, from 1 without a gap; 0 for the seal of a bundle.</param>
/// <param name="Position">How many entries the ledger had.</param>
/// <param name="Head">Hash of the last of them.</param>
/// <param name="Previous">SHA-256 of what the checkpoint before it signs; zero bytes for the first.</param>
/// <param name="SignedAt">When it was signed.</param>
/// <param name="KeyId">SHA-256 of the public key, in hex.</param>
/// <param name="Signature">The signature.</param>
public sealed record Checkpoint(
    long Serial,
    long Position,
    ReadOnlyMemory<byte> Head,
    ReadOnlyMemory<byte> Previous,
    DateTimeOffset SignedAt,
    string KeyId,
    ReadOnlyMemory<byte> Signature)
{
    /// <summary>What the first checkpoint has for the digest of the one before.</summary>
    public static ReadOnlyMemory<byte> Start { get; } = new byte[SHA256.HashSizeInBytes];

    /// <summary>The bytes that are signed.</summary>
    public byte[] Signed() => new CanonicalBytes()
        .Bytes("pilotplatform.ledger.checkpoint.v1"u8).Number(Serial).Number(Position).Bytes(Head.Span).Bytes(Previous.Span)
        .Part(HashChain.Canonical(SignedAt)).Part(Encoding.ASCII.GetBytes(KeyId)).Written.ToArray();

    /// <summary>What the next checkpoint names as the one before.</summary>
    public byte[] Digest() => SHA256.HashData(Signed());
}
