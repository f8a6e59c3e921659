using Microsoft.Extensions.Caching.Distributed;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace PilotPlatform.ServiceDefaults.Cache;

/// <summary>A cache behind a time-out and a breaker: while it fails it is empty, and writes to it are dropped.</summary>
internal sealed class ResilientCache(IDistributedCache inner, TimeSpan timeout) : IDistributedCache
{
    private readonly ResiliencePipeline pipeline = new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 4,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(5),
        })
        .AddTimeout(new TimeoutStrategyOptions { Timeout = timeout })
        .Build();

    public byte[]? Get(string key) => GetAsync(key).GetAwaiter().GetResult();

    public async Task<byte[]?> GetAsync(string key, CancellationToken token = default)
    {
        byte[]? found = null;
        await TryAsync(async t => found = await inner.GetAsync(key, t), token);
        return found;
    }

    public void Set(string key, byte[] value, DistributedCacheEntryOptions options) => SetAsync(key, value, options).GetAwaiter().GetResult();

    public Task SetAsync(string key, byte[] value, DistributedCacheEntryOptions options, CancellationToken token = default) =>
        TryAsync(t => inner.SetAsync(key, value, options, t), token);

    public void Refresh(string key) => RefreshAsync(key).GetAwaiter().GetResult();

    public Task RefreshAsync(string key, CancellationToken token = default) => TryAsync(t => inner.RefreshAsync(key, t), token);

    public void Remove(string key) => RemoveAsync(key).GetAwaiter().GetResult();

    public Task RemoveAsync(string key, CancellationToken token = default) => TryAsync(t => inner.RemoveAsync(key, t), token);

    private async Task TryAsync(Func<CancellationToken, Task> use, CancellationToken token)
    {
        var context = ResilienceContextPool.Shared.Get(token);
        var outcome = await pipeline.ExecuteOutcomeAsync(
            async (c, state) =>
            {
                try
                {
                    await state(c.CancellationToken).WaitAsync(c.CancellationToken);
                    return Outcome.FromResult(true);
                }
                catch (Exception failed)
                {
                    return Outcome.FromException<bool>(failed);
                }
            },
            context,
            use);
        ResilienceContextPool.Shared.Return(context);
        if (outcome.Exception is OperationCanceledException && token.IsCancellationRequested)
            token.ThrowIfCancellationRequested();
    }
}
