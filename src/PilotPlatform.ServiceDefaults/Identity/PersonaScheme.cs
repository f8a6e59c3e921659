using System.Net;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>
/// <c>Authorization: Persona suzhou-reporter</c>, while personas are how one signs in, from this machine and under a name of this
/// machine: a page of another site that resolves its name to loopback is not let in.
/// </summary>
internal sealed class PersonaScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IOptions<IdentityOptions> identity, Personas personas)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "Persona";
    public const string Prefix = Name + " ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (identity.Value.SignIn != SignIn.Personas || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(AuthenticateResult.NoResult());
        if (!IsFromHere(Context))
            return Task.FromResult(AuthenticateResult.Fail("personas are for this machine only"));

        return Task.FromResult(personas.Find(header[Prefix.Length..].Trim()) is { } caller
            ? AuthenticateResult.Success(new AuthenticationTicket(CallerIdentity.Principal(caller, Name), Name))
            : AuthenticateResult.Fail("there is no such persona"));
    }

    /// <summary>Whether a request comes from this machine, also by way of the gateway, and asks for a host of this machine.</summary>
    internal static bool IsFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote && IsLoopback(remote)
        && context.Request.Headers["X-Forwarded-For"].All(hops => (hops ?? "").Split(',').All(hop => IPEndPoint.TryParse(hop.Trim(), out var ip) && IsLoopback(ip.Address)))
        && Hosts(context).All(host => IsLocal(host.Host));

    private static IEnumerable<HostString> Hosts(HttpContext context) =>
        context.Request.Headers["X-Forwarded-Host"].Select(host => new HostString(host ?? "")).Append(context.Request.Host);

    private static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IsLoopback(ip));

    private static bool IsLoopback(IPAddress ip) => IPAddress.IsLoopback(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip);
}
