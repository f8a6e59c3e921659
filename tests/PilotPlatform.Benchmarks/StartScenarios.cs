using System.Diagnostics;
using System.Globalization;

namespace PilotPlatform.Benchmarks;

/// <summary>The whole suite in one process, from the start of the process until it says that it is ready.</summary>
internal static class StartScenarios
{
    private const int Starts = 5;

    public static IEnumerable<Scenario> All =>
    [
        new("suite/start", "seconds from the start of the process until it serves, with an empty data folder", 3, AtMost: true, async () => (await MeasureAsync()).Time),
        new("suite/memory", "MB resident when it serves", 400, AtMost: true, async () => (await MeasureAsync()).Memory),
    ];

    private static async Task<(Measured Time, Measured Memory)> MeasureAsync()
    {
        var (seconds, megabytes) = (new List<double>(), new List<double>());
        for (var start = 0; start < Starts; start++)
        {
            var folder = Directory.CreateTempSubdirectory("pilot-platform-start-");
            var started = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo("dotnet", [Programs.Assembly("PilotPlatform.AllInOne"), "--Ports:Http=0", "--Ports:Grpc=0"])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            })!;
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("is ready", StringComparison.Ordinal))
            {
            }

            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            process.Refresh();
            megabytes.Add(process.WorkingSet64 / 1e6);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            folder.Delete(recursive: true);
        }

        return (Of(seconds), Of(megabytes));
    }

    private static Measured Of(List<double> values) => new(
        Load.Median(values), string.Create(CultureInfo.InvariantCulture, $"median of {Starts} starts, from {values.Min():0.##} to {values.Max():0.##}"));
}
