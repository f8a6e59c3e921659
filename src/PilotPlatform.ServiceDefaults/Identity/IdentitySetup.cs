using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>Who calls: checked by every service itself, since the gateway is no trust boundary.</summary>
internal static class IdentitySetup
{
    private const string ByHeader = "Authorization";

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public static void AddIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IPostConfigureOptions<IdentityOptions>, IdentityRules>();
        builder.Services.AddSingleton<IValidateOptions<IdentityOptions>, IdentityRules>();
        builder.AddSettings<IdentityOptions>("Identity");
        builder.Services.AddSingleton<Provinces>();
        builder.Services.AddSingleton<Personas>();
        builder.Services.AddSingleton<ClaimMapping>();
        builder.Services.AddSingleton<OwnCredentials>();
        builder.Services.AddSingleton<ForwardedCaller>();
        builder.Services.AddHttpClient(nameof(OwnCredentials), client => client.Timeout = TimeSpan.FromSeconds(10));
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddAuthentication(ByHeader)
            .AddPolicyScheme(ByHeader, null, options => options.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, PersonaScheme>(PersonaScheme.Name, null)
            .AddJwtBearer();
        builder.Services.AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme).Configure<IOptions<IdentityOptions>, ClaimMapping>(Bearer);
    }

    /// <summary>
    /// Finds out who calls. Credentials that are given and not accepted are refused, also where none are needed. A program that gives none is
    /// not asked: that alone would cost as much as all else that is done for a call.
    /// </summary>
    public static void UseIdentity(this WebApplication app)
    {
        RequestDelegate? behind = null;
        app.Use(next => context => context.Request.Headers.Authorization.Count == 0 && context.Request.IsProgramsGrpc() ? behind!(context) : next(context));
        app.UseAuthentication();
        app.Use(next => behind = next);
        app.Services.GetRequiredService<IOptions<CallerCounting>>().Value.Use(app);
        app.Use((context, next) => context.Request.Headers.Authorization.Count == 0 || context.User.Identity is CallerIdentity
            ? next(context)
            : RefuseAsync(context));
    }

    private static string SchemeOf(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
        && context.RequestServices.GetRequiredService<IOptions<IdentityOptions>>().Value.SignIn == SignIn.Provider
            ? JwtBearerDefaults.AuthenticationScheme
            : PersonaScheme.Name;

    private static void Bearer(JwtBearerOptions options, IOptions<IdentityOptions> identity, ClaimMapping claims)
    {
        var settings = identity.Value;
        options.Authority = settings.Authority;
        options.RequireHttpsMetadata = settings.Authority?.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase) == true;
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = settings.Audience,
            ValidAlgorithms = Algorithms,
            ClockSkew = settings.ClockSkew,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
        };
        options.Events = new JwtBearerEvents
        {
            OnTokenValidated = context =>
            {
                if (claims.Read(context.Principal!) is { } caller)
                    context.Principal = CallerIdentity.Principal(caller, JwtBearerDefaults.AuthenticationScheme);
                else
                    context.Fail("the token names nobody");
                return Task.CompletedTask;
            },
            OnAuthenticationFailed = context =>
            {
                context.Fail(context.Exception); // a provider that is away is refused like the rest, and not thrown
                return Task.CompletedTask;
            },
        };
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync();
        if (Problem(result.Failure) is { } problem)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            await context.RefuseAsync(Fault.BadCredentials(problem));
        }
        else
        {
            await context.RefuseAsync(Fault.Away("the identity provider"));
        }
    }

    /// <summary>What is wrong with the credentials; null if that cannot be told now.</summary>
    private static string? Problem(Exception? failure) => failure switch
    {
        null => "they are of no kind that is in use here",
        SecurityTokenExpiredException => "the token has expired",
        SecurityTokenInvalidAudienceException => "the token is for another audience",
        SecurityTokenInvalidIssuerException => "the token is of another issuer",
        SecurityTokenException or ArgumentException => "the token is not valid",
        AuthenticationFailureException => failure.Message,
        _ => null,
    };
}

/// <summary>What counts callers, where the public calls: it comes once it is known who calls, and before credentials are refused, so that those are counted, too.</summary>
public sealed class CallerCounting
{
    /// <summary>Adds it. Default: nothing is counted.</summary>
    public Action<WebApplication> Use { get; set; } = _ => { };
}
