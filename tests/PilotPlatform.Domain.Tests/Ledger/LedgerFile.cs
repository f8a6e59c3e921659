using Microsoft.Data.Sqlite;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger in a SQLite file, in a folder of its own, which goes with the test.</summary>
internal sealed class LedgerFile : TestLedger
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-ledger-");

    public string Path => System.IO.Path.Combine(folder.FullName, "ledger.db");

    public override LedgerOptions Options() => new() { Path = Path, LogBytes = 1 << 20 };

    public override IReadOnlyList<string> Parts() => [.. folder.EnumerateFileSystemInfos().Select(f => f.Name)];

    /// <summary>Changes the file behind the ledger's back.</summary>
    public override void Tamper(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = WithBytes(sql, "x'", "'");
        command.ExecuteNonQuery();
    }

    public override void TamperUnhindered(string sql) => Tamper(
        "DROP TRIGGER entry_is_never_changed; DROP TRIGGER entry_is_never_removed; DROP TRIGGER checkpoint_is_never_changed; DROP TRIGGER checkpoint_is_never_removed; " + sql);

    public override void TamperWithSnapshot(Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(Path + ".snapshot");
        change(bytes);
        File.WriteAllBytes(Path + ".snapshot", bytes);
    }

    /// <summary>SQLite may still be taking files of its own away.</summary>
    public override void Dispose() => Assert.True(SpinWait.SpinUntil(IsDeleted, TimeSpan.FromSeconds(5)), $"{folder} cannot be deleted.");

    private bool IsDeleted()
    {
        try
        {
            folder.Delete(recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
