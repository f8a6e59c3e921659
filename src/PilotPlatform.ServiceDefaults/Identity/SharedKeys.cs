using System.Collections.Immutable;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Cache;
using StackExchange.Redis;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>The keys in Redis, which never holds the only copy of anything: what it has lost, those who know it put back, so that whoever starts then has the same.</summary>
internal sealed class SharedKeys(Func<IDatabase> database, RedisKey list) : IXmlRepository
{
    private readonly RedisXmlRepository stored = new(database, list);
    private ImmutableHashSet<string> known = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var found = stored.GetAllElements();
        Remember(found);
        return found;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        stored.StoreElement(element, friendlyName);
        Remember([element]);
    }

    /// <summary>Puts back what Redis has lost.</summary>
    /// <returns>How many keys; 0 also where another was faster.</returns>
    public async Task<int> PutBackAsync()
    {
        if (known.IsEmpty)
            return 0;

        var redis = database();
        var found = await redis.ListRangeAsync(list);
        RedisValue[] lost = [.. known.Except(found.Select(key => TextOf(XElement.Parse(key.ToString())))).Select(key => (RedisValue)key)];
        if (lost.Length == 0)
            return 0;

        var together = redis.CreateTransaction();
        together.AddCondition(Condition.ListLengthEqual(list, found.Length)); // no key may stand there twice
        var pushed = together.ListRightPushAsync(list, lost);
        return await together.ExecuteAsync() && await pushed > 0 ? lost.Length : 0;
    }

    private void Remember(IEnumerable<XElement> keys) => ImmutableInterlocked.Update(ref known, before => before.Union(keys.Select(TextOf)));

    private static string TextOf(XElement key) => key.ToString(SaveOptions.DisableFormatting);
}

/// <summary>Looks from time to time whether Redis still has the keys.</summary>
internal sealed partial class SharedKeysKeeper(IOptions<KeyManagementOptions> keys, TimeProvider time, ILogger<SharedKeysKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (keys.Value.XmlRepository is SharedKeys shared && await shared.PutBackAsync() is > 0 and var lost)
                    Log.PutBack(logger, lost);
            }
            catch (Exception failed) when (failed.IsOfCache())
            {
                // It is looked again, and health says that Redis is away.
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Redis had lost {Lost} keys of sessions; they are put back")]
        public static partial void PutBack(ILogger logger, int lost);
    }
}
