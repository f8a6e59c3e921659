using System.Diagnostics;

namespace PilotPlatform.Benchmarks;

/// <summary>A server in a process of its own, so that its CPU time is its own; it does not outlive the run.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address, Uri http, DirectoryInfo folder)
    {
        this.process = process;
        Address = address;
        Http = http;
        Folder = folder;
    }

    /// <summary>Where it speaks gRPC, if it does.</summary>
    public Uri Address { get; }

    /// <summary>Where it speaks HTTP/1.1, if it does.</summary>
    public Uri Http { get; }

    public DirectoryInfo Folder { get; }

    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>This program as the reference.</summary>
    public static Task<ServerProcess> EchoAsync(params string[] echo) => StartAsync("dotnet", [typeof(Echo).Assembly.Location, "serve", .. echo]);

    /// <summary>A program of the suite, such as <c>PilotPlatform.Catalog</c>, with its gRPC port.</summary>
    public static Task<ServerProcess> OfSuiteAsync(string program, params string[] settings) => StartAsync(
        "dotnet",
        [Programs.Assembly(program), "--Kestrel:Endpoints:http:Url=http://127.0.0.1:0", "--Kestrel:Endpoints:grpc:Url=http://127.0.0.1:0", .. settings]);

    public void Dispose()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        process.Dispose();
        Folder.Delete(recursive: true);
    }

    private static async Task<ServerProcess> StartAsync(string program, IEnumerable<string> arguments)
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-benchmark-");
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, WorkingDirectory = folder.FullName };
        start.Environment["Logging__Console__FormatterName"] = "simple";
        start.Environment["Logging__Console__FormatterOptions__SingleLine"] = "true";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        var process = Process.Start(start)!;
        Uri? grpc = null;
        Uri? http = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Now listening on: ", StringComparison.Ordinal))
            {
                http = new Uri(line[(line.IndexOf("http", StringComparison.Ordinal))..].Trim());
                grpc ??= http;
            }

            if (line.Contains("Application started", StringComparison.Ordinal))
                break;
        }

        _ = process.StandardOutput.ReadToEndAsync(); // nothing more is asked of it, but a full pipe would block it
        return grpc is null || http is null
            ? throw new InvalidOperationException($"{program} ended before it listened.")
            : new ServerProcess(process, grpc, http, folder);
    }
}
