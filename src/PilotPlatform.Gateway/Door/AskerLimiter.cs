using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Door;

/// <summary>Who is counted: who signed in, else an address or its network; the two cannot be taken for each other.</summary>
/// <param name="Subject">Who signed in.</param>
/// <param name="Address">Where somebody asks from who did not.</param>
internal readonly record struct Asker(string? Subject, IPAddress? Address)
{
    public static Asker Of(HttpContext context) => context.Caller() is { IsAnonymous: false } caller
        ? new Asker(caller.Subject, Address: null)
        : new Asker(Subject: null, NetworkOf(context.Connection.RemoteIpAddress));

    /// <summary>Whoever has an address of version 6 has all of its network of 64 bits.</summary>
    private static IPAddress? NetworkOf(IPAddress? address)
    {
        if (address is not { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false })
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
    }

    public override string ToString() => Subject is null ? $"address:{Address}" : $"caller:{Subject}";
}

/// <summary>What one asker may do: so many requests in a window, and so many at a time. One that waits for its turn is counted once.</summary>
internal sealed class AskerLimiter : RateLimiter
{
    private readonly string caller;
    private readonly int most;
    private readonly SharedTurns turns;
    private readonly SharedWindowLimiter inWindow;
    private readonly ConcurrencyLimiter atATime;

    public AskerLimiter(Asker asker, LimitOptions limits, SharedCounters counters, SharedTurns turns, TimeProvider time)
    {
        (caller, most, this.turns) = (asker.ToString(), limits.Concurrent, turns);
        inWindow = new(caller, asker.Subject is null ? limits.AnonymousRequests : limits.Requests, limits.Window, counters, time);
        atATime = new(new ConcurrencyLimiterOptions { PermitLimit = most, QueueLimit = limits.Waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
        turns.Add(caller, this);
    }

    /// <summary>How many requests of the caller are under way here.</summary>
    public int UnderWay => most - Free;

    public override TimeSpan? IdleDuration => atATime.IdleDuration is null ? null : inWindow.IdleDuration;

    public override RateLimiterStatistics? GetStatistics() => atATime.GetStatistics();

    /// <summary>Where this fails for want of a turn, the request is asked for again, and may wait.</summary>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        if (IsTakenElsewhere)
            return Refused.Lease;
        var turn = atATime.AttemptAcquire(permitCount);
        if (!turn.IsAcquired)
            return turn;
        var counted = inWindow.AttemptAcquire(permitCount);
        if (counted.IsAcquired)
            return turn;
        turn.Dispose();
        return counted;
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        var counted = inWindow.AttemptAcquire(permitCount);
        if (!counted.IsAcquired)
            return ValueTask.FromResult(counted);
        return IsTakenElsewhere ? ValueTask.FromResult<RateLimitLease>(Refused.Lease) : atATime.AcquireAsync(permitCount, cancellationToken);
    }

    /// <summary>By this way a limiter ends that nobody has used for a while.</summary>
    protected override ValueTask DisposeAsyncCore()
    {
        turns.Remove(caller, this);
        return base.DisposeAsyncCore();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            turns.Remove(caller, this);
            inWindow.Dispose();
            atATime.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Free => (int)atATime.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>Whether the turns that are free here are taken at other gateways. What they do there ends no wait here, so nothing waits for it.</summary>
    private bool IsTakenElsewhere => turns.Elsewhere(caller) is > 0 and var taken && Free is > 0 and var free && free <= taken;

    private sealed class Refused : RateLimitLease
    {
        public static readonly Refused Lease = new();

        public override bool IsAcquired => false;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
