using Google.Rpc;
using Grpc.Core;
using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Services.Tests;

[assembly: AssemblyFixture(typeof(RunningSuite))]

namespace PilotPlatform.Services.Tests;

/// <summary>The suite in this process, for all tests: each writes to commitments of its own.</summary>
public sealed class RunningSuite : IAsyncLifetime
{
    public const string Programme = "programmes/nine-cities";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-services-");
    private Suite? suite;
    private PilotPlatformClient? client;
    private HttpClient? http;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public PilotPlatformClient Client => client!;

    public HttpClient Http => http!;

    /// <summary>Where the gateway answers gRPC.</summary>
    public Uri Grpc => suite!.Grpc;

    /// <summary>The document as it is shipped.</summary>
    public static string Document { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "catalog", "document.txt"));

    public async ValueTask InitializeAsync()
    {
        suite = await Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}"]);
        client = new PilotPlatformClient(suite.Grpc);
        http = new HttpClient { BaseAddress = suite.Pages };
    }

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        client?.Dispose();
        if (suite is not null)
            await suite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>The refusal of a call: its code, its status, and its one ErrorInfo.</summary>
    public static async Task<(StatusCode Code, Google.Rpc.Status Status, ErrorInfo Info)> RefusedAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var status = refused.GetRpcStatus();
        Assert.NotNull(status);
        var info = Assert.Single(status.Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        return (refused.StatusCode, status, info);
    }
}
