using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace PilotPlatform.ServiceDefaults.Cache;

/// <summary>
/// The cache: memory, and Redis behind it where <c>ConnectionStrings:cache</c> says so. Redis never holds the only copy of anything;
/// with it away everything goes on from memory, and health says so.
/// </summary>
internal static class CacheSetup
{
    public static void AddCache(this WebApplicationBuilder builder)
    {
        builder.Services.AddHybridCache();
        builder.Services.AddSingleton<Announcements>();
        builder.Services.AddSingleton<SharedCounters>();
        if (builder.Configuration.GetConnectionString("cache") is not { Length: > 0 } connection)
            return;

        var options = Read(connection);
        options.AbortOnConnectFail = false;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        builder.AddSettings<RedisOptions>("Redis")
            .Validate(settings => settings.Timeout >= TimeSpan.FromMilliseconds(50) && settings.Timeout <= TimeSpan.FromMinutes(5), "Redis:Timeout must be at least 50 ms and at most 5 minutes.");
        builder.Services.AddSingleton(provider =>
        {
            options.ConnectTimeout = (int)TimeoutOf(provider).TotalMilliseconds;
            options.AsyncTimeout = Math.Max(options.AsyncTimeout, options.ConnectTimeout); // what is no cache, the keys of sessions among it, waits as long as the client does
            return new RedisConnection(options);
        });
        builder.Services.AddSingleton<IDistributedCache>(provider => new ResilientCache(
            new RedisCache(new RedisCacheOptions
            {
                InstanceName = "pilotplatform:",
                ConnectionMultiplexerFactory = () => provider.GetRequiredService<RedisConnection>().Multiplexer.Value,
            }),
            TimeoutOf(provider)));
        builder.Services.AddHealthChecks().AddCheck<CacheHealth>("cache", HealthStatus.Degraded);
    }

    private static TimeSpan TimeoutOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<RedisOptions>>().Value.Timeout;

    private static ConfigurationOptions Read(string connection)
    {
        try
        {
            return ConfigurationOptions.Parse(connection);
        }
        catch (ArgumentException failed)
        {
            throw new StartupException($"ConnectionStrings:cache '{connection}' is not the address of a Redis: {failed.Message}", failed);
        }
    }
}

/// <summary>How much Redis is waited for; bound to <c>Redis</c>.</summary>
public sealed class RedisOptions
{
    /// <summary>How long a connection to it may take to be made, and a read or a write of the cache, before it is gone on without. Default: 1 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>What a Redis that is away looks like to who needs it.</summary>
public static class CacheFailures
{
    /// <summary>Whether it failed because Redis is away: for what has no other place, such as the keys of sessions.</summary>
    public static bool IsOfCache(this Exception? failed) => failed is not null && (failed is RedisException or RedisTimeoutException || failed.InnerException.IsOfCache());
}

/// <summary>The connection to Redis, made when it is first needed, kept and mended by the client library.</summary>
internal sealed class RedisConnection(ConfigurationOptions options) : IAsyncDisposable
{
    public Lazy<Task<IConnectionMultiplexer>> Multiplexer { get; } =
        new(async () => await ConnectionMultiplexer.ConnectAsync(options));

    public async ValueTask DisposeAsync()
    {
        if (Multiplexer.IsValueCreated)
            await (await Multiplexer.Value).DisposeAsync();
    }
}

/// <summary>Degraded, not unhealthy, while Redis is away: the service goes on without it.</summary>
internal sealed class CacheHealth(RedisConnection redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var multiplexer = await redis.Multiplexer.Value.WaitAsync(cancellationToken);
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [VitalKey.Connected] = multiplexer.IsConnected };
        return multiplexer.IsConnected
            ? HealthCheckResult.Healthy("connected", data)
            : HealthCheckResult.Degraded("Redis is away; serving from memory", data: data);
    }
}
