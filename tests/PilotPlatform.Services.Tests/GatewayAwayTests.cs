using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Gateway;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.Services.Tests.Door;
using PilotPlatform.Services.Tests.Identity;

namespace PilotPlatform.Services.Tests;

/// <summary>A gateway with nothing behind it answers in the form that was asked for.</summary>
public sealed class GatewayAwayTests(RunningSuite suite) : IAsyncLifetime
{
    private readonly WebApplication gateway = Gateway();

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Json_WithNoServiceBehind_IsUnavailableAsAStatus()
    {
        using var http = new HttpClient { BaseAddress = Address("http") };
        using var answer = await http.GetAsync("/v1/programmes", Stop);
        var body = await answer.Content.ReadFromJsonAsync<JsonObject>(Stop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, 14), (answer.StatusCode, (int)body!["code"]!));
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter!.Delta);
        Assert.Single(body["details"]!.AsArray(), d => (string?)d!["reason"] == "DEPENDENCY_UNAVAILABLE");
    }

    /// <summary>What had come of an answer is not sent before the refusal.</summary>
    [Fact]
    public async Task Json_OfAServiceThatDiesInTheMiddle_IsUnavailableAsAStatus()
    {
        await using var service = await Replica.StartAsync();
        await using var before = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Services:catalog:http:0", service.Address));
        using var http = before.HttpAs(null);
        using var answer = await http.GetAsync("/v1/programmes/half", Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(14, (int)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["code"]!);
    }

    [Theory]
    [InlineData("/", "zh-Hans", "页面暂时无法提供")]
    [InlineData("/en/matrix", "en", "This page cannot be served at the moment")]
    public async Task Page_WithNoServiceBehind_IsUnavailableInItsLanguage(string address, string language, string words)
    {
        using var http = new HttpClient { BaseAddress = Address("http") };
        using var answer = await http.GetAsync(address, Stop);
        var page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (answer.StatusCode, answer.Headers.RetryAfter!.Delta));
        Assert.Contains($"<html lang=\"{language}\">", page, StringComparison.Ordinal);
        Assert.Contains($"{words}</h1>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_WithNoServiceBehind_IsUnavailableWithItsReason()
    {
        using var client = new PilotPlatformClient(Address("grpc"));

        var (code, _, info) = await RunningSuite.RefusedAsync(() => client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync);

        Assert.Equal((StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE"), (code, info.Reason));
    }

    [Fact]
    public async Task Health_WithNoServiceBehind_NamesEach()
    {
        using var http = new HttpClient { BaseAddress = Address("http") };
        using var answer = await http.GetAsync("/health", Stop);
        var checks = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["checks"]!;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.All(new[] { "catalog", "scope-rules", "reporting", "web" }, service => Assert.Equal("Unhealthy", (string?)checks[service]!["status"]));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/alive", Stop)).StatusCode);
    }

    /// <summary>What a check has to say may name stores and positions: it is for operators, and for this machine.</summary>
    [Theory]
    [InlineData("203.0.113.7", null, null)]
    [InlineData("203.0.113.7", "city-reporter", null)]
    [InlineData("203.0.113.7", "auditor", "cannot be asked")]
    [InlineData("127.0.0.1", null, "cannot be asked")]
    public async Task Health_OfTheWhole_TellsThePublicNoMoreThanItsState(string from, string? role, string? told)
    {
        await using var issuer = await TokenIssuer.StartAsync();
        await using var before = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Identity:Authority", issuer.Address), ("Services:catalog:http:0", OwnGateway.ClosedPort()));
        using var http = before.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health");
        request.Headers.Add("X-Forwarded-For", from);
        if (role is not null)
            request.Headers.Authorization = new("Bearer", issuer.Token(claims: [("sub", "u-1"), ("roles", role)]));
        using var answer = await http.SendAsync(request, Stop);
        var catalog = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["checks"]!["catalog"]!;

        Assert.Equal(("Unhealthy", told), ((string?)catalog["status"], (string?)catalog["description"]));
    }

    /// <summary>Pages go on from the replica that is there, and whoever looks after the platform is told each time he asks.</summary>
    [Fact]
    public async Task Health_WithOneOfTwoReplicasAway_IsDegraded()
    {
        await using var before = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Services:web:http:1", OwnGateway.ClosedPort()));
        using var auditor = before.HttpAs("auditor");
        foreach (var _ in Enumerable.Range(0, 3))
        {
            using var answer = await auditor.GetAsync("/health", Stop);
            var web = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["checks"]!["web"]!;

            Assert.Equal((HttpStatusCode.OK, "Degraded"), (answer.StatusCode, (string?)web["status"]));
            Assert.Contains("Unhealthy: cannot be asked", (string?)web["description"], StringComparison.Ordinal);
        }
    }

    public async ValueTask InitializeAsync() => await gateway.StartAsync();

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    private Uri Address(string endpoint) => new(
        gateway.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(endpoint == "grpc" ? 0 : 1));

    private static WebApplication Gateway()
    {
        var nowhere = OwnGateway.ClosedPort();
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
            ["Kestrel:Endpoints:http:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:http:Protocols"] = "Http1",
        };
        foreach (var service in new[] { "catalog", "scope-rules", "reporting", "web" })
            foreach (var endpoint in new[] { "http", "grpc" })
                settings[$"Services:{service}:{endpoint}:0"] = nowhere;

        var builder = ServiceApplication.CreateBuilder("gateway", [], settings, "Local");
        builder.AddGateway();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGateway();
        return app;
    }
}
