using System.Collections.Concurrent;
using System.Diagnostics;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>A program that was started, with what it says; it does not outlive the test.</summary>
internal sealed class Running : IAsyncDisposable
{
    /// <summary>A start or an end that takes longer hangs, also on a busy machine.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process process;
    private readonly ConcurrentQueue<string> errors = new();
    private readonly ConcurrentQueue<string> output = new();

    private Running(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => process.Id;

    public IReadOnlyCollection<string> Errors => errors;

    public IReadOnlyCollection<string> Output => output;

    public static Running Start(string program, string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Programs.Assembly(program), .. arguments])
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
            start.Environment[name] = value;
        start.Environment.TryAdd("Reporting__Term", Path.Combine(AppContext.BaseDirectory, "Callers", "long-term.json")); // writers report on more months than there have been
        return new Running(Process.Start(start)!);
    }

    /// <summary>Waits until the program has said a line, or has ended.</summary>
    public async Task<string> SaidAsync(string words)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            if (output.FirstOrDefault(line => line.Contains(words, StringComparison.Ordinal)) is { } line)
                return line;
            Assert.False(process.HasExited, $"Ended with {(process.HasExited ? process.ExitCode : 0)} before it said '{words}': {string.Join('\n', errors)}");
            await Task.Delay(20, patience.Token);
        }
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndedAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        process.WaitForExit(); // the last lines it said
        return process.ExitCode;
    }

    /// <summary>Sends a signal, such as <c>INT</c>.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
        Assert.Equal(0, kill.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await EndedAsync();
        process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
            lines.Enqueue(line);
    }
}
