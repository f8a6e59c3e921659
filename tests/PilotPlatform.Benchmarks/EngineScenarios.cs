using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text;
using PilotPlatform.Catalog;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules;

namespace PilotPlatform.Benchmarks;

/// <summary>The engine in this process, on the shipped document and rule set.</summary>
internal static class EngineScenarios
{
    private const int Passes = 2000;

    /// <summary>Rounds that are not counted: until then the runtime still compiles the engine anew, beside it and on the same cores.</summary>
    private const int WarmUp = 24;

    private static readonly CatalogFiles Files = CatalogFiles.Load(new CatalogOptions());

    private static readonly RuleSet Rules = RuleSetFile.Load(new ScopeRulesOptions().RuleSet).Rules;

    public static IEnumerable<Scenario> All =>
    [
        new("engine/decide", "nanoseconds a decision with trace and missing set from interned facts, over every cell", 60, AtMost: true, () => Task.FromResult(Decide(Source()).Time)),
        new("engine/allocation", "bytes allocated a decision", 0, AtMost: true, () => Task.FromResult(Decide(Source()).Bytes)),
        new("engine/compile", "milliseconds to compile the shipped rule set", 50, AtMost: true, CompileAsync),
        new("engine/compile-large", "seconds to compile 20,000 tasks for 300 cities", 5, AtMost: true, () => Task.FromResult(CompileLarge(20_000, 300))),
        new("engine/memory-tasks", "bytes kept by 20,000 tasks for 300 cities, against 10,000", 2.1, AtMost: true, () => Task.FromResult(Memory((10_000, 300), (20_000, 300)))),
        new("engine/memory-cities", "bytes kept by 20,000 tasks for 300 cities, against 150", 2.1, AtMost: true, () => Task.FromResult(Memory((20_000, 150), (20_000, 300)))),
    ];

    private static ScopeSource Source()
    {
        var edition = DocumentImport.Read(File.ReadAllBytes(Files.DocumentPath), Files.Gazetteer).Value;
        return new ScopeSource(
            [.. edition.Cities.Select(c => new ScopeCity(c.Place.Id, c.Place.Name, c.Place.Short, c.Place.English))],
            [.. edition.Tasks.Select(t => new ScopeTask(t.Number, t.Scope, t.Text))],
            edition.Note)
        { Places = Files.Gazetteer };
    }

    private static (Measured Time, Measured Bytes) Decide(ScopeSource source)
    {
        var rules = RuleSetCompiler.Compile(Rules, source).Value;
        var acts = rules.Compile(ActBook.Empty);
        var facts = rules.Facts.Book([("foreign-share", FactValue.OfBasisPoints(5001)), ("place", FactValue.OfPlace("kunshan"))]).Value;
        var sum = 0;
        var times = new List<double>();
        var bytes = 0L;
        for (var round = 0; round < WarmUp + 8; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            for (var pass = 0; pass < Passes / 8; pass++)
                for (var task = 0; task < rules.Rules.Length; task++)
                    for (var city = 0; city < source.Cities.Length; city++)
                        sum += (int)rules.Quick(task, city, facts.Codes, acts).Verdict;
            if (round >= WarmUp)
                times.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / (Passes / 8 * rules.Rules.Length * source.Cities.Length));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        var figures = string.Create(CultureInfo.InvariantCulture, $"median of 8 rounds of {Passes / 8} × {rules.Rules.Length * source.Cities.Length} decisions, checksum {sum}");
        return (new Measured(Load.Median(times), figures), new Measured(bytes, figures));
    }

    private static Measured Compile(ScopeSource source, int rounds)
    {
        var times = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var started = Stopwatch.GetTimestamp();
            _ = RuleSetCompiler.Compile(Rules, source).Value;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return new Measured(Load.Median(times), string.Create(CultureInfo.InvariantCulture, $"first {times[0]:0} ms, median of {rounds}"));
    }

    /// <summary>Compiles once and prints how many milliseconds it took, and how many of them the runtime compiled this code.</summary>
    public static int CompileOnce()
    {
        var source = Source();
        var before = JitInfo.GetCompilationTime();
        var took = Compile(source, 1).Value;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{took} {(JitInfo.GetCompilationTime() - before).TotalMilliseconds}"));
        return 0;
    }

    /// <summary>The figure is of this process; a fresh one is told beside it, since most of its time is the runtime compiling this code.</summary>
    private static async Task<Measured> CompileAsync()
    {
        var fresh = new List<(double All, double Runtime)>();
        for (var round = 0; round < 5; round++)
        {
            using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(EngineScenarios).Assembly.Location, "compile"]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var printed = (await process.StandardOutput.ReadToEndAsync()).Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
            fresh.Add((printed[0], printed[1]));
            await process.WaitForExitAsync();
        }

        var measured = Compile(Source(), 5);
        return measured with { Figures = string.Create(CultureInfo.InvariantCulture, $"{measured.Figures}; in a process that has just started {Load.Median(fresh.Select(f => f.All)):0} ms, of which the runtime compiles this code for {Load.Median(fresh.Select(f => f.Runtime)):0}") };
    }

    private static Measured CompileLarge(int tasks, int cities)
    {
        var (rules, source) = Large(tasks, cities);
        var started = Stopwatch.GetTimestamp();
        var compiled = RuleSetCompiler.Compile(rules, source).Value;
        return new Measured(Stopwatch.GetElapsedTime(started).TotalSeconds, string.Create(CultureInfo.InvariantCulture, $"{compiled.Rules.Length} rules"));
    }

    private static Measured Memory((int Tasks, int Cities) smaller, (int Tasks, int Cities) larger)
    {
        var (once, twice) = (Kept(smaller.Tasks, smaller.Cities), Kept(larger.Tasks, larger.Cities));
        return new Measured((double)twice / once, string.Create(CultureInfo.InvariantCulture, $"{once / 1e6:0.0} and {twice / 1e6:0.0} MB, with acts in every cell"));
    }

    /// <summary>What a rule set keeps with acts in every cell, the most that can be recorded.</summary>
    private static long Kept(int tasks, int cities)
    {
        var (rules, source) = Large(tasks, cities);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var compiled = RuleSetCompiler.Compile(rules, source).Value;
        var acts = compiled.Compile(new ActBook([.. compiled.Rules.Select(r => (ActKind.Willingness, r.Number, (string?)null))], tasks));
        var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
        GC.KeepAlive((compiled, acts, rules, source));
        return kept;
    }

    /// <summary>The shipped tasks again and again under new numbers, with more cities beside the nine.</summary>
    private static (RuleSet Rules, ScopeSource Source) Large(int tasks, int cities)
    {
        var source = Source();
        var count = source.Tasks.Length;
        ImmutableArray<ScopeCity> more = [.. source.Cities, .. Enumerable.Range(source.Cities.Length, cities - source.Cities.Length)
            .Select(i => new ScopeCity(Name(i), Name(i), Name(i), Name(i)))];
        return (
            Rules with { Tasks = [.. Enumerable.Range(0, tasks).Select(i => Rules.Tasks[i % count] with { Number = i + 1 })] },
            source with { Cities = more, Tasks = [.. Enumerable.Range(0, tasks).Select(i => source.Tasks[i % count] with { Number = i + 1 })] });
    }

    private static string Name(int i) => new StringBuilder("city-").Append(CultureInfo.InvariantCulture, $"{i}").ToString();
}
