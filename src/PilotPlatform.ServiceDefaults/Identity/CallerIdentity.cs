using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>A caller as the framework knows callers.</summary>
internal sealed class CallerIdentity(Caller caller, string scheme)
    : ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, caller.Subject), new Claim(ClaimTypes.Name, caller.DisplayName)], scheme)
{
    public Caller Caller { get; } = caller;

    public static ClaimsPrincipal Principal(Caller caller, string scheme) => new(new CallerIdentity(caller, scheme));
}

public static class CallerOfRequest
{
    /// <summary>Who makes the request.</summary>
    public static Caller Caller(this HttpContext context) => (context.User.Identity as CallerIdentity)?.Caller ?? Domain.Identity.Caller.Anonymous;
}
