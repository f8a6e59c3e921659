using Grpc.Core;
using PilotPlatform.Catalog;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.ScopeRules;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests;

/// <summary>The ports of catalogue and scope rules themselves, which whoever reaches them can ask without reporting.</summary>
public sealed class OwnLedgerTests : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-own-ledger-");
    private readonly List<IAsyncDisposable> running = [];

    private static CancellationToken Stop => RunningSuite.Stop;

    public async ValueTask DisposeAsync()
    {
        foreach (var app in running)
            await app.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("catalog")]
    [InlineData("scope-rules")]
    public async Task VerifyLedger_AtTheServiceItself_IsForWhoMayReadLedgersAndOfItsOwn(string service)
    {
        var address = await StartAsync(service);

        Assert.Equal(StatusCode.Unauthenticated, (await RunningSuite.RefusedAsync(() => VerifyAsync(address, persona: null, $"ledgers/{service}"))).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await RunningSuite.RefusedAsync(() => VerifyAsync(address, "dalian-reviewer", $"ledgers/{service}"))).Code);
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => VerifyAsync(address, "auditor", "ledgers/reporting"))).Info.Reason);
        Assert.True((await VerifyAsync(address, "auditor", $"ledgers/{service}")).Intact);
    }

    private static async Task<VerifyLedgerResponse.Types.Verdict> VerifyAsync(Uri address, string? persona, string name)
    {
        using var client = new PilotPlatformClient(address, persona is null ? null : _ => ValueTask.FromResult($"Persona {persona}"));
        using var call = client.Ledger.VerifyLedger(new VerifyLedgerRequest { Name = name }, cancellationToken: Stop);
        return (await call.ResponseStream.ReadAllAsync(Stop).LastAsync(Stop)).Verdict;
    }

    private async Task<Uri> StartAsync(string service)
    {
        var builder = ServiceApplication.CreateBuilder(
            service,
            [],
            new Dictionary<string, string?>
            {
                ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
                ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
                ["Data:Folder"] = folder.FullName,
                ["Logging:LogLevel:Default"] = "None",
            },
            "Local");
        _ = service == "catalog" ? builder.AddCatalog() : builder.AddScopeRules();
        var app = builder.Build();
        running.Add(app);
        app.MapDefaultEndpoints();
        _ = service == "catalog" ? app.MapCatalog() : app.MapScopeRules();
        await app.StartAsync(Stop);
        return new Uri(app.Urls.Single());
    }
}
