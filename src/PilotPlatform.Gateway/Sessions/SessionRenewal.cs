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
/// given, also at other gateways: a provider takes a refresh token once. A session whose provider refuses, and has given no other gateway anything, is
/// ended; one whose provider is away is let go on while its token lasts.
/// </summary>
internal sealed partial class SessionRenewal(
    IHttpClientFactory clients,
    IOptionsMonitor<OpenIdConnectOptions> provider,
    IOptions<IdentityOptions> identity,
    HybridCache cache,
    SessionStore sessions,
    IDataProtectionProvider protection,
    TimeProvider time,
    ILogger<SessionRenewal> logger)
{
    private const string Expiry = "expires_at";

    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    /// <summary>How long it is waited for what another gateway writes, and how long between two looks.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>What was given for a refresh token is kept for requests that read the session before it was renewed.</summary>
    private static readonly HybridCacheEntryOptions Kept = new() { Expiration = Early, LocalCacheExpiration = Early };

    private readonly IDataProtector protector = protection.CreateProtector("renewals");

    public async Task RenewAsync(CookieValidatePrincipalContext context)
    {
        if (ExpiryOf(context.Properties) is not { } expires || expires - Early > time.GetUtcNow() || SessionStore.KeyOf(context.HttpContext) is not { } key)
            return;

        try
        {
            if (await sessions.SharedAsync(key) is { } shared && ExpiryOf(shared.Properties) > expires)
            {
                Take(context.Properties, shared.Properties.GetTokens()); // another gateway was given it
                expires = ExpiryOf(shared.Properties)!.Value;
                if (expires - Early > time.GetUtcNow())
                    return;
            }

            var given = context.Properties.GetTokenValue("refresh_token") is { } refresh
                ? await ShareAsync(refresh)
                : throw new RefusedException("the provider gave no refresh token");
            Take(context.Properties, [
                new() { Name = "access_token", Value = given.AccessToken },
                new() { Name = "refresh_token", Value = given.RefreshToken },
                new() { Name = Expiry, Value = given.Expires.ToString("o", CultureInfo.InvariantCulture) },
            ]);
            if (await sessions.TryRenewAsync(key, new AuthenticationTicket(context.Principal!, context.Properties, SessionSetup.Session))) // at once: the answer may never begin
                context.ShouldRenew = true;
            else
                context.RejectPrincipal(); // it was ended meanwhile
        }
        catch (Exception failed) when (failed is RefusedException or HttpRequestException or InvalidOperationException or JsonException or CryptographicException or OperationCanceledException)
        {
            Log.NotRenewed(logger, failed.Message);
            if (expires > time.GetUtcNow())
                return;
            if (failed is RefusedException && context.Properties.GetTokenValue("refresh_token") is not null && await GivenElsewhereAsync(key, expires, context.HttpContext.RequestAborted) is { } given)
            {
                Take(context.Properties, given);
                return;
            }

            context.RejectPrincipal();
            if (failed is RefusedException)
                await context.HttpContext.SignOutAsync(SessionSetup.Session);
        }
    }

    /// <summary>
    /// The tokens that another gateway was given for the refresh token that this one was refused: it asked first, and is about to write them.
    /// </summary>
    /// <returns>Null if no other gateway shares the session, or none has written in time.</returns>
    private async Task<IEnumerable<AuthenticationToken>?> GivenElsewhereAsync(string key, DateTimeOffset expires, CancellationToken stop)
    {
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (await sessions.SharedAsync(key) is not { } shared)
                return null;
            if (ExpiryOf(shared.Properties) > expires)
                return shared.Properties.GetTokens();
            await Task.Delay(Pause, time, stop);
        }

        return null;
    }

    private static DateTimeOffset? ExpiryOf(AuthenticationProperties properties) =>
        properties.GetTokenValue(Expiry) is { } said ? DateTimeOffset.Parse(said, CultureInfo.InvariantCulture) : null;

    private static void Take(AuthenticationProperties properties, IEnumerable<AuthenticationToken> tokens)
    {
        foreach (var token in tokens)
            properties.UpdateTokenValue(token.Name, token.Value);
    }

    /// <summary>Not given up with the request that began it: what the provider gives it gives once.</summary>
    private async Task<Renewed> ShareAsync(string refresh)
    {
        var key = "renewed:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(refresh)));
        var kept = await cache.GetOrCreateAsync(
            key, async stop => protector.Protect(JsonSerializer.SerializeToUtf8Bytes(await AskAsync(refresh, stop))), Kept);
        return JsonSerializer.Deserialize<Renewed>(protector.Unprotect(kept))!;
    }

    private async Task<Renewed> AskAsync(string refresh, CancellationToken cancellation)
    {
        var settings = await provider.Get(SessionSetup.Provider).ConfigurationManager!.GetConfigurationAsync(cancellation);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "refresh_token",
            ["refresh_token"] = refresh,
            ["client_id"] = identity.Value.Client.Id,
        };
        if (identity.Value.Client.Secret is { Length: > 0 } secret)
            fields["client_secret"] = secret; // an empty one is another thing than none
        using var form = new FormUrlEncodedContent(fields);
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
