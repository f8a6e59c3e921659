using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace PilotPlatform.ServiceDefaults.Cache;

/// <summary>Counters that several processes add to, in Redis; what they count is gone when it is of no interest any more.</summary>
public sealed class SharedCounters(IServiceProvider services)
{
    private readonly RedisConnection? redis = services.GetService<RedisConnection>();

    /// <summary>Adds to a counter.</summary>
    /// <returns>What all have added; null if Redis is away or there is none.</returns>
    public async Task<long?> AddAsync(string counter, long more, TimeSpan kept)
    {
        if (redis is null)
            return null;

        try
        {
            var key = $"pilotplatform:count:{counter}";
            var database = (await redis.Multiplexer.Value).GetDatabase();
            var total = database.StringIncrementAsync(key, more);
            await Task.WhenAll(total, database.KeyExpireAsync(key, kept));
            return await total;
        }
        catch (Exception failed) when (failed is RedisException or TimeoutException)
        {
            return null;
        }
    }
}
