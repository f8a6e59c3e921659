using System.Buffers.Binary;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>The write-ahead log of a file is as long from the start as it becomes: no commit waits for it to grow.</summary>
public sealed class LogTests : IDisposable
{
    private const int Length = 2 << 20;
    private const int Frame = 24 + 4096;
    private readonly LedgerFile place = new();
    private readonly DirectoryInfo copy = Directory.CreateTempSubdirectory("pilot-platform-log-");

    public void Dispose()
    {
        place.Dispose();
        copy.Delete(recursive: true);
    }

    [Fact]
    public async Task Open_LogOfNothing_HasItsLength()
    {
        await using var ledger = place.Open(options: o => o.LogBytes = Length);

        Assert.Equal(Length, LogOf(place.Path).Length);
        await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);
        Assert.Equal(Length, LogOf(place.Path).Length);
    }

    /// <summary>What lies behind the last commit of a process that was killed is zeros, or what an older turn of the log has left there.</summary>
    [Theory]
    [InlineData(1 << 20)]
    [InlineData(Length)]
    public async Task Open_LogOfACrash_GivesEveryEntryAndIsLengthened(int before)
    {
        var path = await CrashAsync(entries: 10, before);
        var entries = new List<LedgerEntry>();
        await using var again = EntryLedger.Open(new LedgerOptions { Path = path, LogBytes = Length }, TimeProvider.System, entries.Add);

        Assert.Equal(Enumerable.Range(1, 10), entries.Select(entry => entry.Revision));
        Assert.Equal(Length, LogOf(path).Length);
    }

    [Fact]
    public async Task AppendAsync_MoreThanTheLogHolds_BeginsItAnew()
    {
        await using var ledger = place.Open(options: o => o.LogBytes = 1 << 20);
        var payload = new string('a', 10_000);
        for (var i = 0; i < 300; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i, payload), TestLedger.Cancellation);

        Assert.InRange(LogOf(place.Path).Length, 1 << 20, (1 << 20) + (1 << 17));
        Assert.Equal(300, (await StoredLedger.VerifyAsync(place.Options(), [], known: null, progress: null, TestLedger.Cancellation)).Entries);
    }

    /// <summary>
    /// SQLite would take the first frame that is not whole for the end of the log, and twenty entries that were acknowledged would be gone without a word. Byte 40 is of the salt of the
    /// first frame; a frame has 24 bytes and a page.
    /// </summary>
    [Theory]
    [InlineData(40, 1)]
    [InlineData(48, 1)]
    [InlineData(32 + (5 * 4120) + 1000, 6)]
    public async Task Open_LogOfACrashDamagedInItsMiddle_IsRefusedWithItsFrame(int at, int frame)
    {
        var path = await CrashAsync(entries: 20);
        Change(path, at);

        var refused = Assert.Throws<LedgerException>(() => EntryLedger.Open(new LedgerOptions { Path = path, LogBytes = Length }, TimeProvider.System, _ => { }));

        Assert.Contains($"frame {frame} of its write-ahead log, at byte {32 + ((frame - 1) * 4120)}, is not what was written", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>SQLite ignores a log whose header is not whole, with all that stands in it: magic, size of a page, salt, checksum.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(24)]
    public async Task Open_LogOfACrashWithADamagedHeader_IsRefused(int at)
    {
        var path = await CrashAsync(entries: 3);
        Change(path, at);

        var refused = Assert.Throws<LedgerException>(() => EntryLedger.Open(new LedgerOptions { Path = path, LogBytes = Length }, TimeProvider.System, _ => { }));

        Assert.EndsWith("damaged: the header of its write-ahead log is not what was written, and frames may stand behind it.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_LogOfACrashWhoseFirstSectorIsGone_IsRefused()
    {
        var path = await CrashAsync(entries: 3);
        using (var log = new FileStream(path + "-wal", FileMode.Open, FileAccess.Write))
            log.Write(new byte[512]);

        Assert.Contains("header of its write-ahead log", Assert.Throws<LedgerException>(() => EntryLedger.Open(new LedgerOptions { Path = path, LogBytes = Length }, TimeProvider.System, _ => { })).Message, StringComparison.Ordinal);
    }

    /// <summary>What a start refuses, nobody is told to be intact, and no copy is made of.</summary>
    [Fact]
    public async Task VerifyAsync_LogOfACrashDamagedInItsMiddle_SaysSoAndNoCopyIsMade()
    {
        var path = await CrashAsync(entries: 20);
        Change(path, 32 + (5 * 4120) + 1000);

        var verdict = await StoredLedger.VerifyAsync(new LedgerOptions { Path = path }, [], known: null, progress: null, TestLedger.Cancellation);
        using var error = new StringWriter();
        var codes = new List<int>();
        foreach (var command in new[] { "backup", "export" })
            codes.Add(await LedgerCommand.RunAsync([command, path, Path.Combine(copy.FullName, "copy.db")], TextWriter.Null, error, TestLedger.Cancellation));

        Assert.StartsWith("frame 6 of its write-ahead log", verdict.Damage?.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(0, codes);
        Assert.Contains(verdict.Damage!.Problem, error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(copy.FullName, "copy.db")));
    }

    [Fact]
    public async Task Open_FileThatOthersMayNotRead_HasSuchALog()
    {
        if (OperatingSystem.IsWindows())
            return; // files have no modes there
        await place.FilledAsync(1);
        File.SetUnixFileMode(place.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await using var ledger = place.Open();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(place.Path + "-wal"));
    }

    /// <summary>The snapshot of another ledger would refuse the restored one at its start.</summary>
    [Fact]
    public async Task RestoreAsync_BesideASnapshot_IsRefusedByName()
    {
        await place.FilledAsync(1);
        var target = Path.Combine(copy.FullName, "restored.db");
        await File.WriteAllTextAsync(target + ".snapshot", "of another", TestLedger.Cancellation);

        using var error = new StringWriter();
        var code = await LedgerCommand.RunAsync(["backup", place.Path, target], TextWriter.Null, error, TestLedger.Cancellation);
        var bundle = await Assert.ThrowsAsync<LedgerException>(() => LedgerBundle.RestoreAsync(Stream.Null, new LedgerOptions { Path = target }, [], TestLedger.Cancellation));

        Assert.Equal(1, code);
        Assert.StartsWith($"{target}.snapshot exists already", bundle.Message, StringComparison.Ordinal);
        Assert.Contains(bundle.Message, error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(target));
    }

    /// <summary>The commit that was being written when the power went may be in pieces: nobody was told that it is durable.</summary>
    [Fact]
    public async Task Open_LogOfACrashThatEndsInPieces_GivesWhatWasCommittedBefore()
    {
        var path = await CrashAsync(entries: 20);
        var log = File.ReadAllBytes(path + "-wal");
        var last = Enumerable.Range(0, (log.Length - 32) / 4120).Last(frame => log.AsSpan(32 + (frame * 4120) + 4, 4).ContainsAnyExcept((byte)0));
        Change(path, 32 + (last * 4120) + 2000);

        var entries = new List<LedgerEntry>();
        await using var again = EntryLedger.Open(new LedgerOptions { Path = path, LogBytes = Length }, TimeProvider.System, entries.Add);

        Assert.InRange(entries.Count, 19, 20); // the last commit is that of an entry, or of a checkpoint behind it
    }

    /// <summary>
    /// Two commits whose sync failed, one after the other, and behind them a shorter one that was acknowledged: what is left of each of the two goes on from frames that are not there any more.
    /// </summary>
    [Fact]
    public async Task Open_LogOfACrashWithRemainsOfCommitsThatFailed_GivesWhatWasCommittedBefore()
    {
        var path = await CrashAsync(entries: 20);
        var log = File.ReadAllBytes(path + "-wal");
        var ends = Enumerable.Range(1, (log.Length - 32) / Frame).Where(frame => log.AsSpan(At(frame) + 4, 4).ContainsAnyExcept((byte)0)).ToArray();
        Chain(log, ends[^4] + 1, ends[^3]);
        Chain(log, ends[^3] + 1, ends[^1]);
        File.WriteAllBytes(path + "-wal", log);

        var entries = new List<LedgerEntry>();
        await using var again = EntryLedger.Open(new LedgerOptions { Path = path, LogBytes = Length }, TimeProvider.System, entries.Add);

        Assert.InRange(entries.Count, 17, 19); // three commits are gone, each of an entry, or of a checkpoint behind it
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Open_LengthThatIsNone_IsRefusedByName(int bytes)
    {
        var refused = Assert.Throws<LedgerException>(() => place.Open(options: o => o.LogBytes = bytes));

        Assert.Equal($"Ledger:LogBytes is {bytes}, which is not between 1 MB and 1 GB.", refused.Message);
    }

    /// <summary>The files of a ledger as a process leaves them that is killed behind so many entries.</summary>
    private async Task<string> CrashAsync(int entries, int logBytes = Length)
    {
        await using var killed = place.Open(options: o => o.LogBytes = logBytes);
        for (var i = 0; i < entries; i++)
            await killed.AppendAsync(TestLedger.Draft("stream", i), TestLedger.Cancellation);
        foreach (var file in place.Parts().Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
            File.Copy(Path.Combine(Path.GetDirectoryName(place.Path)!, file), Path.Combine(copy.FullName, file));
        return Path.Combine(copy.FullName, "ledger.db");
    }

    private static int At(int frame) => 32 + ((frame - 1) * Frame);

    /// <summary>Makes frames of a log those of another write: whole among themselves, and going on from none that is there.</summary>
    private static void Chain(byte[] log, int first, int last)
    {
        var (one, two) = (1u, (uint)first);
        for (var frame = first; frame <= last; frame++)
        {
            foreach (var at in Enumerable.Range(0, Frame / 8).Except([1, 2]).Select(word => At(frame) + (word * 8)))
            {
                one += Word(at) + two;
                two += Word(at + 4) + one;
            }

            BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(At(frame) + 16), one);
            BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(At(frame) + 20), two);
        }

        uint Word(int at) => (log[3] & 1) == 1 ? BinaryPrimitives.ReadUInt32BigEndian(log.AsSpan(at)) : BinaryPrimitives.ReadUInt32LittleEndian(log.AsSpan(at));
    }

    private static void Change(string path, int at)
    {
        using var log = new FileStream(path + "-wal", FileMode.Open, FileAccess.ReadWrite);
        log.Position = at;
        var before = log.ReadByte();
        log.Position = at;
        log.WriteByte((byte)(before ^ 1));
    }

    private static FileInfo LogOf(string path) => new(path + "-wal");
}
