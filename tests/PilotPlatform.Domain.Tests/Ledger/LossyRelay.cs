using System.Net;
using System.Net.Sockets;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>Stands between a ledger and its server, and once cuts the connection in place of the answer to a commit: committed, and nobody heard of it.</summary>
internal sealed class LossyRelay : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource ending = new();
    private readonly int server;
    private int isArmed;

    public LossyRelay(int server)
    {
        this.server = server;
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Whether an answer was lost.</summary>
    public bool HasCut { get; private set; }

    /// <summary>The next answer to a commit is lost.</summary>
    public void LoseNextCommit() => Volatile.Write(ref isArmed, 1);

    public void Dispose()
    {
        ending.Cancel();
        listener.Dispose();
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!ending.IsCancellationRequested)
            _ = RelayAsync(await listener.AcceptTcpClientAsync(ending.Token));
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var asking = client;
        using var answering = new TcpClient();
        await answering.ConnectAsync(IPAddress.Loopback, server, ending.Token);
        await Task.WhenAny(
            CopyAsync(asking.GetStream(), answering.GetStream(), mayLose: false),
            CopyAsync(answering.GetStream(), asking.GetStream(), mayLose: true));
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool mayLose)
    {
        var buffer = new byte[1 << 16];
        while (await from.ReadAsync(buffer, ending.Token) is > 0 and var count)
        {
            if (mayLose && buffer.AsSpan(0, count).IndexOf("COMMIT\0"u8) >= 0 && Interlocked.Exchange(ref isArmed, 0) == 1)
            {
                HasCut = true;
                return;
            }

            await to.WriteAsync(buffer.AsMemory(0, count), ending.Token);
        }
    }
}
