using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Garnet;
using Garnet.server;
using Microsoft.Extensions.Logging.Abstractions;

namespace PilotPlatform.Cache;

/// <summary>Garnet in this process: speaks the protocol of Redis, keeps everything in memory, and forgets the oldest when that is full.</summary>
public sealed class EmbeddedCache : IDisposable
{
    /// <summary>Tries to find a port that nobody takes between the looking and the binding.</summary>
    private const int Tries = 5;

    private readonly GarnetServer server;

    private EmbeddedCache(GarnetServer server, IPEndPoint endpoint)
    {
        this.server = server;
        Endpoint = endpoint;
    }

    public IPEndPoint Endpoint { get; }

    /// <summary>What <c>ConnectionStrings:cache</c> has to be for this cache.</summary>
    public string ConnectionString => Endpoint.ToString();

    /// <summary>Starts to listen.</summary>
    /// <param name="address">Address to listen on.</param>
    /// <param name="port">Port to listen on; 0 for any free one.</param>
    /// <exception cref="EmbeddedCacheException">The port cannot be used.</exception>
    public static EmbeddedCache Start(IPAddress address, int port)
    {
        for (var tried = 1; ; tried++)
        {
            var endpoint = new IPEndPoint(address, port > 0 ? port : FreePort(address));
            try
            {
                var server = new GarnetServer(Options(endpoint), NullLoggerFactory.Instance);
                server.Start();
                return new EmbeddedCache(server, endpoint);
            }
            catch (Exception failed) when (SocketOf(failed) is { } socket)
            {
                if (port > 0 || tried == Tries)
                    throw new EmbeddedCacheException(string.Create(CultureInfo.InvariantCulture, $"The cache cannot listen on {endpoint}: {socket.Message}."), failed);
            }
        }
    }

    public void Dispose() => server.Dispose();

    /// <summary>At most about 100 MB: the log of the store (64 MB), its index, and buffers of connections.</summary>
    private static GarnetServerOptions Options(IPEndPoint endpoint) => new()
    {
        EndPoints = [endpoint],
        LogMemorySize = "64m",
        PageSize = "1m",
        IndexMemorySize = "4m",
        BufferPoolMemoryBudget = "32m",
        MaxDatabases = 1,
        QuietMode = true,
    };

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static SocketException? SocketOf(Exception? failed) => failed as SocketException ?? (failed is null ? null : SocketOf(failed.InnerException));
}

/// <summary>The cache cannot be started; the message is one sentence for people.</summary>
public sealed class EmbeddedCacheException(string message, Exception inner) : Exception(message, inner);
