using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    internal const string Everybody = "everybody";

    internal const string OfAColleague = "colleague";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-services-");
    private Suite? suite;
    private PilotPlatformClient? client;
    private PilotPlatformClient? colleague;
    private HttpClient? http;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>gRPC in the name of somebody who may do everything in every city; rights have tests of their own.</summary>
    public PilotPlatformClient Client => client!;

    /// <summary>The same in the name of somebody else: nobody approves what is its own.</summary>
    public PilotPlatformClient Colleague => colleague!;

    /// <summary>JSON in the name of somebody who may do everything in every city.</summary>
    public HttpClient Http => http!;

    /// <summary>Where the services keep what they may not lose.</summary>
    public string DataFolder => folder.FullName;

    /// <summary>Address of the gateway for pages and JSON.</summary>
    public Uri Pages => suite!.Pages;

    /// <summary>Address of the gateway for gRPC.</summary>
    public Uri Grpc => suite!.Grpc;

    /// <summary>The document as it is shipped.</summary>
    public static string Document { get; } = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "catalog", "document.txt"));

    public async ValueTask InitializeAsync()
    {
        var personas = Path.Combine(folder.FullName, "personas.json");
        await File.WriteAllTextAsync(personas, WithEverybody(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "identity", "personas.json"))));
        suite = await Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--Identity:Personas={personas}", "--Reporting:ReportValuesKept=0", "--Pages:Patience=00:00:30"]);
        client = As(Everybody);
        colleague = As(OfAColleague);
        http = HttpAs(Everybody);
    }

    /// <summary>gRPC in the name of a persona, or of nobody.</summary>
    public PilotPlatformClient As(string? persona) =>
        new(Grpc, persona is null ? null : _ => ValueTask.FromResult($"Persona {persona}"));

    /// <summary>Pages and JSON in the name of a persona, or of nobody.</summary>
    public HttpClient HttpAs(string? persona) => new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, Expect100ContinueTimeout = TimeSpan.FromSeconds(30) })
    {
        BaseAddress = Pages,
        DefaultRequestHeaders = { Authorization = persona is null ? null : new AuthenticationHeaderValue("Persona", persona) },
    };

    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        client?.Dispose();
        colleague?.Dispose();
        if (suite is not null)
            await suite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    /// <summary>The shipped personas, and two that hold every role that writes, in the city of every other one outside the programme, and one that is none.</summary>
    internal static string WithEverybody(string shipped)
    {
        var personas = JsonNode.Parse(shipped)!.AsArray();
        var cities = personas.SelectMany(p => p!["cities"]?.AsArray() ?? []).Select(c => (string)c!).Concat(["beijing", "dalan"]).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var id in new[] { Everybody, OfAColleague })
            personas.Add(JsonSerializer.SerializeToNode(new { id, name = id, englishName = id, roles = new[] { "city-reporter", "city-reviewer", "provincial-office", "ministry" }, cities }));
        return personas.ToJsonString();
    }

    /// <summary>The refusal of a call: its code, its status, and its one ErrorInfo.</summary>
    public static async Task<(StatusCode Code, Google.Rpc.Status Status, ErrorInfo Info)> RefusedAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAsync<RpcException>(call);
        var status = refused.GetRpcStatus();
        Assert.NotNull(status);
        Assert.DoesNotContain(" { ", status.Message, StringComparison.Ordinal); // nobody is told of an object of the program in place of a name
        var info = Assert.Single(status.Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        return (refused.StatusCode, status, info);
    }
}
