using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.AllInOne;

/// <summary>
/// Loopback ports that are listened on when they are chosen, so that every service can be told the addresses of the others before any
/// of them starts, nobody can take one in between, and a port in use is told before anything is written. To be bound is not enough:
/// .NET sets SO_REUSEADDR, with which Linux lets another bind the same port for as long as nobody listens on it. Who calls before
/// the service has started waits until it has.
/// </summary>
internal sealed class ReservedPorts : IDisposable
{
    private const int Tries = 5;

    private readonly ConcurrentDictionary<IPEndPoint, Socket> bound = new();

    /// <summary>Takes a free port.</summary>
    public int Reserve()
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                return Take(new IPEndPoint(IPAddress.Loopback, 0));
            }
            catch (SocketException failed) when (failed.SocketErrorCode == SocketError.AddressAlreadyInUse && tried < Tries)
            {
                // somebody who names a port was given the same one, and listened first
            }
        }
    }

    /// <summary>Takes a port of <c>localhost</c>, by IPv4 and, where there is one, by IPv6.</summary>
    /// <exception cref="StartupException">It is in use, or may not be used.</exception>
    public void Reserve(string setting, int port)
    {
        try
        {
            Take(new IPEndPoint(IPAddress.Loopback, port));
            if (Socket.OSSupportsIPv6)
                Take(new IPEndPoint(IPAddress.IPv6Loopback, port));
        }
        catch (SocketException failed) when (failed.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            var why = failed.SocketErrorCode == SocketError.AddressAlreadyInUse ? "is in use" : "may not be used";
            throw new StartupException($"Port {port} {why}: choose another with --{setting}, or 0 for any free one.", failed);
        }
        catch (SocketException failed) when (failed.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // a machine whose IPv6 has no loopback: Kestrel makes do with the other as well
        }
    }

    /// <summary>Hands Kestrel the socket of a reserved port; any other port is bound as always.</summary>
    public Socket Bind(EndPoint endpoint) => endpoint is IPEndPoint ip && bound.TryRemove(ip, out var socket)
        ? socket
        : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    public void Dispose()
    {
        foreach (var socket in bound.Values)
            socket.Dispose();
    }

    private int Take(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen();
        }
        catch
        {
            socket.Dispose();
            throw;
        }

        var taken = (IPEndPoint)socket.LocalEndPoint!;
        bound[taken] = socket;
        return taken.Port;
    }
}
