using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>Signing in at a provider by authorization code with PKCE, and as a program by client credentials.</summary>
public sealed class ProviderSignInTests(ProviderSignInTests.Provided provided) : IClassFixture<ProviderSignInTests.Provided>
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task SignIn_AtTheProvider_LeavesNoTokenInTheBrowser()
    {
        using var visitor = new Visitor(provided.Suite.Pages, follows: true);

        var page = await visitor.Http.GetStringAsync("/sign-in?back=/cities/suzhou", Stop);

        Assert.Contains("王填报", page, StringComparison.Ordinal);
        Assert.Contains("苏州", page, StringComparison.Ordinal);
        Assert.True(visitor.Session!.HttpOnly);
        Assert.DoesNotContain(visitor.Cookies.GetAllCookies(), c => c.Value.Contains("eyJ", StringComparison.Ordinal));
        Assert.DoesNotContain("eyJ", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(visitor.Http, "suzhou")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(visitor.Http, "hefei")).StatusCode);
    }

    [Fact]
    public async Task SignIn_AsksTheProvider_WithPkceStateAndNonce()
    {
        using var visitor = new Visitor(provided.Suite.Pages);
        using var asked = await visitor.Http.GetAsync("/sign-in", Stop);

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(asked.Headers.Location!.Query);
        Assert.Equal(("code", "S256"), (query["response_type"].ToString(), query["code_challenge_method"].ToString()));
        Assert.All(["code_challenge", "state", "nonce"], name => Assert.NotEmpty(query[name].ToString()));
        Assert.Equal(provided.Provider.Address, asked.Headers.Location.GetLeftPart(UriPartial.Authority));
    }

    [Theory]
    [InlineData("/sign-in/callback?code=x&state=y")]
    [InlineData("/sign-in/callback?error=access_denied")]
    [InlineData("/sign-in/callback")]
    public async Task Callback_ThatNobodyAskedFor_SignsNobodyIn(string address)
    {
        using var visitor = new Visitor(provided.Suite.Pages);
        using var answer = await visitor.Http.GetAsync(address, Stop);

        Assert.True((int)answer.StatusCode < 500);
        Assert.Null(visitor.Session);
    }

    [Fact]
    public async Task SignOut_AtTheProvider_ComesBackAnonymous()
    {
        using var visitor = new Visitor(provided.Suite.Pages, follows: true);
        await visitor.Http.GetStringAsync("/sign-in", Stop);
        using var ended = await visitor.Http.PostAsync("/sign-out", null, Stop);

        Assert.Null(visitor.Session);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(visitor.Http, "suzhou")).StatusCode);
    }

    /// <summary>A browser sends the cookie of the session along with a link, whoever made the link.</summary>
    [Theory]
    [InlineData("/sign-out", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/en/sign-out", HttpStatusCode.MethodNotAllowed)]
    [InlineData("/sign-out/callback", HttpStatusCode.OK)]
    [InlineData("/sign-out/from-provider", HttpStatusCode.NotFound)]
    [InlineData("/signout-oidc", HttpStatusCode.NotFound)]
    public async Task SignOut_OfALinkOnAnotherSite_EndsNothing(string address, HttpStatusCode status)
    {
        using var visitor = new Visitor(provided.Suite.Pages, follows: true);
        await visitor.Http.GetStringAsync("/sign-in", Stop);
        using var link = new Visitor(provided.Suite.Pages);
        link.Cookies.Add(provided.Suite.Pages, new Cookie(visitor.Session!.Name, visitor.Session.Value));
        link.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await link.Http.GetAsync(address, Stop);

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(visitor.Http, "suzhou")).StatusCode);
    }

    [Fact]
    public async Task ClientCredentials_OfAnInternalSystem_ReadAndDoNotWrite()
    {
        using var http = new HttpClient();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = OpenIdProvider.ClientId,
            ["client_secret"] = OpenIdProvider.Secret,
            ["scope"] = "pilotplatform",
        });
        using var answer = await http.PostAsync(new Uri(provided.Provider.Address + "/token"), form, Stop);
        var token = (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!["access_token"]!;

        using var client = new PilotPlatformClient(provided.Suite.Grpc, _ => ValueTask.FromResult($"Bearer {token}"));
        Assert.Equal(0, (await client.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop)).TotalSize);
        Assert.Equal(StatusCode.PermissionDenied, (await RunningSuite.RefusedAsync(() => client.Reporting.CreateProgressReportAsync(
            new CreateProgressReportRequest { Parent = $"{RunningSuite.Programme}/commitments/1-suzhou" }, cancellationToken: Stop).ResponseAsync)).Code);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string city) => http.PostAsJsonAsync(
        $"/v1/programmes/nine-cities/commitments/9999-{city}/progressReports", new { period = "2026-11", narrative = "已形成实施方案", progressPercent = 1 }, Stop);

    /// <summary>A provider, and a suite whose gateway is its client.</summary>
    public sealed class Provided : IAsyncLifetime
    {
        private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-provider-");

        internal OpenIdProvider Provider { get; private set; } = null!;

        internal Suite Suite { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Provider = await OpenIdProvider.StartAsync();
            Suite = await Suite.StartAsync([
                "--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}", $"--Identity:Authority={Provider.Address}/",
                $"--Identity:Client:Id={OpenIdProvider.ClientId}", $"--Identity:Client:Secret={OpenIdProvider.Secret}"]);
        }

        public async ValueTask DisposeAsync()
        {
            await Suite.DisposeAsync();
            await Provider.DisposeAsync();
            folder.Delete(recursive: true);
        }
    }
}
