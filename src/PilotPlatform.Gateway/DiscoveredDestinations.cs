using System.Net;
using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.ServiceDiscovery;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.ServiceDiscovery;

namespace PilotPlatform.Gateway;

/// <summary>Finds the destinations of routes by service discovery, and again when what it knows has changed.</summary>
internal sealed class DiscoveredDestinations(ServiceEndpointResolver discovery) : IDestinationResolver
{
    public async ValueTask<ResolvedDestinationCollection> ResolveDestinationsAsync(
        IReadOnlyDictionary<string, DestinationConfig> destinations, CancellationToken cancellationToken)
    {
        var resolved = new Dictionary<string, DestinationConfig>(StringComparer.OrdinalIgnoreCase);
        var changes = new List<IChangeToken>();
        foreach (var (name, destination) in destinations)
        {
            var given = new Uri(destination.Address);
            var found = await discovery.GetEndpointsAsync(destination.Address, cancellationToken);
            changes.Add(found.ChangeToken);
            foreach (var endpoint in found.Endpoints)
            {
                var address = AddressOf(endpoint, given);
                resolved[$"{name}[{address}]"] = destination with { Address = address };
            }
        }

        return new ResolvedDestinationCollection(resolved, new CompositeChangeToken(changes));
    }

    /// <summary>The address of one endpoint of what was asked for by name.</summary>
    public static string AddressOf(ServiceEndpoint endpoint, Uri given) => endpoint.EndPoint switch
    {
        UriEndPoint uri => uri.Uri.ToString(),
        DnsEndPoint dns => $"{given.Scheme}://{dns.Host}:{dns.Port}{given.AbsolutePath}", // no service that is configured, but an address as it is
        var other => $"{given.Scheme}://{other}{given.AbsolutePath}",
    };
}
