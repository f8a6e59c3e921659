using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Sessions;

/// <summary>Sessions of the pages: a backend for the frontend. What the provider gave stays here; the browser has a cookie that says nothing.</summary>
internal static class SessionSetup
{
    /// <summary>Scheme of the cookie.</summary>
    public const string Session = "Session";

    /// <summary>Scheme of the provider; registered where the gateway is a client of one.</summary>
    public const string Provider = "Provider";

    /// <summary>Property of a ticket that says what goes into the authorization header instead of a token.</summary>
    public const string Authorization = "authorization";

    public const string CookieName = "pilotplatform-session";

    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.AddKeyRing();
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)); // Chinese as itself
        builder.Services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "pilotplatform-form";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        builder.Services.AddSingleton<SessionStore>();
        builder.Services.AddSingleton<SessionRenewal>();
        builder.Services.AddTransient<IStartupFilter, SessionFilter>();
        builder.Services.AddHttpClient(nameof(SessionRenewal), client => client.Timeout = TimeSpan.FromSeconds(10));
        var schemes = new AuthenticationBuilder(builder.Services).AddCookie(Session);
        builder.Services.AddOptions<CookieAuthenticationOptions>(Session).Configure<IOptions<IdentityOptions>, SessionStore, SessionRenewal>((cookie, identity, store, renewal) =>
        {
            cookie.Cookie.Name = CookieName;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax; // strict would show a page as if nobody had signed in when one comes from a link
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = identity.Value.SessionLength;
            cookie.SlidingExpiration = true;
            cookie.SessionStore = store;
            cookie.Events.OnValidatePrincipal = context => SessionFilter.IsLeaving(context.Request) ? Task.CompletedTask : renewal.RenewAsync(context);
            cookie.Events.OnSignedIn = async context =>
            {
                if (SessionFilter.ForgottenOf(context.HttpContext) is { } before && SessionStore.KeyOf(context.Options.TicketDataFormat.Unprotect(before)) is { } key)
                    await store.RemoveAsync(key);
            };
        });
        if (builder.Configuration["Identity:SignIn"] is { Length: > 0 } way && !way.Equals(nameof(SignIn.Provider), StringComparison.OrdinalIgnoreCase))
            return;
        if (builder.Configuration["Identity:Authority"] is not { Length: > 0 } || builder.Configuration["Identity:Client:Id"] is not { Length: > 0 })
            return;

        schemes.AddOpenIdConnect(Provider, null, _ => { });
        builder.Services.AddOptions<OpenIdConnectOptions>(Provider).Configure<IOptions<IdentityOptions>>((oidc, identity) => Client(oidc, identity.Value));
    }

    /// <summary>Authorization code with PKCE; no token is seen by the browser.</summary>
    private static void Client(OpenIdConnectOptions oidc, IdentityOptions identity)
    {
        oidc.Authority = identity.Authority;
        oidc.RequireHttpsMetadata = identity.Authority?.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) == true;
        oidc.ClientId = identity.Client.Id;
        oidc.ClientSecret = identity.Client.Secret.Length == 0 ? null : identity.Client.Secret;
        oidc.SignInScheme = Session;
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.UsePkce = true;
        oidc.SaveTokens = true;
        oidc.MapInboundClaims = false;
        oidc.TokenValidationParameters.NameClaimType = identity.NameClaim;
        oidc.CallbackPath = "/sign-in/callback";
        oidc.SignedOutCallbackPath = "/sign-out/callback";
        oidc.RemoteSignOutPath = PathString.Empty; // a link to it, from anywhere, would end a session whose provider gave it no name
        oidc.Scope.Clear();
        foreach (var scope in $"openid profile offline_access {identity.Client.Scope}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            oidc.Scope.Add(scope);
        oidc.NonceCookie.SameSite = oidc.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oidc.NonceCookie.SecurePolicy = oidc.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oidc.Events.OnRemoteFailure = failed =>
        {
            var back = SessionRoutes.Safe(failed.Properties?.RedirectUri, "");
            var language = back.StartsWith("/en/", StringComparison.Ordinal) ? "/en" : "";
            failed.Response.Redirect($"{language}/sign-in{QueryString.Create("failed", "1").Add("back", back)}");
            failed.HandleResponse();
            return Task.CompletedTask;
        };
    }
}
