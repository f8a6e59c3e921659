using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Door;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway.Sessions;

/// <summary>
/// Before anything else: a request with a session gets the credentials of the session, as if it had sent them itself; and a request that
/// another site made is not taken for one of the session. Calls that no browser can make have no session.
/// </summary>
internal sealed class SessionFilter(IOptions<CorsOptions> cors) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(go => context => context.Request.IsProgramsGrpc() ? go(context) : CredentialsAsync(context, go));
        next(app);
    };

    private async Task CredentialsAsync(HttpContext context, RequestDelegate next)
    {
        if (IsAt(context.Request, "/sign-in"))
            ForgetSession(context);
        var isAlone = context.Request.Headers.Authorization.Count == 0;
        var isForeign = isAlone && IsForeign(context.Request) && !IsSafe(context.Request.Method);
        if (isForeign && (IsLeaving(context.Request) || !cors.Value.Origins.Contains(context.Request.Headers.Origin.ToString())))
        {
            await context.RefuseAsync(Fault.NoRight("PostFromAnotherSite"), RefusedRequests.Door);
            return;
        }

        if (isAlone && !isForeign && !IsLeaving(context.Request) && context.Request.Cookies.ContainsKey(SessionSetup.CookieName)
            && await context.AuthenticateAsync(SessionSetup.Session) is { Succeeded: true } session && HeaderOf(session.Properties) is { } header)
        {
            context.Request.Headers.Authorization = header;
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
                    context.Response.Cookies.Delete(SessionSetup.CookieName); // what it stands for is accepted no more
                return Task.CompletedTask;
            });
        }

        await next(context);
    }

    /// <summary>
    /// Who signs in begins a session with a key of its own: the one that was there may be somebody else's, who would keep its key. It is ended when the new one has begun.
    /// </summary>
    private static void ForgetSession(HttpContext context)
    {
        context.Items[typeof(SessionFilter)] = context.Request.Cookies[SessionSetup.CookieName];
        var others = context.Request.Headers.Cookie.SelectMany(line => line?.Split(';', StringSplitOptions.TrimEntries) ?? []).Where(cookie => !cookie.StartsWith($"{SessionSetup.CookieName}=", StringComparison.Ordinal));
        context.Request.Headers.Cookie = string.Join("; ", others) is { Length: > 0 } kept ? kept : default(Microsoft.Extensions.Primitives.StringValues);
    }

    /// <summary>The cookie of the session that stood before a sign-in; null for none.</summary>
    public static string? ForgottenOf(HttpContext context) => context.Items[typeof(SessionFilter)] as string;

    /// <summary>Whether a request ends its session, for which it needs no credentials that are still taken.</summary>
    public static bool IsLeaving(HttpRequest request) => IsAt(request, "/sign-out");

    /// <summary>Whether a request is for the gateway itself, which has the forms of signing in and out.</summary>
    public static bool IsOfSessions(HttpRequest request) => IsAt(request, "/sign-in") || IsLeaving(request);

    /// <summary>As routes are matched, in capitals or not.</summary>
    private static bool IsAt(HttpRequest request, string address) =>
        request.Path.StartsWithSegments(address, StringComparison.OrdinalIgnoreCase) || request.Path.StartsWithSegments("/en" + address, StringComparison.OrdinalIgnoreCase);

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    private static string? HeaderOf(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(SessionSetup.Authorization, out var persona) ? persona
        : properties.GetTokenValue("access_token") is { } token ? $"Bearer {token}"
        : null;

    /// <summary>Whether a browser says that a page of another site made the request. A program that is no browser says nothing, and has no cookies to abuse.</summary>
    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site is not ("same-origin" or "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
    }
}
