using System.Net;
using PilotPlatform.Cache;
using StackExchange.Redis;

namespace PilotPlatform.Services.Tests;

/// <summary>The embedded cache, asked by the client that the services use.</summary>
public sealed class CacheTests
{
    [Fact]
    public async Task Cache_Embedded_KeepsExpiresAndAnnounces()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        await using var redis = await ConnectionMultiplexer.ConnectAsync(cache.ConnectionString);
        var database = redis.GetDatabase();

        await database.StringSetAsync("kept", "词");
        await database.StringSetAsync("short", "x", TimeSpan.FromMilliseconds(50));
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await redis.GetSubscriber().SubscribeAsync(RedisChannel.Literal("topic"), (_, message) => heard.TrySetResult(message.ToString()));
        await redis.GetSubscriber().PublishAsync(RedisChannel.Literal("topic"), "said");

        Assert.Equal("said", await heard.Task.WaitAsync(TimeSpan.FromSeconds(10), RunningSuite.Stop));
        Assert.Equal("词", await database.StringGetAsync("kept"));
        while (await database.KeyExistsAsync("short"))
            await Task.Delay(10, RunningSuite.Stop);
    }

    [Fact]
    public void Cache_OnAPortInUse_SaysSoInOneSentence()
    {
        using var first = EmbeddedCache.Start(IPAddress.Loopback, 0);

        var refused = Assert.Throws<EmbeddedCacheException>(() => EmbeddedCache.Start(IPAddress.Loopback, first.Endpoint.Port));

        Assert.Contains($"cannot listen on {first.Endpoint}", refused.Message, StringComparison.Ordinal);
    }
}
