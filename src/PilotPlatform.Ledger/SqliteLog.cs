using System.Buffers.Binary;
using System.Globalization;
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
    /// Gives a log its length before it is used: a commit that makes a file longer waits for what the file system notes of that, which is as long again as the commit.
    /// What SQLite did not write itself it takes for the end of the log.
    /// </summary>
    public static void Prepare(string path, int bytes)
    {
        try
        {
            using var log = new FileStream(PathOf(path), FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            var zeros = new byte[1 << 20];
            while (log.Length < bytes)
                log.Write(zeros, 0, (int)Math.Min(zeros.Length, bytes - log.Length));
            log.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // A disk without so much room: the log grows with what is written, as long as there is any.
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
            return File.Exists(PathOf(path)) ? FindDamage(File.ReadAllBytes(PathOf(path))) : null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The write-ahead log of the ledger {path} cannot be read: {failed.Message}", failed);
        }
    }

    private static string PathOf(string path) => path + "-wal";

    private static string? FindDamage(ReadOnlySpan<byte> log)
    {
        if (log.Length < Header || (BinaryPrimitives.ReadUInt32BigEndian(log) & ~1u) != Magic)
            return null;

        var isBigEndian = (log[3] & 1) == 1;
        var salt = log[SaltAt..SumAt];
        var frame = FrameHeader + (int)BinaryPrimitives.ReadUInt32BigEndian(log[8..]);
        var (sum, number, commits, damaged) = (Sum(default, log[..SumAt], isBigEndian), 0, 0, 0);
        for (var rest = log[Header..]; rest.Length >= frame; rest = rest[frame..])
        {
            number++;
            var isOfThisTurn = rest[8..SaltAt].SequenceEqual(salt);
            if (damaged == 0)
            {
                sum = Sum(Sum(sum, rest[..8], isBigEndian), rest[FrameHeader..frame], isBigEndian);
                damaged = isOfThisTurn && Holds(rest, sum) ? 0 : number;
            }

            if (damaged > 0 && isOfThisTurn && BinaryPrimitives.ReadUInt32BigEndian(rest[4..]) != 0)
                commits++;
        }

        return commits > 1
            ? string.Create(CultureInfo.InvariantCulture, $"frame {damaged} of its write-ahead log, at byte {Header + ((damaged - 1L) * frame)}, is not what was written, and {commits} commits stand behind it.")
            : null;
    }

    private static bool Holds(ReadOnlySpan<byte> frame, (uint First, uint Second) sum) =>
        BinaryPrimitives.ReadUInt32BigEndian(frame[16..]) == sum.First && BinaryPrimitives.ReadUInt32BigEndian(frame[20..]) == sum.Second;

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
