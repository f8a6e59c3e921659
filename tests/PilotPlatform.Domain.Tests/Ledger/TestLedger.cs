using System.Text;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger of its own for a test, in one of the stores.</summary>
internal abstract class TestLedger : IDisposable
{
    private static readonly DateTimeOffset Day = new(2026, 11, 24, 9, 30, 0, TimeSpan.FromHours(8));

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Draft Draft(string stream, int expected, string payload = "{}", RequestKey? request = null) =>
        new(stream, expected, "Opened", Encoding.UTF8.GetBytes(payload), "author", Day, request);

    public EntryLedger Open(Action<LedgerEntry>? committed = null, Action<LedgerOptions>? options = null)
    {
        var set = Options();
        options?.Invoke(set);
        return EntryLedger.Open(set, TimeProvider.System, committed ?? (_ => { }));
    }

    /// <summary>Where the ledger lies.</summary>
    public abstract LedgerOptions Options();

    /// <summary>What there is at its place.</summary>
    public abstract IReadOnlyList<string> Parts();

    /// <summary>Changes the store behind the ledger's back; bytes stand in braces, in hex.</summary>
    public abstract void Tamper(string sql);

    /// <summary>Changes the store as one who does not let triggers hinder them.</summary>
    public abstract void TamperUnhindered(string sql);

    /// <summary>Changes the stored snapshot: a byte that says how long its label is, the label, the content.</summary>
    public abstract void TamperWithSnapshot(Action<byte[]> change);

    protected static string WithBytes(string sql, string before, string after) =>
        System.Text.RegularExpressions.Regex.Replace(sql, @"\{(?<hex>[0-9A-Fa-f]*)\}", $"{before}${{hex}}{after}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));

    public abstract void Dispose();

    /// <summary>Every entry of the ledger, which is opened and closed for it.</summary>
    public async Task<List<LedgerEntry>> ReplayAsync(Action<LedgerOptions>? options = null)
    {
        var entries = new List<LedgerEntry>();
        await using (Open(entries.Add, options))
            return entries;
    }
}

internal static class Filling
{
    /// <summary>Appends so many entries to one stream and closes the ledger.</summary>
    public static async Task<T> FilledAsync<T>(this T place, int count)
        where T : TestLedger
    {
        await using var ledger = place.Open();
        for (var i = 0; i < count; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i, $"payload {i + 1}", new RequestKey($"request {i + 1}", "digest")), TestLedger.Cancellation);
        return place;
    }
}
