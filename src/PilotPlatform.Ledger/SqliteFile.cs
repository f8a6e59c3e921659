using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PilotPlatform.Ledger;

/// <summary>The file of a ledger: how it is made, found whole, and held against other processes.</summary>
internal static partial class SqliteFile
{
    /// <summary>SQLite takes a shorter file for a new database, and would begin the ledger anew without a word.</summary>
    private const int SmallestDatabase = 512;

    public static SqliteConnection Connect(string path, bool readOnly) => Connect(path, readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate);

    public static SqliteConnection Connect(string path, SqliteOpenMode mode) => new(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Pooling = false,
        Mode = mode,
    }.ToString());

    /// <summary>
    /// A connection for one thread alone, to read rows with: it is without the lock that SQLite takes for each value of each row otherwise, which ADO.NET
    /// has no setting for.
    /// </summary>
    /// <exception cref="SqliteException">The file cannot be opened.</exception>
    public static sqlite3 OpenUnshared(string path)
    {
        var answer = raw.sqlite3_open_v2(path, out var database, raw.SQLITE_OPEN_READONLY | raw.SQLITE_OPEN_NOMUTEX, vfs: null);
        try
        {
            SqliteException.ThrowExceptionForRC(answer, database);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <exception cref="LedgerException">The file, or a part of it, is gone.</exception>
    public static void Check(string path, bool mayCreate)
    {
        RefuseLogAlone(path);
        if (!File.Exists(path) && !mayCreate)
            throw new LedgerException($"There is no ledger {path}.");
        if (!File.Exists(path))
            Create(path);
        if (new FileInfo(path) is { Length: < SmallestDatabase and var length })
            throw new LedgerException($"The ledger {path} is damaged: {length} bytes are no database.");
    }

    /// <exception cref="LedgerException">Of a ledger only the write-ahead log is there.</exception>
    public static void RefuseLogAlone(string path)
    {
        if (!File.Exists(path) && File.Exists(path + "-wal"))
            throw new LedgerException($"The ledger {path} is damaged: the file is gone, its write-ahead log is there.");
    }

    /// <exception cref="LedgerException">A snapshot lies where a ledger is to be made.</exception>
    public static void RefuseSnapshotAlone(string path)
    {
        if (!File.Exists(path) && File.Exists(SnapshotOf(path)))
            throw new LedgerException($"{SnapshotOf(path)} exists already: what was made of another ledger, which would be held against this one. Take it away first.");
    }

    /// <summary>The file of a ledger, and what may lie beside it: its write-ahead log, the index of that, the lock.</summary>
    public static IEnumerable<string> PartsOf(string path) => [path, path + "-wal", path + "-shm", path + ".lock"];

    /// <exception cref="LedgerException">Another process has the ledger, or its folder cannot be written.</exception>
    public static FileStream Own(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failed) when (File.Exists(path + ".lock"))
        {
            throw new LedgerException($"The ledger {path} is in use by another process.", failed);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The data folder {Path.GetDirectoryName(path)} cannot be written: {failed.Message}", failed);
        }
    }

    /// <summary>What is wrong with the log that a process has left beside a file; null for nothing, and while a process writes it.</summary>
    /// <exception cref="LedgerException">The log cannot be read.</exception>
    public static string? FindDamageOfLog(string path)
    {
        try
        {
            using var owned = new FileStream(path + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return SqliteLog.FindDamage(path);
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return SqliteLog.FindDamage(path); // nobody has it, or nobody can
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <exception cref="LedgerException">The log that a process has left beside a file is damaged, or cannot be read.</exception>
    public static void RefuseDamagedLog(string path)
    {
        if (FindDamageOfLog(path) is { } damage)
            throw EntryRows.Damaged(path, 0, damage);
    }

    /// <exception cref="LedgerException">It cannot be written.</exception>
    public static void SaveSnapshot(string path, LedgerSnapshot snapshot, SigningKey? key)
    {
        try
        {
            var label = snapshot.Label(key);
            var unfinished = SnapshotOf(path) + ".new";
            using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            {
                file.WriteByte((byte)label.Length);
                file.Write(label);
                file.Write(snapshot.Content.Span);
                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, SnapshotOf(path), overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The snapshot {SnapshotOf(path)} cannot be written: {failed.Message}", failed);
        }
    }

    /// <exception cref="InvalidDataException">What lies there is no snapshot, or none that can be trusted.</exception>
    public static LedgerSnapshot? LoadSnapshot(string path, CheckpointTrust trust)
    {
        try
        {
            if (!File.Exists(SnapshotOf(path)))
                return null;
            var bytes = File.ReadAllBytes(SnapshotOf(path)).AsMemory();
            return bytes.Length > 1 && bytes.Length > bytes.Span[0]
                ? LedgerSnapshot.Read(bytes[1..(1 + bytes.Span[0])], bytes[(1 + bytes.Span[0])..], trust)
                : throw new InvalidDataException($"it is cut off at {bytes.Length} bytes");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"it cannot be read: {failed.Message}", failed);
        }
    }

    /// <summary>Copies a ledger by SQLite's own means, which go along with a writer; the copy is at the path when it is whole.</summary>
    /// <exception cref="LedgerException">There is no such ledger, something is at the path, or it cannot be written.</exception>
    public static void Backup(string path, string target)
    {
        if (!File.Exists(path))
            throw new LedgerException($"There is no ledger {path}.");
        if (File.Exists(target))
            throw new LedgerException($"{target} exists already.");
        if (File.Exists(target + "-wal"))
            throw new LedgerException($"{target}-wal exists already: the write-ahead log of another ledger, which would be taken for the log of this one.");
        RefuseSnapshotAlone(target);
        RefuseDamagedLog(path);

        var unfinished = target + ".new";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            File.Delete(unfinished);
            using (var from = Connect(path, readOnly: true))
            using (var to = Connect(unfinished, readOnly: false))
            {
                from.Open();
                to.Open();
                from.BackupDatabase(to);
            }

            File.Move(unfinished, target);
            DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(target))!);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or SqliteException)
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
            throw new LedgerException($"The ledger {path} cannot be copied to {target}: {(failed is SqliteException sqlite ? Explain(sqlite) : failed.Message)}", failed);
        }
    }

    /// <summary>What is wrong with the pages of a file; null if that cannot be told.</summary>
    public static string? FindDamage(string path)
    {
        try
        {
            using var connection = Connect(path, readOnly: true);
            connection.Open();
            using var check = connection.CreateCommand();
            check.CommandText = "PRAGMA quick_check(1)";
            return check.ExecuteScalar() is string found and not "ok" ? Explain(found) : null;
        }
        catch (SqliteException)
        {
            return null; // not even its first page can be read
        }
    }

    /// <summary>
    /// What SQLite's check of the pages found, which is lines such as <c>Tree 3 page 5 cell 2: …</c> below a title, in words of ours: the page,
    /// where one is named, and what SQLite says of it.
    /// </summary>
    public static string Explain(string check)
    {
        var found = check.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault(line => !line.StartsWith("***", StringComparison.Ordinal)) ?? check;
        var page = PageOf().Match(found);
        return page.Success
            ? $"page {page.Groups["page"].Value} of the file is not what was written (SQLite: {found})."
            : $"pages of the file do not fit together (SQLite: {found}).";
    }

    [GeneratedRegex(@"\b[Pp]age (?<page>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PageOf();

    /// <summary>What went wrong in words of ours, where SQLite's own lead elsewhere: what it cannot write for want of room it calls an error of the disk.</summary>
    public static string Explain(SqliteException failed) => failed.SqliteErrorCode == raw.SQLITE_FULL || failed.SqliteExtendedErrorCode == raw.SQLITE_IOERR_SHMSIZE
        ? $"there is no room left on its disk (SQLite error {failed.SqliteExtendedErrorCode})."
        : failed.Message;

    private static string SnapshotOf(string path) => path + ".snapshot";

    /// <summary>Makes an empty ledger beside the path and moves it there whole: a file at the path is never one half made.</summary>
    private static void Create(string path)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished);
        try
        {
            using (var connection = Connect(unfinished, readOnly: false))
            {
                connection.Open();
                SqliteLayout.Apply(connection);
            }

            File.Move(unfinished, path);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }

        try
        {
            DurableFolder.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch (IOException failed)
        {
            throw new LedgerException($"The ledger {path} is made, and whether it stays cannot be told: {failed.Message}", failed);
        }
    }
}
