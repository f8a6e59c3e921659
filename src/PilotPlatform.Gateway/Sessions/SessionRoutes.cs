using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Pages;
using PilotPlatform.ServiceDefaults.Errors;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Sessions;

/// <summary>Signing in and out: by the provider, or by choosing a persona.</summary>
internal static class SessionRoutes
{
    public static void MapSessions(this WebApplication app)
    {
        foreach (var language in new[] { "", "/en" })
        {
            app.MapGet($"{language}/sign-in", (HttpContext context, IOptions<IdentityOptions> identity, Personas personas, string? back, string? failed) =>
                Ask(context, identity.Value, personas, new SignInView(language.Length > 0, Safe(back, language), failed is not null)));
            app.MapPost($"{language}/sign-in", (HttpContext context, IAntiforgery forms, IOptions<IdentityOptions> identity, Personas personas) =>
                ChooseAsync(context, forms, identity.Value, personas, language));
            app.MapPost($"{language}/sign-out", (Delegate)((HttpContext context) => EndAsync(context, language)));
        }
    }

    private static async Task<IResult> Ask(HttpContext context, IdentityOptions identity, Personas personas, SignInView view)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await ProviderAsync(context) && !view.Failed)
            return Results.Challenge(new AuthenticationProperties { RedirectUri = view.Back }, [SessionSetup.Provider]);
        var choices = identity.SignIn == SignIn.Personas && PersonaSignIn.IsPossible(context) ? personas.All : [];
        return new RazorComponentResult<SignInPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(SignInPage.View)] = view,
            [nameof(SignInPage.Choices)] = choices,
            [nameof(SignInPage.HasProvider)] = await ProviderAsync(context),
        });
    }

    private static async Task<IResult> ChooseAsync(HttpContext context, IAntiforgery forms, IdentityOptions identity, Personas personas, string language)
    {
        if (await context.OwnFormAsync(forms) is not { } form)
            return new Refusal(Fault.Invalid("form", "it is not one of this site, or too old; load it again"));
        if (identity.SignIn != SignIn.Personas || !PersonaSignIn.IsPossible(context) || personas.Find(form["persona"].ToString()) is not { } caller)
            return new Refusal(Fault.BadCredentials("there is no such persona"));

        var properties = new AuthenticationProperties();
        properties.Items[SessionSetup.Authorization] = PersonaSignIn.HeaderOf(caller);
        var principal = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Subject)], SessionSetup.Session));
        await context.SignInAsync(SessionSetup.Session, principal, properties);
        return Results.LocalRedirect(Safe(form["back"], language));
    }

    /// <summary>Needs no token of a form: a request of another site has been refused before, and its session was not looked at.</summary>
    private static async Task<IResult> EndAsync(HttpContext context, string language)
    {
        var home = Safe(null, language);
        var hasProvider = await ProviderAsync(context) && await context.AuthenticateAsync(SessionSetup.Session) is { Succeeded: true };
        await context.SignOutAsync(SessionSetup.Session);
        return hasProvider
            ? Results.SignOut(new AuthenticationProperties { RedirectUri = home }, [SessionSetup.Provider])
            : Results.LocalRedirect(home);
    }

    private static async Task<bool> ProviderAsync(HttpContext context) =>
        await context.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(SessionSetup.Provider) is not null;

    /// <summary>Where to go on: a page of this site, whatever was asked for, in the characters that a header can have.</summary>
    public static string Safe(string? back, string language) =>
        back is ['/', ..] && !back.StartsWith("//", StringComparison.Ordinal) && !back.StartsWith("/\\", StringComparison.Ordinal) && !back.Any(char.IsControl)
            ? string.Concat(back.EnumerateRunes().Select(rune => rune is { IsAscii: true, Value: > ' ' } ? rune.ToString() : Uri.EscapeDataString(rune.ToString())))
            : $"{language}/";

    private sealed class Refusal(Fault fault) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => httpContext.RefuseAsync(fault, RefusedRequests.Door);
    }
}

/// <summary>What the sign-in page shows.</summary>
/// <param name="IsEnglish">Whether it is in English.</param>
/// <param name="Back">Where to go on.</param>
/// <param name="Failed">Whether a sign-in has just failed.</param>
public sealed record SignInView(bool IsEnglish, string Back, bool Failed);
