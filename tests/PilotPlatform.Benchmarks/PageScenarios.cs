using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace PilotPlatform.Benchmarks;

/// <summary>The matrix page through the gateway, against the same bytes from a bare server through the same gateway.</summary>
internal static class PageScenarios
{
    private const string Kept = "/matrix";

    /// <summary>A filter that is there and names nothing: all rows, and a page that no cache keeps.</summary>
    private const string Anew = "/matrix?lamp=";

    private const string Ready = "/ready-page"; // /ready is what a gateway says of itself
    private const int Rounds = 15;

    /// <summary>Rounds that are not counted: five processes compile what is hot anew in their first seconds.</summary>
    private const int WarmUp = 3;
    private const int Clients = 8;

    public static IEnumerable<Scenario> All =>
    [
        new("pages/matrix-kept", "the matrix page from the page cache, against sending its bytes through the same gateway", 1.5, AtMost: true, () => CompareAsync(Kept, 2000)),
        new("pages/matrix-anew", "the matrix page rendered anew, against sending its bytes through the same gateway", 12, AtMost: true, () => CompareAsync(Anew, 300)),
    ];

    /// <summary>The bare server: it sends what it was sent.</summary>
    public static async Task<int> ServeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1));
        var app = builder.Build();
        byte[] page = [];
        app.MapGet("/ready", () => Results.Ok()); // what a gateway asks its replicas
        app.MapPost(Ready, async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            page = body.ToArray();
        });
        app.MapGet(Ready, async (HttpResponse response) =>
        {
            response.ContentType = "text/html; charset=utf-8";
            response.Headers.ContentEncoding = "br";
            response.ContentLength = page.Length;
            await response.Body.WriteAsync(page);
        });
        await app.RunAsync();
        return 0;
    }

    private static async Task<Measured> CompareAsync(string address, int requests)
    {
        using var catalog = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog");
        using var scope = await ServerProcess.OfSuiteAsync("PilotPlatform.ScopeRules", $"--Services:catalog:grpc:0={catalog.Address}");
        using var web = await ServerProcess.OfSuiteAsync("PilotPlatform.Web", $"--Services:catalog:grpc:0={catalog.Address}", $"--Services:scope-rules:grpc:0={scope.Address}");
        using var bare = await ServerProcess.EchoAsync("page");
        using var gateway = await ServerProcess.OfSuiteAsync(
            "PilotPlatform.Gateway",
            $"--Services:web:http:0={web.Http}",
            $"--Services:ready:http:0={bare.Http}",
            "--ReverseProxy:Routes:ready:ClusterId=ready",
            $"--ReverseProxy:Routes:ready:Match:Path={Ready}",
            "--ReverseProxy:Clusters:ready:Destinations:ready:Address=http://_http.ready",
            "--Limits:AnonymousRequests=100000000");
        using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Clients }) { BaseAddress = gateway.Http };
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var bytes = await ReadyAsync(http, address);
        using (var content = new ByteArrayContent(bytes))
        using (var sent = await http.PostAsync(new Uri(Ready, UriKind.Relative), content))
            sent.EnsureSuccessStatusCode();

        async Task<double> CpuAsync(string page, params ServerProcess[] servers)
        {
            var before = servers.Sum(s => s.Cpu.TotalMicroseconds);
            await LoopAsync(http, page, requests, bytes.Length);
            return (servers.Sum(s => s.Cpu.TotalMicroseconds) - before) / requests;
        }

        // What the services behind the page spend belongs to it too.
        Task<double> PageAsync() => CpuAsync(address, gateway, web, catalog, scope);
        Task<double> BareAsync() => CpuAsync(Ready, gateway, bare);
        var pairs = new List<(double Page, double Bare)>();
        for (var round = 0; round < WarmUp + Rounds; round++)
            pairs.Add((await PageAsync(), await BareAsync()));
        pairs.RemoveRange(0, WarmUp);
        var (own, others) = Load.MedianPair(pairs);
        return new Measured(own / others, string.Create(CultureInfo.InvariantCulture, $"{own:0} against {others:0} µs of server CPU a page of {bytes.Length} bytes in the median of {Rounds} rounds of {requests}"));
    }

    /// <summary>Waits until the page can be made, and is kept if it will be.</summary>
    private static async Task<byte[]> ReadyAsync(HttpClient http, string address)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await http.GetAsync(new Uri(address, UriKind.Relative));
            if (answer.IsSuccessStatusCode && (address != Kept || answer.Headers.Age is not null))
                return await answer.Content.ReadAsByteArrayAsync();
            if (tries == 300)
                throw new InvalidOperationException($"{address} is answered with {(int)answer.StatusCode}{(answer.IsSuccessStatusCode ? " and never from the page cache" : "")}.");
            await Task.Delay(100);
        }
    }

    private static Task LoopAsync(HttpClient http, string address, int requests, int length)
    {
        var left = requests;
        return Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                if ((await http.GetByteArrayAsync(new Uri(address, UriKind.Relative))).Length < length / 2)
                    throw new InvalidOperationException("A page came back short.");
        })));
    }
}
