using System.Net;
using System.Net.Sockets;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>
/// Ports that are chosen now and bound later, by another process or once more: below those that a system hands out by itself
/// (from 32768 on Linux, from 49152 by RFC 6335), so that nobody who asks for any port is given one of them in between.
/// </summary>
internal static class FixedPorts
{
    private const int First = 10_000;
    private const int End = 32_768;

    private static int next = Environment.ProcessId * 61; // processes of tests that run beside one another begin elsewhere

    /// <summary>A port of loopback at which nobody listens, and that no other caller of this process gets.</summary>
    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref next) & int.MaxValue) % (End - First);
            if (IsFree(port))
                return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
