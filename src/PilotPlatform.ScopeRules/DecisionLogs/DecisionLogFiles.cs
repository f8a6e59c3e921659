using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.DecisionLogs;

/// <summary>The files of the decision log in the data folder: one a day, and one that takes what the log cannot keep up with.</summary>
internal sealed class DecisionLogFiles(IOptions<DataOptions> data, IOptions<ScopeRulesOptions> options) : IDisposable
{
    private const string Prefix = "decisions-";

    private readonly string folder = Path.Combine(Path.GetDirectoryName(data.Value.LedgerOf("scope-rules"))!, "decisions");
    private readonly Lock spilling = new();
    private StreamWriter? today;
    private DateOnly day;

    private string SpillPath => Path.Combine(folder, "spilled.jsonl");

    private string TakenPath => Path.Combine(folder, "spilled.taken.jsonl");

    /// <summary>Appends a line to the file of a day; false if the file has no room for it.</summary>
    public bool TryWrite(string line, DateOnly of)
    {
        if (today is null || day != of)
            Turn(of);
        if (today!.BaseStream.Position + Size(line) > options.Value.DecisionLog.FileBytes)
            return false;
        today.WriteLine(line);
        today.Flush();
        return true;
    }

    /// <summary>Appends a line to the spill file, on disk when this returns; false if what waits there leaves no room for it.</summary>
    public bool TrySpill(string line)
    {
        lock (spilling)
        {
            var waiting = new[] { SpillPath, TakenPath }.Select(p => new FileInfo(p)).Where(f => f.Exists).Sum(f => f.Length);
            if (waiting + Size(line) > options.Value.DecisionLog.SpillBytes)
                return false;
            Directory.CreateDirectory(folder);
            File.AppendAllText(SpillPath, line + "\n");
            return true;
        }
    }

    /// <summary>The lines that were spilled, by this process or one before it; the file is gone when all have been taken.</summary>
    public IEnumerable<string> TakeSpilled()
    {
        lock (spilling)
        {
            if (!File.Exists(TakenPath) && File.Exists(SpillPath))
                File.Move(SpillPath, TakenPath);
        }

        if (!File.Exists(TakenPath))
            yield break;

        foreach (var line in File.ReadLines(TakenPath))
            yield return line;
        File.Delete(TakenPath);
    }

    public void Dispose() => today?.Dispose();

    private static int Size(string line) => Encoding.UTF8.GetByteCount(line) + 1;

    private void Turn(DateOnly of)
    {
        today?.Dispose();
        Directory.CreateDirectory(folder);
        today = new StreamWriter(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{of:yyyy-MM-dd}.jsonl")), append: true);
        day = of;
        foreach (var old in Directory.GetFiles(folder, Prefix + "*.jsonl").Order(StringComparer.Ordinal).SkipLast(options.Value.DecisionLog.KeepFiles))
            File.Delete(old);
    }
}
