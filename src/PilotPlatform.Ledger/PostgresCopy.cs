using System.Buffers.Binary;

namespace PilotPlatform.Ledger;

/// <summary>Rows of entries in PostgreSQL's binary format of COPY, looked at where they lie.</summary>
internal sealed class PostgresCopy(Stream copy)
{
    private const int Columns = 10;

    /// <summary>Signature, flags, and the length of an extension.</summary>
    private const int HeaderLength = 19;

    private byte[] buffer = new byte[1 << 18];
    private int start;
    private int end;

    /// <returns>False if the visitor had enough before the end.</returns>
    public static bool Read(Stream copy, RowVisitor visit) => new PostgresCopy(copy).Read(visit);

    private bool Read(RowVisitor visit)
    {
        Need(HeaderLength);
        var extension = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start + HeaderLength - sizeof(int)));
        Need(HeaderLength + extension);
        start += HeaderLength + extension;

        Span<(int At, int Length)> parts = stackalloc (int, int)[Columns];
        while (true)
        {
            Need(sizeof(short));
            var columns = BinaryPrimitives.ReadInt16BigEndian(buffer.AsSpan(start));
            if (columns < 0)
                return true;
            if (columns != Columns)
                throw new InvalidOperationException($"A row has {columns} columns.");

            var length = FindParts(parts);
            if (!visit(Row(buffer.AsSpan(start, length), parts)))
                return false;
            start += length;
        }
    }

    /// <summary>Brings a whole row into the buffer and says where in it each column lies.</summary>
    /// <returns>The length of the row.</returns>
    private int FindParts(Span<(int At, int Length)> parts)
    {
        var at = sizeof(short);
        foreach (ref var part in parts)
        {
            Need(at + sizeof(int));
            var length = BinaryPrimitives.ReadInt32BigEndian(buffer.AsSpan(start + at));
            part = (at + sizeof(int), length);
            at += sizeof(int) + Math.Max(0, length);
        }

        Need(at);
        return at;
    }

    private static StoredRow Row(ReadOnlySpan<byte> row, ReadOnlySpan<(int At, int Length)> parts) => new()
    {
        Position = BinaryPrimitives.ReadInt64BigEndian(Part(row, parts[0])),
        Stream = Part(row, parts[1]),
        Revision = BinaryPrimitives.ReadInt32BigEndian(Part(row, parts[2])),
        Kind = Part(row, parts[3]),
        Payload = Part(row, parts[4]),
        Author = Part(row, parts[5]),
        RecordedAt = Part(row, parts[6]),
        HasRequestId = parts[7].Length >= 0,
        RequestId = Part(row, parts[7]),
        HasRequestDigest = parts[8].Length >= 0,
        RequestDigest = Part(row, parts[8]),
        Hash = Part(row, parts[9]),
    };

    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> row, (int At, int Length) part) => part.Length < 0 ? default : row.Slice(part.At, part.Length);

    /// <summary>Reads on until so many bytes lie in the buffer.</summary>
    private void Need(int bytes)
    {
        if (end - start >= bytes)
            return;

        if (buffer.Length - start < bytes)
        {
            var target = bytes > buffer.Length ? new byte[Math.Max(bytes, buffer.Length * 2)] : buffer;
            buffer.AsSpan(start, end - start).CopyTo(target);
            (buffer, start, end) = (target, 0, end - start);
        }

        while (end - start < bytes)
        {
            var read = copy.Read(buffer, end, buffer.Length - end);
            if (read == 0)
                throw new EndOfStreamException("The database ended in the middle of a row.");
            end += read;
        }
    }
}
