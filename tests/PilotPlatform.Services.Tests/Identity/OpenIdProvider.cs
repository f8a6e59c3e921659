using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace PilotPlatform.Services.Tests.Identity;

/// <summary>
/// An OpenID Connect provider with one user, who always agrees, and one client: OpenIddict, not a double of it. It takes a refresh token once.
/// </summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "pages";
    public const string Secret = "a-secret-of-the-tests";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, bool> used = new(StringComparer.Ordinal);
    private int renewals;

    private OpenIdProvider(WebApplicationBuilder builder)
    {
        AddServer(builder.Services);
        app = builder.Build();
        app.UseAuthentication();
    }

    /// <summary>How long its access tokens last.</summary>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Whether it gives no new tokens any more.</summary>
    public bool RefusesRenewal { get; set; }

    /// <summary>What it waits for before it answers with a new token.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    /// <summary>How often it was asked for a new token.</summary>
    public int Renewals => renewals;

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<OpenIdProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new OpenIdProvider(builder);
        await provider.app.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void AddServer(IServiceCollection services) =>
        services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode(); // no database: what it may accept stands below
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token").SetEndSessionEndpointUris("leave");
            server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes("profile", "pilotplatform");
            server.AddEphemeralEncryptionKey().AddEphemeralSigningKey().DisableAccessTokenEncryption();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(e => e.UseInlineHandler(asked => Check(asked, asked.ClientId == ClientId)));
            server.AddEventHandler<ValidateTokenRequestContext>(e => e.UseInlineHandler(CheckToken));
            server.AddEventHandler<ValidateEndSessionRequestContext>(e => e.UseInlineHandler(_ => default));
            server.AddEventHandler<HandleAuthorizationRequestContext>(e => e.UseInlineHandler(asked =>
            {
                asked.SignIn(Principal("u-17", "王填报", "city-reporter", asked.Request.GetScopes()));
                return default;
            }));
            server.AddEventHandler<HandleTokenRequestContext>(e => e.UseInlineHandler(asked =>
            {
                if (asked.Request.IsClientCredentialsGrantType())
                    asked.SignIn(Principal("system-1", "对接系统", "internal-system", asked.Request.GetScopes()));
                else if (asked.Request.IsRefreshTokenGrantType())
                    asked.SignIn(Principal("u-17", "王填报", "city-reporter", asked.Principal!.GetScopes()));
                return default;
            }));
            server.AddEventHandler<HandleEndSessionRequestContext>(e => e.UseInlineHandler(asked =>
            {
                asked.SignOut();
                return default;
            }));
        });

    private async ValueTask CheckToken(ValidateTokenRequestContext asked)
    {
        if (asked.ClientId != ClientId || asked.ClientSecret != Secret || !asked.Request.IsRefreshTokenGrantType())
        {
            await Check(asked, asked.ClientId == ClientId && asked.ClientSecret == Secret);
            return;
        }

        var isTaken = used.TryAdd(asked.Request.RefreshToken!, true);
        Interlocked.Increment(ref renewals);
        if (RefusesRenewal || !isTaken)
            asked.Reject(OpenIddictConstants.Errors.InvalidGrant);
        else
            await Answering;
    }

    private static ValueTask Check(BaseValidatingContext asked, bool isKnown)
    {
        if (!isKnown)
            asked.Reject(OpenIddictConstants.Errors.InvalidClient);
        return default;
    }

    private System.Security.Claims.ClaimsPrincipal Principal(string subject, string name, string role, IEnumerable<string> scopes)
    {
        var identity = new System.Security.Claims.ClaimsIdentity("provider", OpenIddictConstants.Claims.Name, OpenIddictConstants.Claims.Role);
        identity.SetClaim(OpenIddictConstants.Claims.Subject, subject).SetClaim(OpenIddictConstants.Claims.Name, name).SetClaims("roles", [role]).SetClaims("cities", ["suzhou"]);
        identity.SetScopes(scopes).SetResources("pilotplatform");
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken]);
        identity.SetAccessTokenLifetime(Lifetime);
        return new(identity);
    }
}
