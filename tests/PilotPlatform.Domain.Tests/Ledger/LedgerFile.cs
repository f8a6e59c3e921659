using System.Text;
using Microsoft.Data.Sqlite;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger in a folder of its own, which goes with the test.</summary>
internal sealed class LedgerFile : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 30, 0, TimeSpan.FromHours(8));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-ledger-");

    public string Path => System.IO.Path.Combine(folder.FullName, "ledger.db");

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Draft Draft(string stream, int expected, string payload = "{}", RequestKey? request = null) =>
        new(stream, expected, "Opened", Encoding.UTF8.GetBytes(payload), "author", Day, request);

    public EntryLedger Open(Action<LedgerEntry>? committed = null) => EntryLedger.Open(Path, committed ?? (_ => { }));

    /// <summary>Every entry of the ledger, which is opened and closed for it.</summary>
    public async Task<List<LedgerEntry>> ReplayAsync()
    {
        var entries = new List<LedgerEntry>();
        await using (Open(entries.Add))
            return entries;
    }

    /// <summary>Appends so many entries to one stream and closes the ledger.</summary>
    public async Task<LedgerFile> FilledAsync(int count)
    {
        await using var ledger = Open();
        for (var i = 0; i < count; i++)
            await ledger.AppendAsync(Draft("stream", i, $"payload {i + 1}", new RequestKey($"request {i + 1}", "digest")), Cancellation);
        return this;
    }

    /// <summary>Changes the file behind the ledger's back.</summary>
    public void Tamper(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public void Dispose() => folder.Delete(recursive: true);
}
