using System.Net;
using System.Net.Sockets;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting;

/// <summary>Addresses that changes may be sent to: the public Internet by https, unless a network is allowed. Nobody reaches inside with them.</summary>
public static class WebhookAddress
{
    private const int Longest = 2000;

    /// <summary>Networks that are no public ones: this host, private, shared, link-local, documentation, benchmarks, multicast, reserved, and what wraps IPv4 in IPv6.</summary>
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether changes may be sent to an address: one of the public Internet, or of a network that is allowed.</summary>
    public static bool Admits(IPAddress address, IReadOnlyCollection<IPNetwork> allowed)
    {
        var own = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (allowed.Any(network => network.Contains(own)))
            return true;
        return own.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6 && !Array.Exists(Inside, network => network.Contains(own));
    }

    /// <summary>An address as it may be subscribed with. Where a name leads to is seen, and judged, at each sending.</summary>
    /// <param name="field">The field in proto spelling.</param>
    /// <param name="text">The address.</param>
    /// <param name="mayBeClear">Whether http is allowed.</param>
    /// <param name="allowed">Networks that are allowed besides the public Internet.</param>
    public static Result<Uri> Parse(string field, string text, bool mayBeClear, IReadOnlyCollection<IPNetwork> allowed)
    {
        if (text.Length > Longest || !Uri.TryCreate(text, UriKind.Absolute, out var address))
            return Fault.Invalid(field, "must be an absolute address of at most 2000 characters");
        if (address.Scheme != Uri.UriSchemeHttps && !(mayBeClear && address.Scheme == Uri.UriSchemeHttp))
            return Fault.Invalid(field, $"'{address.Scheme}' is not https");
        if (address.UserInfo.Length > 0 || address.Fragment.Length > 0)
            return Fault.Invalid(field, "must have neither credentials nor a fragment");
        var host = address.IdnHost.TrimEnd('.');
        var literal = IPAddress.TryParse(host.Trim('[', ']'), out var ip) ? ip
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) ? IPAddress.Loopback
            : null;
        return literal is null || Admits(literal, allowed) ? address : Fault.Invalid(field, $"'{host}' is not an address of the public Internet");
    }
}
