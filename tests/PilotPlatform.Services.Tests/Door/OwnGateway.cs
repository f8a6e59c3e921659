using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Gateway;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>One more gateway before the services of the running suite, with settings and a clock of its own.</summary>
internal sealed class OwnGateway : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private OwnGateway(WebApplication app, DirectoryInfo folder, LogLines log)
    {
        this.app = app;
        this.folder = folder;
        Log = log;
    }

    /// <summary>What it wrote into its log.</summary>
    public LogLines Log { get; }

    public IServiceProvider Services => app.Services;

    public Uri Pages => new(Addresses.ElementAt(1));

    public Uri Grpc => new(Addresses.ElementAt(0));

    private ICollection<string> Addresses => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

    public static async Task<OwnGateway> StartAsync(RunningSuite suite, TimeProvider time, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-gateway-");
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
            ["Kestrel:Endpoints:http:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:http:Protocols"] = "Http1",
            ["Data:Folder"] = folder.FullName,
        };
        foreach (var service in new[] { "catalog", "scope-rules", "reporting", "web" })
        {
            all[$"Services:{service}:http:0"] = suite.Pages.GetLeftPart(UriPartial.Authority);
            all[$"Services:{service}:grpc:0"] = suite.Grpc.GetLeftPart(UriPartial.Authority);
        }

        foreach (var (name, value) in settings)
            all[name] = value;
        var builder = ServiceApplication.CreateBuilder("gateway", [], all, "Local");
        var log = new LogLines();
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton(time);
        builder.AddGateway();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGateway();
        await app.StartAsync();
        return new OwnGateway(app, folder, log);
    }

    /// <summary>Address of a port at which nobody listens.</summary>
    public static string ClosedPort() => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FixedPorts.Take()}");

    public HttpClient HttpAs(string? persona) => new()
    {
        BaseAddress = Pages,
        DefaultRequestHeaders = { Authorization = persona is null ? null : new AuthenticationHeaderValue("Persona", persona) },
    };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
