using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace PilotPlatform.Ledger;

/// <summary>
/// The write-ahead log beside the file of a ledger, as SQLite describes it (sqlite.org/fileformat2.html, section 4): a header, and frames of one page each, which
/// carry the salt of the header and a checksum over all before them; the last frame of a commit says so.
/// </summary>
internal static class SqliteLog
{
    /// <summary>Bytes that stand before each page.</summary>
    public const int FrameHeader = 24;

    private const int Header = 32;
    private const uint Magic = 0x377f0682;
    private const int SaltAt = 16;
    private const int SumAt = 24;

    /// <summary>
    /// Gives a log its length before it is used: a commit that makes a file longer waits for what the file system notes of that, which is as long again as the commit itself.
    /// What SQLite did not write itself it takes for the end of the log.
    /// </summary>
    public static void Prepare(string path, int bytes)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = File.GetUnixFileMode(path); // who may read the file may read its log, and nobody else
            using var log = new FileStream(PathOf(path), options);
            Lengthen(log, bytes);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The log grows with what is written, as long as it can be.
        }
    }

    /// <summary>
    /// What is wrong with the log that a process has left; null for nothing. SQLite takes the first frame that is not whole for the end, and would go on from there without a
    /// word. A power cut can leave the commit that was being written in pieces; behind that there is no other, since each is synced before the next begins.
    /// </summary>
    /// <exception cref="LedgerException">The log cannot be read.</exception>
    public static string? FindDamage(string path)
    {
        try
        {
            if (!File.Exists(PathOf(path)))
                return null;
            using var log = new FileStream(PathOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
            return FindDamage(log);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The write-ahead log of the ledger {path} cannot be read: {failed.Message}", failed);
        }
    }

    private static string PathOf(string path) => path + "-wal";

    private static void Lengthen(FileStream log, int bytes)
    {
        var (before, zeros) = (log.Length, new byte[1 << 20]);
        try
        {
            while (log.Length < bytes)
                log.Write(zeros, 0, (int)Math.Min(zeros.Length, bytes - log.Length));
            log.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            log.SetLength(before); // a disk without so much room keeps what it has for what is written
            throw;
        }
    }

    private static string? FindDamage(FileStream log)
    {
        var header = new byte[Header];
        if (log.ReadAtLeast(header, Header, throwOnEndOfStream: false) < Header)
            return null;

        var (isBigEndian, page) = ((header[3] & 1) == 1, BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(8)));
        var sum = Sum(default, header.AsSpan(0, SumAt), isBigEndian);
        var isHeader = (BinaryPrimitives.ReadUInt32BigEndian(header) & ~1u) == Magic && page is >= 512 and <= 65536 && BitOperations.IsPow2(page) && StatedAt(header, SumAt) == sum;
        if (!isHeader)
            return header.AsSpan().ContainsAnyExcept((byte)0) || HasMore(log) ? "the header of its write-ahead log is not what was written, and frames may stand behind it." : null;

        return FindDamage(log, header.AsMemory(SaltAt, 8), new byte[FrameHeader + (int)page], sum, isBigEndian);
    }

    /// <summary>Counts the commits behind the first frame that is not whole, as far as they go on from one another: what is left of writes that failed does not.</summary>
    private static string? FindDamage(FileStream log, ReadOnlyMemory<byte> salt, byte[] frame, (uint First, uint Second) sum, bool isBigEndian)
    {
        var (number, damaged, commits, computed) = (0, 0, 0, sum);
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            number++;
            var (stated, next) = (StatedAt(frame, 16), Next(sum));
            var isOfThisTurn = frame.AsSpan(8, 8).SequenceEqual(salt.Span);
            var isWhole = isOfThisTurn && (stated == next || (number == damaged + 1 && damaged > 0 && stated == Next(computed)));
            if (!isWhole && damaged > 0)
                break;
            if (!isWhole)
                (damaged, computed) = (number, next);
            sum = stated; // of the one that is not whole, it or what is computed is what the next goes on from
            if (damaged > 0 && isOfThisTurn && BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0)
                commits++;
        }

        return commits > 1
            ? string.Create(CultureInfo.InvariantCulture, $"frame {damaged} of its write-ahead log, at byte {Header + ((damaged - 1L) * frame.Length)}, is not what was written, and {commits} commits stand behind it.")
            : null;

        (uint First, uint Second) Next((uint First, uint Second) before) => Sum(Sum(before, frame.AsSpan(0, 8), isBigEndian), frame.AsSpan(FrameHeader), isBigEndian);
    }

    private static bool HasMore(FileStream log)
    {
        var bytes = new byte[1 << 16];
        for (int read; (read = log.Read(bytes)) > 0;)
            if (bytes.AsSpan(0, read).ContainsAnyExcept((byte)0))
                return true;
        return false;
    }

    private static (uint First, uint Second) StatedAt(byte[] bytes, int at) =>
        (BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 4)));

    private static (uint First, uint Second) Sum((uint First, uint Second) sum, ReadOnlySpan<byte> bytes, bool isBigEndian)
    {
        var (first, second) = sum;
        var words = MemoryMarshal.Cast<byte, uint>(bytes);
        for (var at = 0; at + 1 < words.Length; at += 2)
        {
            first += Word(words[at], isBigEndian) + second;
            second += Word(words[at + 1], isBigEndian) + first;
        }

        return (first, second);
    }

    private static uint Word(uint word, bool isBigEndian) => isBigEndian == BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(word) : word;
}
