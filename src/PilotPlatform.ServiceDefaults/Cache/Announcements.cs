using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace PilotPlatform.ServiceDefaults.Cache;

/// <summary>
/// Tells other processes over Redis that something has moved, so that they look at once. Lost announcements cost time, never
/// correctness: whoever listens also looks on its own from time to time.
/// </summary>
public sealed partial class Announcements(IServiceProvider services, ILogger<Announcements> logger)
{
    /// <summary>The catalogue has published an edition.</summary>
    public const string EditionPublished = "edition-published";

    /// <summary>The scope rules have recorded an act, or published or activated a rule set.</summary>
    public const string ScopeMoved = "scope-moved";

    /// <summary>A gateway has much under way for some callers.</summary>
    public const string TurnsTaken = "turns-taken";

    private readonly RedisConnection? redis = services.GetService<RedisConnection>();

    /// <summary>Whether there is a Redis over which others hear.</summary>
    public bool AreHeard => redis is not null;

    /// <param name="topic">What it is about.</param>
    /// <param name="what">What is told.</param>
    /// <param name="isRepeated">Whether it is told again soon, so that it is no news that it could not be told.</param>
    public async Task AnnounceAsync(string topic, string what, bool isRepeated = false)
    {
        if (redis is null)
            return;

        try
        {
            var multiplexer = await redis.Multiplexer.Value;
            await multiplexer.GetSubscriber().PublishAsync(Channel(topic), what);
        }
        catch (Exception failed) when (failed is RedisException or TimeoutException)
        {
            if (!isRepeated)
                Log.NotAnnounced(logger, topic, failed.Message);
        }
    }

    /// <summary>Calls back on every announcement of the topic; the subscription outlives a Redis that goes and comes back.</summary>
    public async Task ListenAsync(string topic, Action<string> heard)
    {
        if (redis is null)
            return;

        try
        {
            var multiplexer = await redis.Multiplexer.Value;
            await multiplexer.GetSubscriber().SubscribeAsync(Channel(topic), (_, message) => heard(message.ToString()));
        }
        catch (Exception failed) when (failed is RedisException or TimeoutException)
        {
            Log.NotListening(logger, topic, failed.Message);
        }
    }

    private static RedisChannel Channel(string topic) => RedisChannel.Literal($"pilotplatform:{topic}");

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "{Topic} was not announced: {Reason}")]
        public static partial void NotAnnounced(ILogger logger, string topic, string reason);

        [LoggerMessage(Level = LogLevel.Warning, Message = "Not listening for {Topic}: {Reason}")]
        public static partial void NotListening(ILogger logger, string topic, string reason);
    }
}
