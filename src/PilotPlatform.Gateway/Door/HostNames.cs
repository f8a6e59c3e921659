using Microsoft.AspNetCore.Http.Extensions;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Gateway.Door;

/// <summary>Refuses a request under what is no name of a host: pages and the services behind the door would not know what to make of it. Probes may say none.</summary>
internal static class HostNames
{
    private static readonly string[] Probes = ["/health", "/ready", "/alive"];

    public static void UseHostNames(this IApplicationBuilder app) => app.Use(next => context =>
    {
        var request = context.Request;
        var said = request.Headers.Host.ToString();
        if (said.Length == 0 ? Probes.Contains(request.Path.Value, StringComparer.Ordinal) : IsName(request))
            return next(context);
        request.Host = new HostString("localhost"); // the refusal may be a page, which has to have an address
        return context.RefuseAsync(Fault.Invalid("host", "it is no name of a host"), RefusedRequests.Door);
    });

    private static bool IsName(HttpRequest request)
    {
        try
        {
            return Uri.TryCreate(UriHelper.BuildAbsolute(Uri.UriSchemeHttp, request.Host), UriKind.Absolute, out var address)
                && address is { PathAndQuery: "/", UserInfo.Length: 0, IdnHost.Length: > 0 and <= 253 } && Uri.CheckHostName(address.IdnHost) != UriHostNameType.Unknown;
        }
        catch (Exception unread) when (unread is ArgumentException or FormatException)
        {
            return false; // a name in Punycode that stands for nothing is not even read
        }
    }
}
