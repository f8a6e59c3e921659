using System.Net.Http.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>Credentials of the service itself: a token by client credentials, kept until shortly before it expires.</summary>
internal sealed partial class OwnCredentials(
    IHttpClientFactory clients, IOptions<IdentityOptions> options, IOptionsMonitor<JwtBearerOptions> bearer, TimeProvider time, ILogger<OwnCredentials> logger) : IDisposable
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim asking = new(1);
    private (string Authorization, DateTimeOffset Until) kept;

    /// <summary>Value of the authorization header; null for a service that is no client of the provider, or cannot get a token now.</summary>
    public async ValueTask<string?> AuthorizationAsync(CancellationToken cancellation)
    {
        var settings = options.Value;
        if (settings.SignIn == SignIn.Personas)
            return PersonaScheme.Prefix + "internal-system";
        if (settings.SignIn != SignIn.Provider || settings.Client.Id.Length == 0)
            return null;

        await asking.WaitAsync(cancellation);
        try
        {
            if (kept.Until <= time.GetUtcNow())
                kept = await AskAsync(settings.Client, cancellation);
            return kept.Authorization;
        }
        catch (Exception failed) when (failed is HttpRequestException or InvalidOperationException or System.Text.Json.JsonException
            || (failed is OperationCanceledException && !cancellation.IsCancellationRequested)) // a provider that hangs
        {
            Log.NoToken(logger, failed.Message);
            return null;
        }
        finally
        {
            asking.Release();
        }
    }

    public void Dispose() => asking.Dispose();

    private async Task<(string Authorization, DateTimeOffset Until)> AskAsync(ClientOptions client, CancellationToken cancellation)
    {
        var provider = (OpenIdConnectConfiguration)await bearer.Get(JwtBearerDefaults.AuthenticationScheme).ConfigurationManager!.GetConfigurationAsync(cancellation);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = client.Id,
            ["client_secret"] = client.Secret,
            ["scope"] = client.Scope,
        });
        using var http = clients.CreateClient(nameof(OwnCredentials));
        using var answer = await http.PostAsync(new Uri(provider.TokenEndpoint), form, cancellation);
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<Token>(cancellation) ?? throw new InvalidOperationException("The provider gave no token.");
        return ($"Bearer {token.AccessToken}", time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn) - Early);
    }

    private sealed record Token([property: JsonPropertyName("access_token")] string AccessToken, [property: JsonPropertyName("expires_in")] int ExpiresIn);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The provider gave this service no token of its own: {Reason}")]
        public static partial void NoToken(ILogger logger, string reason);
    }
}
