using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace PilotPlatform.AllInOne;

/// <summary>
/// Free loopback ports that are bound when they are chosen, so that every service can be told the addresses of the others before
/// any of them listens, and no other process can take one in between.
/// </summary>
internal sealed class ReservedPorts : IDisposable
{
    private readonly ConcurrentDictionary<int, Socket> bound = new();

    /// <summary>Takes a free port.</summary>
    public int Reserve()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        bound[port] = socket;
        return port;
    }

    /// <summary>Hands Kestrel the socket of a reserved port; any other port is bound as always.</summary>
    public Socket Bind(EndPoint endpoint) => endpoint is IPEndPoint ip && bound.TryRemove(ip.Port, out var socket)
        ? socket
        : SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);

    public void Dispose()
    {
        foreach (var socket in bound.Values)
            socket.Dispose();
    }
}
