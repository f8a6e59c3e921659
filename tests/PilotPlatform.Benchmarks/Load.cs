using System.Globalization;
using Grpc.Net.Client;

namespace PilotPlatform.Benchmarks;

/// <summary>A closed loop of calls over two connections with fifty streams each.</summary>
internal sealed class Load : IDisposable
{
    private const int Connections = 2;
    private const int Streams = 50;
    private const int FewStreams = 8;
    private const int Rounds = 15;

    private readonly ServerProcess server;
    private readonly GrpcChannel[] channels;

    public Load(ServerProcess server)
    {
        this.server = server;
        channels = [.. Enumerable.Range(0, Connections).Select(_ => GrpcChannel.ForAddress(
            server.Address, new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler(), MaxReceiveMessageSize = 64 * 1024 * 1024 }))];
    }

    public GrpcChannel Channel => channels[0];

    /// <summary>Server CPU of each of several calls, in microseconds per call, as pairs in turn: ratio and figures are those of the median pair.</summary>
    public static async Task<Measured> CompareAsync(int calls, (Load Load, Func<GrpcChannel, Task> Call) subject, (Load Load, Func<GrpcChannel, Task> Call) reference, int rounds = Rounds)
    {
        await subject.Load.CpuAsync(calls, subject.Call);
        await reference.Load.CpuAsync(calls, reference.Call);
        var pairs = new List<(double Subject, double Reference)>();
        for (var round = 0; round < rounds; round++)
            pairs.Add((await subject.Load.CpuAsync(calls, subject.Call), await reference.Load.CpuAsync(calls, reference.Call)));

        var (own, others) = MedianPair(pairs);
        return new Measured(own / others, string.Create(CultureInfo.InvariantCulture, $"{own:0.0} against {others:0.0} µs of server CPU a call in the median of {rounds} rounds of {calls} calls"));
    }

    /// <summary>Calls a second of the median round, with few streams, since each carries much; and what a call of that round cost server and client in CPU.</summary>
    public async Task<(double Rate, TimeSpan Server, TimeSpan Client)> RateAsync(int calls, Func<GrpcChannel, Task> call)
    {
        await LoopAsync(calls, FewStreams, call);
        var rounds = new List<(double Rate, TimeSpan Server, TimeSpan Client)>();
        for (var round = 0; round < Rounds; round++)
        {
            var (server, client) = (this.server.Cpu, Environment.CpuUsage.TotalTime);
            var began = System.Diagnostics.Stopwatch.GetTimestamp();
            await LoopAsync(calls, FewStreams, call);
            rounds.Add((calls / System.Diagnostics.Stopwatch.GetElapsedTime(began).TotalSeconds, (this.server.Cpu - server) / calls, (Environment.CpuUsage.TotalTime - client) / calls));
        }

        return rounds.OrderBy(r => r.Rate).ElementAt(Rounds / 2);
    }

    /// <summary>The pair with the median ratio: what is said of it fits its ratio, as medians of each would not.</summary>
    public static (double Subject, double Reference) MedianPair(IReadOnlyCollection<(double Subject, double Reference)> pairs) =>
        pairs.OrderBy(pair => pair.Subject / pair.Reference).ElementAt(pairs.Count / 2);

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    public void Dispose()
    {
        foreach (var channel in channels)
            channel.Dispose();
        server.Dispose();
    }

    /// <summary>Server CPU in microseconds per call.</summary>
    private async Task<double> CpuAsync(int calls, Func<GrpcChannel, Task> call)
    {
        var before = server.Cpu;
        await LoopAsync(calls, Streams, call);
        return (server.Cpu - before).TotalMicroseconds / calls;
    }

    private Task LoopAsync(int calls, int streams, Func<GrpcChannel, Task> call)
    {
        var left = calls;
        return Task.WhenAll(channels.SelectMany(channel => Enumerable.Range(0, streams).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) >= 0)
                await call(channel);
        }))));
    }
}
