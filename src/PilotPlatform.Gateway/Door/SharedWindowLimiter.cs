using System.Threading.RateLimiting;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// So many requests of a caller in each window, over all gateways. Each counts for itself and tells the others by way of Redis a few times
/// in a window, so no request waits for Redis; without it, each gateway grants the whole limit.
/// </summary>
internal sealed class SharedWindowLimiter(string caller, int limit, TimeSpan window, SharedCounters counters, TimeProvider time) : RateLimiter
{
    /// <summary>How often in a window what was counted is shared.</summary>
    private const int Shares = 20;

    private readonly Lock gate = new();
    private long current = -1;
    private long here;
    private long told;
    private long elsewhere;
    private DateTimeOffset lastTold;
    private DateTimeOffset lastUsed = time.GetUtcNow();
    private Task telling = Task.CompletedTask;

    public override TimeSpan? IdleDuration => time.GetUtcNow() - lastUsed is { } idle && idle > window ? idle : null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (gate)
        {
            var now = lastUsed = time.GetUtcNow();
            var number = now.Ticks / window.Ticks;
            if (number != current)
                (current, here, told, elsewhere, lastTold) = (number, 0, 0, 0, default);
            if (here + elsewhere + permitCount > limit)
                return new Lease(TimeSpan.FromTicks(((number + 1) * window.Ticks) - now.Ticks));

            here += permitCount;
            if (telling.IsCompleted && now - lastTold >= window / Shares)
            {
                lastTold = now;
                telling = TellAsync(number);
            }

            return Lease.Granted;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        ValueTask.FromResult(AttemptAcquireCore(permitCount));

    private async Task TellAsync(long number)
    {
        await Task.Yield();
        long more;
        lock (gate)
            more = number == current ? here - told : 0;
        if (await counters.AddAsync($"{caller}:{number}", more, window * 2) is not { } all)
            return;

        lock (gate)
        {
            if (number != current)
                return;
            told += more;
            elsewhere = all - told;
        }
    }

    private sealed class Lease(TimeSpan? retryAfter) : RateLimitLease
    {
        public static readonly Lease Granted = new(null);

        public override bool IsAcquired => retryAfter is null;

        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = retryAfter;
            return retryAfter is not null && metadataName == MetadataName.RetryAfter.Name;
        }
    }
}
