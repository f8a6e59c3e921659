using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// What callers have under way at other gateways. Each gateway announces over Redis twice a second who has much under way with it, so no request waits for Redis; of one that is not
/// heard any more nothing is known, and without Redis each gateway grants all turns.
/// </summary>
internal sealed class SharedTurns(Announcements announcements, IOptions<LimitOptions> limits, TimeProvider time) : BackgroundService
{
    /// <summary>Whoever has less than this part of its turns under way is not announced.</summary>
    private const int Part = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly string self = Guid.CreateVersion7().ToString();
    private readonly ConcurrentDictionary<string, AskerLimiter> here = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Heard, Dictionary<string, int> Turns)> told = new(StringComparer.Ordinal);
    private volatile FrozenDictionary<string, int> elsewhere = FrozenDictionary<string, int>.Empty;

    /// <summary>How many callers it keeps.</summary>
    public int Callers => here.Count;

    /// <summary>How many requests of a caller are under way at other gateways.</summary>
    public int Elsewhere(string caller) => elsewhere.Count == 0 ? 0 : elsewhere.GetValueOrDefault(caller);

    public void Add(string caller, AskerLimiter limiter) => here[caller] = limiter;

    public void Remove(string caller, AskerLimiter limiter) => here.TryRemove(KeyValuePair.Create(caller, limiter));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!announcements.AreHeard)
            return;

        await announcements.ListenAsync(Announcements.TurnsTaken, Hear);
        using var timer = new PeriodicTimer(Pause, time);
        var hadMany = false;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var many = here.Select(caller => (caller.Key, Turns: caller.Value.UnderWay)).Where(caller => caller.Turns * Part > limits.Value.Concurrent).ToDictionary(StringComparer.Ordinal);
            if (many.Count > 0 || hadMany)
                await announcements.AnnounceAsync(Announcements.TurnsTaken, JsonSerializer.Serialize(new Taken(self, many)), isRepeated: true);
            hadMany = many.Count > 0;
            Count();
        }
    }

    private void Hear(string message)
    {
        if (Read(message) is not { Gateway: { } gateway, Turns: { } turns } || gateway == self)
            return;
        told[gateway] = (time.GetUtcNow(), turns);
        Count();
    }

    /// <summary>What is announced; null for what a gateway of this version does not say.</summary>
    private static Taken? Read(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<Taken>(message);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Count()
    {
        foreach (var (gateway, (heard, _)) in told)
            if (time.GetUtcNow() - heard > Pause * 4)
                told.TryRemove(gateway, out _);
        elsewhere = told.Values.SelectMany(gateway => gateway.Turns).GroupBy(caller => caller.Key, caller => caller.Value, StringComparer.Ordinal)
            .ToFrozenDictionary(caller => caller.Key, caller => caller.Sum(), StringComparer.Ordinal);
    }

    /// <summary>What is announced.</summary>
    private sealed record Taken(string? Gateway, Dictionary<string, int>? Turns);
}
