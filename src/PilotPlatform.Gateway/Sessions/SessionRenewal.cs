using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Sessions;

/// <summary>Gets a session a new token from its provider shortly before the old one expires; ends the session if the provider gives none.</summary>
internal sealed partial class SessionRenewal(
    IHttpClientFactory clients, IOptionsMonitor<OpenIdConnectOptions> provider, IOptions<IdentityOptions> identity, TimeProvider time, ILogger<SessionRenewal> logger)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    public async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        if (context.Properties.GetTokenValue("expires_at") is not { } expires
            || DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture) - Early > time.GetUtcNow())
            return;

        if (context.Properties.GetTokenValue("refresh_token") is { } refresh && await AskAsync(refresh, context.HttpContext.RequestAborted) is { } token)
        {
            context.Properties.UpdateTokenValue("access_token", token.AccessToken);
            context.Properties.UpdateTokenValue("refresh_token", token.RefreshToken ?? refresh);
            context.Properties.UpdateTokenValue("expires_at", (time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn)).ToString("o", CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
        }
        else if (DateTimeOffset.Parse(expires, CultureInfo.InvariantCulture) <= time.GetUtcNow())
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SessionSetup.Session);
        }
    }

    private async Task<Token?> AskAsync(string refresh, CancellationToken cancellation)
    {
        try
        {
            var settings = await provider.Get(SessionSetup.Provider).ConfigurationManager!.GetConfigurationAsync(cancellation);
            using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["grant_type"] = "refresh_token",
                ["refresh_token"] = refresh,
                ["client_id"] = identity.Value.Client.Id,
                ["client_secret"] = identity.Value.Client.Secret,
            });
            using var http = clients.CreateClient(nameof(SessionRenewal));
            using var answer = await http.PostAsync(new Uri(settings.TokenEndpoint), form, cancellation);
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadFromJsonAsync<Token>(cancellation);
        }
        catch (Exception failed) when (failed is HttpRequestException or InvalidOperationException or JsonException)
        {
            Log.NotRenewed(logger, failed.Message);
            return null;
        }
    }

    private sealed record Token(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A session got no new token: {Reason}")]
        public static partial void NotRenewed(ILogger logger, string reason);
    }
}
