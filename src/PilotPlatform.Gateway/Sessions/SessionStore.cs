using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Cache;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Sessions;

/// <summary>
/// Tickets with their tokens stay on this side of the door; the cookie holds a random key only. They are kept, protected, in the cache: in
/// memory, and in Redis for the other gateways. An end, and a change, is announced to them. An end leaves a mark for as long as the session could have
/// lasted, so that no request that was on its way writes it back.
/// </summary>
internal sealed class SessionStore : ITicketStore
{
    private const string Prefix = "session:";
    private const string Ended = "session-ended";
    private const string Changed = "session-changed";

    private static readonly byte[] Mark = [1];

    private static readonly TimeSpan KeptBesideRedis = TimeSpan.FromMinutes(10);

    private static readonly HybridCacheEntryOptions OnlyLook = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    /// <summary>Past the memory, which may be behind, and into it.</summary>
    private static readonly HybridCacheEntryOptions Anew = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData | HybridCacheEntryFlags.DisableLocalCacheRead };

    private static readonly HybridCacheEntryOptions InMemory = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData | HybridCacheEntryFlags.DisableDistributedCache };

    private readonly HybridCache cache;
    private readonly Announcements announcements;
    private readonly IDataProtector protector;
    private readonly HybridCacheEntryOptions kept;
    private readonly HybridCacheEntryOptions markedHere;
    private readonly Lazy<Task> listening;

    public SessionStore(HybridCache cache, IServiceProvider services, Announcements announcements, IDataProtectionProvider protection, IOptions<IdentityOptions> options)
    {
        this.cache = cache;
        this.announcements = announcements;
        protector = protection.CreateProtector("sessions");
        kept = new()
        {
            Expiration = options.Value.SessionLength,
            LocalCacheExpiration = services.GetService<IDistributedCache>() is null ? options.Value.SessionLength : KeptBesideRedis,
        };
        markedHere = new() { LocalCacheExpiration = kept.LocalCacheExpiration, Flags = HybridCacheEntryFlags.DisableDistributedCache };
        listening = new(() => Task.WhenAll(
            announcements.ListenAsync(Ended, key => _ = ForgetAsync(key)),
            announcements.ListenAsync(Changed, key => _ = FollowAsync(key))));
    }

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        await listening.Value;
        var key = $"{Prefix}{RandomNumberGenerator.GetHexString(64, lowercase: true)}";
        await RenewAsync(key, ticket);
        return key;
    }

    public Task RenewAsync(string key, AuthenticationTicket ticket) => TryRenewAsync(key, ticket);

    /// <summary>Writes a session, unless it has ended. Whoever ends it marks it first: either the mark is seen here, or what is written here is removed there.</summary>
    /// <returns>False if it has ended.</returns>
    public async Task<bool> TryRenewAsync(string key, AuthenticationTicket ticket)
    {
        await cache.SetAsync(key, protector.Protect(TicketSerializer.Default.Serialize(ticket)), kept);
        if (await ReadAsync(EndOf(key), OnlyLook) is not null)
        {
            await RemoveAsync(key);
            return false;
        }

        await announcements.AnnounceAsync(Changed, key);
        return true;
    }

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await listening.Value;
        return await ReadAsync(EndOf(key), InMemory) is null ? Open(await ReadAsync(key, OnlyLook)) : null;
    }

    public Task<AuthenticationTicket?> RetrieveAsync(string key, HttpContext httpContext, CancellationToken cancellationToken)
    {
        httpContext.Items[typeof(SessionStore)] = key;
        return RetrieveAsync(key);
    }

    /// <summary>The key of the session that a request came with; null if it came with none.</summary>
    public static string? KeyOf(HttpContext context) => context.Items[typeof(SessionStore)] as string;

    /// <summary>The key of the session that a ticket of its cookie stands for; null if it stands for none of ours.</summary>
    public static string? KeyOf(AuthenticationTicket? cookie) => cookie?.Principal.Claims.Select(claim => claim.Value).FirstOrDefault(value => value.StartsWith(Prefix, StringComparison.Ordinal));

    /// <summary>A session as all gateways share it.</summary>
    /// <returns>Null if it has ended, and where nothing is shared.</returns>
    public async Task<AuthenticationTicket?> SharedAsync(string key) => Open(await ReadAsync(key, Anew));

    public async Task RemoveAsync(string key)
    {
        await cache.SetAsync(EndOf(key), Mark, kept);
        await cache.RemoveAsync(key);
        await announcements.AnnounceAsync(Ended, key);
    }

    /// <summary>Another gateway has ended it.</summary>
    private async Task ForgetAsync(string key)
    {
        await cache.SetAsync(EndOf(key), Mark, markedHere);
        await cache.RemoveAsync(key);
    }

    /// <summary>Takes what another gateway has written into the memory of this one, if it is there.</summary>
    private async Task FollowAsync(string key)
    {
        if (await ReadAsync(key, InMemory) is not null)
            await ReadAsync(key, Anew);
    }

    private static string EndOf(string key) => $"ended:{key}";

    private ValueTask<byte[]?> ReadAsync(string key, HybridCacheEntryOptions how) => cache.GetOrCreateAsync(key, _ => ValueTask.FromResult<byte[]?>(null), how);

    private AuthenticationTicket? Open(byte[]? bytes)
    {
        try
        {
            return bytes is null ? null : TicketSerializer.Default.Deserialize(protector.Unprotect(bytes));
        }
        catch (CryptographicException)
        {
            return null; // protected with keys that are no more
        }
    }
}
