using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>A service that answers one method when it is told to, watches without an end, and says that it is well.</summary>
internal sealed class SlowService : IAsyncDisposable
{
    private readonly WebApplication app;

    private SlowService(WebApplication app) => this.app = app;

    /// <summary>When a call has come, and when it is to be answered.</summary>
    public Signals Said => app.Services.GetRequiredService<Signals>();

    public string Grpc => Addresses.ElementAt(0);

    public string Http => Addresses.ElementAt(1);

    private ICollection<string> Addresses => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    public static async Task<SlowService> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddGrpc();
        builder.Services.AddSingleton<Signals>();
        var app = builder.Build();
        app.MapGrpcService<Catalog>();
        app.MapGrpcService<Watching>();
        app.MapGet("/health", () => Results.Json(new { status = "Healthy", checks = new Dictionary<string, string>(StringComparer.Ordinal) }));
        app.MapGet("/ready", () => Results.Ok());
        await app.StartAsync();
        return new SlowService(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    internal sealed class Signals
    {
        public TaskCompletionSource Came { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Catalog(Signals said) : CatalogService.CatalogServiceBase
    {
        public override async Task<PilotTask> GetPilotTask(GetPilotTaskRequest request, ServerCallContext context)
        {
            said.Came.TrySetResult();
            await said.Answer.Task.WaitAsync(context.CancellationToken);
            return new PilotTask { Name = request.Name };
        }

        public override Task<ListProgrammesResponse> ListProgrammes(ListProgrammesRequest request, ServerCallContext context) => Task.FromResult(new ListProgrammesResponse());
    }

    private sealed class Watching : ScopeRulesService.ScopeRulesServiceBase
    {
        public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new WatchResponse());
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
