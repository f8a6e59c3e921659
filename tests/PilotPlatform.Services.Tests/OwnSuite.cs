using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>A suite of one's own, for tests that change what others read; it can be ended and started again on the same data.</summary>
public sealed class OwnSuite : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-own-");
    private Suite? suite;
    private PilotPlatformClient? client;
    private PilotPlatformClient? colleague;

    /// <summary>gRPC in the name of somebody who may do everything in every city.</summary>
    public PilotPlatformClient Client => client!;

    /// <summary>The same in the name of somebody else: nobody approves what is its own.</summary>
    public PilotPlatformClient Colleague => colleague!;

    public ScopeRulesService.ScopeRulesServiceClient Scope => Client.ScopeRules;

    /// <summary>gRPC in the name of a persona, or of nobody.</summary>
    public PilotPlatformClient As(string? persona) => new(suite!.Grpc, persona is null ? null : _ => ValueTask.FromResult($"Persona {persona}"));

    /// <summary>Address of the gateway for pages and JSON.</summary>
    public Uri Pages => suite!.Pages;

    /// <summary>Settings of the first start.</summary>
    public string[] Others { get; init; } = [];

    /// <summary>The folder of the data.</summary>
    public string Folder => folder.FullName;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(
            Path.Combine(Folder, "personas.json"),
            RunningSuite.WithEverybody(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "identity", "personas.json"))));
        await StartAsync(Others);
    }

    /// <summary>Ends the suite and starts it again on the same data, perhaps with other settings.</summary>
    public async Task RestartAsync(params string[] others)
    {
        await EndAsync();
        await StartAsync(others);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        folder.Delete(recursive: true);
    }

    public async Task EndAsync()
    {
        client?.Dispose();
        colleague?.Dispose();
        client = colleague = null;
        if (suite is not null)
            await suite.DisposeAsync();
        suite = null;
    }

    private async Task StartAsync(string[] others)
    {
        suite = await Suite.StartAsync(
            ["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={Folder}", $"--Identity:Personas={Path.Combine(Folder, "personas.json")}", "--Pages:Patience=00:00:30", .. others]);
        client = As(RunningSuite.Everybody);
        colleague = As(RunningSuite.OfAColleague);
    }
}
