using PilotPlatform.Contracts;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>AllInOne as a process, on free ports, in a folder of its own that a later process can take over.</summary>
internal sealed class SuiteProcess : IAsyncDisposable
{
    private SuiteProcess(Running running, string readyLine)
    {
        Running = running;
        var addresses = readyLine.Split([' ', ',', ';']).Where(word => word.StartsWith("http://", StringComparison.Ordinal)).ToArray();
        Pages = new Uri(addresses[0]);
        Grpc = new Uri(addresses[1]);
        Client = new PilotPlatformClient(Grpc);
        Http = new HttpClient { BaseAddress = Pages };
    }

    public Running Running { get; }

    public Uri Pages { get; }

    public Uri Grpc { get; }

    public PilotPlatformClient Client { get; }

    public HttpClient Http { get; }

    public static async Task<SuiteProcess> StartAsync(string folder, params string[] arguments)
    {
        var running = Launch(folder, arguments);
        return new SuiteProcess(running, await running.SaidAsync("is ready"));
    }

    /// <summary>Starts a suite that may fail to.</summary>
    public static Running Launch(string folder, params string[] arguments) =>
        Running.Start("PilotPlatform.AllInOne", folder, ["--Ports:Http=0", "--Ports:Grpc=0", .. arguments]);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Client.Dispose();
        await Running.DisposeAsync();
    }
}

/// <summary>A suite for as long as some tests run.</summary>
public abstract class StartedSuite : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-suite-");
    private SuiteProcess? suite;

    internal SuiteProcess Suite => suite!;

    /// <summary>The folder in which it was started.</summary>
    internal string Folder => folder.FullName;

    public virtual async ValueTask InitializeAsync() => suite = await SuiteProcess.StartAsync(folder.FullName);

    public async ValueTask DisposeAsync()
    {
        if (suite is not null)
            await suite.DisposeAsync();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }
}

/// <summary>One suite for all tests that only read.</summary>
public sealed class SharedSuite : StartedSuite;

/// <summary>A suite for tests that write, and count what they wrote.</summary>
public sealed class OwnSuite : StartedSuite;
