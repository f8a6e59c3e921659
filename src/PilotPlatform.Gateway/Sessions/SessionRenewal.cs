using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Sessions;

/// <summary>
/// Gets a session a new token from its provider shortly before the old one expires. Requests that come at the same time share what one of them was
/// given, also at other gateways: a provider takes a refresh token once. A session whose provider refuses is ended; one whose provider is away
/// is let go on while its token lasts.
/// </summary>
internal sealed partial class SessionRenewal(
    IHttpClientFactory clients,
    IOptionsMonitor<OpenIdConnectOptions> provider,
    IOptions<IdentityOptions> identity,
    HybridCache cache,
    IDataProtectionProvider protection,
    TimeProvider time,
    ILogger<SessionRenewal> logger)
{
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    /// <summary>What was given for a refresh token is kept for requests that read the session before it was renewed.</summary>
    private static readonly HybridCacheEntryOptions Kept = new() { Expiration = Early, LocalCacheExpiration = Early };

    private readonly IDataProtector protector = protection.CreateProtector("renewals");

    public async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        if (context.Properties.GetTokenValue("expires_at") is not { } said)
            return;
        var expires = DateTimeOffset.Parse(said, CultureInfo.InvariantCulture);
        if (expires - Early > time.GetUtcNow())
            return;

        try
        {
            var given = context.Properties.GetTokenValue("refresh_token") is { } refresh
                ? await ShareAsync(refresh, context.HttpContext.RequestAborted)
                : throw new RefusedException("the provider gave no refresh token");
            context.Properties.UpdateTokenValue("access_token", given.AccessToken);
            context.Properties.UpdateTokenValue("refresh_token", given.RefreshToken);
            context.Properties.UpdateTokenValue("expires_at", given.Expires.ToString("o", CultureInfo.InvariantCulture));
            context.ShouldRenew = true;
        }
        catch (Exception failed) when (failed is RefusedException or HttpRequestException or InvalidOperationException or JsonException or CryptographicException
            || (failed is OperationCanceledException && !context.HttpContext.RequestAborted.IsCancellationRequested))
        {
            Log.NotRenewed(logger, failed.Message);
            if (expires > time.GetUtcNow())
                return;
            context.RejectPrincipal();
            if (failed is RefusedException)
                await context.HttpContext.SignOutAsync(SessionSetup.Session);
        }
    }

    private async Task<Renewed> ShareAsync(string refresh, CancellationToken cancellation)
    {
        var key = "renewed:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(refresh)));
        var kept = await cache.GetOrCreateAsync(
            key, async stop => protector.Protect(JsonSerializer.SerializeToUtf8Bytes(await AskAsync(refresh, stop))), Kept, cancellationToken: cancellation);
        return JsonSerializer.Deserialize<Renewed>(protector.Unprotect(kept))!;
    }

    private async Task<Renewed> AskAsync(string refresh, CancellationToken cancellation)
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
        if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized)
            throw new RefusedException($"the provider answered {(int)answer.StatusCode}");
        answer.EnsureSuccessStatusCode();
        var token = await answer.Content.ReadFromJsonAsync<Token>(cancellation) ?? throw new InvalidOperationException("the provider gave no token");
        return new Renewed(token.AccessToken, token.RefreshToken ?? refresh, time.GetUtcNow() + TimeSpan.FromSeconds(token.ExpiresIn));
    }

    private sealed record Renewed(string AccessToken, string RefreshToken, DateTimeOffset Expires);

    private sealed record Token(
        [property: JsonPropertyName("access_token")] string AccessToken,
        [property: JsonPropertyName("refresh_token")] string? RefreshToken,
        [property: JsonPropertyName("expires_in")] int ExpiresIn);

    private sealed class RefusedException(string why) : Exception(why);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "A session got no new token: {Reason}")]
        public static partial void NotRenewed(ILogger logger, string reason);
    }
}
