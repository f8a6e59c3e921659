using System.Buffers.Binary;
using System.Security.Cryptography;

namespace PilotPlatform.Ledger;

/// <summary>What an owner made of the entries up to a position, so that it need not make it again.</summary>
/// <param name="Position">Position of the last entry that is in it.</param>
/// <param name="Head">Hash of that entry.</param>
/// <param name="Content">The owner's own bytes.</param>
public sealed record LedgerSnapshot(long Position, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Content)
{
    private const int SignatureAt = 104;

    private static ReadOnlySpan<byte> Version => "pilotplatform.ledger.snapshot.v1"u8;

    /// <summary>What stands before the content: version, position, head, SHA-256 of the content; and a signature over them, if there is a key.</summary>
    internal byte[] Label(SigningKey? key)
    {
        var label = new CanonicalBytes().Bytes(Version).Number(Position).Bytes(Head.Span).Bytes(SHA256.HashData(Content.Span));
        var signature = key?.Sign(label.Written) ?? [];
        return label.Bytes(signature).Written.ToArray();
    }

    /// <summary>A snapshot as it was stored.</summary>
    /// <exception cref="InvalidDataException">It is none, not whole, or not signed by a key that is trusted.</exception>
    internal static LedgerSnapshot Read(ReadOnlyMemory<byte> label, ReadOnlyMemory<byte> content, CheckpointTrust trust)
    {
        if (label.Length < SignatureAt || !label.Span.StartsWith(Version))
            throw new InvalidDataException("it is no snapshot of this version");

        var (signed, signature) = (label[..SignatureAt], label[SignatureAt..]);
        if (!trust.IsEmpty && !trust.Holds(signed.Span, signature.Span))
            throw new InvalidDataException("it is not signed by a key that is trusted here");
        if (!SHA256.HashData(content.Span).AsSpan().SequenceEqual(signed.Span[^SHA256.HashSizeInBytes..]))
            throw new InvalidDataException("its content is not the one that was written");
        var position = BinaryPrimitives.ReadInt64BigEndian(signed.Span[Version.Length..]);
        return new LedgerSnapshot(position, signed.Slice(Version.Length + sizeof(long), HashChain.HashSize), content);
    }
}
