namespace PilotPlatform.Contracts;

/// <summary>A message that can carry its encoding, so that it is written without being encoded again.</summary>
internal interface IEncoded
{
    /// <summary>The encoding; empty for a message that is encoded from its fields. It is no part of what the message says: copies do not have it.</summary>
    EncodedBytes Encoded { get; set; }
}

/// <summary>Where the encoding of a message stands.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="Start">Where it starts in the buffer.</param>
/// <param name="Length">How many bytes it has.</param>
/// <param name="IsRented">True if the buffer is of the shared pool, and goes back to it once it has been written.</param>
internal readonly record struct EncodedBytes(byte[]? Buffer, int Start, int Length, bool IsRented)
{
    public bool IsEmpty => Buffer is null;

    public ReadOnlySpan<byte> Span => Buffer.AsSpan(Start, Length);

    /// <summary>Bytes that are kept.</summary>
    public static EncodedBytes Of(byte[] bytes) => new(bytes, 0, bytes.Length, IsRented: false);
}
