using System.Security.Cryptography;
using System.Text;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;
using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>A suite that takes tokens of a provider, and what it does not take.</summary>
public sealed class TokenTests(TokenTests.Provided provided) : IClassFixture<TokenTests.Provided>
{
    private static readonly RSA Foreign = RSA.Create(2048);

    private TokenIssuer Issuer => provided.Issuer;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>What each kind of refused token is, and the word of the refusal that tells it.</summary>
    public static TheoryData<string, string> Refused => new()
    {
        { "expired", "expired" },
        { "not yet", "not valid" },
        { "other audience", "audience" },
        { "no audience", "audience" },
        { "other issuer", "issuer" },
        { "forged", "not valid" },
        { "changed", "not valid" },
        { "none", "not valid" },
        { "symmetric with the public key", "not valid" },
        { "no expiry", "not valid" },
        { "nobody", "names nobody" },
        { "no token", "not valid" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Token_ThatIsNotInOrder_IsRefusedForReadsAndWrites(string kind, string word)
    {
        using var client = new PilotPlatformClient(provided.Suite.Grpc, _ => ValueTask.FromResult($"Bearer {Wrong(kind)}"));

        var read = await RunningSuite.RefusedAsync(() => client.Catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: Stop).ResponseAsync);
        var write = await RunningSuite.RefusedAsync(() => ReportAsync(client, "suzhou"));

        Assert.Equal((StatusCode.Unauthenticated, StatusCode.Unauthenticated), (read.Code, write.Code));
        Assert.Equal("UNAUTHENTICATED", read.Info.Reason);
        Assert.Contains(word, read.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfAReporter_WritesForItsCityOnly()
    {
        using var client = Client(("roles", new[] { "填报" }), ("cities", new[] { "suzhou" }));

        Assert.Equal(StatusCode.NotFound, (await RunningSuite.RefusedAsync(() => ReportAsync(client, "suzhou"))).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await RunningSuite.RefusedAsync(() => ReportAsync(client, "hefei"))).Code);
    }

    [Fact]
    public async Task Token_WithARoleThatIsNotMapped_HasNoRight()
    {
        using var client = Client(("roles", new[] { "city-reporter", "admin" }), ("cities", new[] { "suzhou" }));

        Assert.Equal(StatusCode.PermissionDenied, (await RunningSuite.RefusedAsync(() => ReportAsync(client, "suzhou"))).Code);
    }

    [Fact]
    public async Task WatchChanges_WhenTheTokenExpires_EndsUnauthenticated()
    {
        var token = Issuer.Token(t => t.Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(-20)); // clocks may differ by 30
        using var client = new PilotPlatformClient(provided.Suite.Grpc, _ => ValueTask.FromResult($"Bearer {token}"));
        using var call = client.Watch.WatchChanges(new WatchChangesRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));

        var ended = await RunningSuite.RefusedAsync(async () =>
        {
            while (await call.ResponseStream.MoveNext(Stop))
                Assert.Null(call.ResponseStream.Current.Change);
        });

        Assert.Equal((StatusCode.Unauthenticated, "UNAUTHENTICATED"), (ended.Code, ended.Info.Reason));
        Assert.Contains("expired", ended.Status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Persona_WhereAProviderIs_IsRefused()
    {
        using var client = new PilotPlatformClient(provided.Suite.Grpc, _ => ValueTask.FromResult("Persona ministry"));

        Assert.Equal(StatusCode.Unauthenticated, (await RunningSuite.RefusedAsync(() => ReportAsync(client, "suzhou"))).Code);
    }

    private PilotPlatformClient Client(params (string, object)[] claims) =>
        new(provided.Suite.Grpc, _ => ValueTask.FromResult($"Bearer {Issuer.Token(null, claims)}"));

    private string Wrong(string kind) => kind switch
    {
        "expired" => Issuer.Token(t => (t.NotBefore, t.Expires) = (t.NotBefore - TimeSpan.FromHours(2), t.Expires - TimeSpan.FromHours(1))),
        "not yet" => Issuer.Token(t => (t.NotBefore, t.Expires) = (t.NotBefore + TimeSpan.FromHours(2), t.Expires + TimeSpan.FromHours(2))),
        "other audience" => Issuer.Token(t => t.Audience = "another"),
        "no audience" => Issuer.Token(t => t.Audience = null),
        "other issuer" => Issuer.Token(t => t.Issuer = "http://127.0.0.1:1"),
        "forged" => Issuer.Token(t => t.SigningCredentials = new SigningCredentials(new RsaSecurityKey(Foreign) { KeyId = Issuer.Key.KeyId }, SecurityAlgorithms.RsaSha256)),
        "changed" => Changed(Issuer.Token()),
        "none" => $"{Base64Url("""{"alg":"none","typ":"JWT"}""")}.{Issuer.Token().Split('.')[1]}.",
        "symmetric with the public key" => Issuer.Token(t => t.SigningCredentials = new SigningCredentials(
            new SymmetricSecurityKey(Issuer.Key.Rsa.ExportSubjectPublicKeyInfo()) { KeyId = Issuer.Key.KeyId }, SecurityAlgorithms.HmacSha256)),
        "no expiry" => Issuer.Token(t => t.Expires = null),
        "nobody" => Issuer.Token(t => t.Claims["sub"] = ""),
        _ => "no token",
    };

    /// <summary>The same token with other claims under the same signature.</summary>
    private static string Changed(string token)
    {
        var parts = token.Split('.');
        var claims = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(parts[1])).Replace("u-1", "u-2", StringComparison.Ordinal);
        return $"{parts[0]}.{Base64Url(claims)}.{parts[2]}";
    }

    private static string Base64Url(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static Task<ProgressReport> ReportAsync(PilotPlatformClient client, string city) => client.Reporting.CreateProgressReportAsync(
        new CreateProgressReportRequest
        {
            Parent = $"{RunningSuite.Programme}/commitments/9999-{city}",
            ProgressReport = new ProgressReport { Period = "2026-11", Narrative = "已形成实施方案", ProgressPercent = 1 },
        },
        cancellationToken: Stop).ResponseAsync;

    /// <summary>A provider, and a suite that trusts it.</summary>
    public sealed class Provided : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-tokens-");

        internal TokenIssuer Issuer { get; private set; } = null!;

        internal Suite Suite { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Issuer = await TokenIssuer.StartAsync();
            Suite = await Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--Identity:Authority={Issuer.Address}", "--Identity:Roles:填报=city-reporter"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Suite.DisposeAsync();
            await Issuer.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
