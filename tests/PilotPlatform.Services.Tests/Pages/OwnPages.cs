using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.Web;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>The pages once more, before the services of a running suite, some of which they can be told to look for elsewhere.</summary>
internal sealed class OwnPages : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly DirectoryInfo folder;

    private OwnPages(WebApplication app, DirectoryInfo folder) => (this.app, this.folder) = (app, folder);

    /// <summary>The folder of its data, such as the keys of its forms.</summary>
    public string Folder => folder.FullName;

    public Uri Address => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<OwnPages> StartAsync(RunningSuite suite, params (string Name, string Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("pilot-platform-web-");
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Kestrel:Endpoints:http:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:http:Protocols"] = "Http1",
            ["Data:Folder"] = folder.FullName,
            ["Identity:Personas"] = Path.Combine(suite.DataFolder, "personas.json"),
        };
        foreach (var service in new[] { "gateway", "catalog", "scope-rules", "reporting" })
        {
            all[$"Services:{service}:http:0"] = suite.Pages.GetLeftPart(UriPartial.Authority);
            all[$"Services:{service}:grpc:0"] = suite.Grpc.GetLeftPart(UriPartial.Authority);
        }

        foreach (var (name, value) in settings)
            all[name] = value;
        var builder = ServiceApplication.CreateBuilder("web", [], all, "Local");
        builder.AddWeb();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapWeb();
        await app.StartAsync();
        return new OwnPages(app, folder);
    }

    /// <summary>Pages in the name of a persona, or of nobody.</summary>
    public HttpClient HttpAs(string? persona) => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() })
    {
        BaseAddress = Address,
        DefaultRequestHeaders = { Authorization = persona is null ? null : new AuthenticationHeaderValue("Persona", persona) },
    };

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        folder.Delete(recursive: true);
    }
}
