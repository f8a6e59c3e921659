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
/// memory, and in Redis for the other gateways. An end is announced to them.
/// </summary>
internal sealed class SessionStore : ITicketStore
{
    private const string Ended = "session-ended";

    private static readonly TimeSpan KeptBesideRedis = TimeSpan.FromMinutes(10);

    private static readonly HybridCacheEntryOptions OnlyLook = new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData };

    private readonly HybridCache cache;
    private readonly Announcements announcements;
    private readonly IDataProtector protector;
    private readonly HybridCacheEntryOptions kept;
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
        listening = new(() => announcements.ListenAsync(Ended, key => _ = cache.RemoveAsync(key).AsTask()));
    }

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        await listening.Value;
        var key = $"session:{RandomNumberGenerator.GetHexString(64, lowercase: true)}";
        await RenewAsync(key, ticket);
        return key;
    }

    public async Task RenewAsync(string key, AuthenticationTicket ticket) =>
        await cache.SetAsync(key, protector.Protect(TicketSerializer.Default.Serialize(ticket)), kept);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await listening.Value;
        if (await cache.GetOrCreateAsync(key, _ => ValueTask.FromResult<byte[]?>(null), OnlyLook) is not { } bytes)
            return null;
        try
        {
            return TicketSerializer.Default.Deserialize(protector.Unprotect(bytes));
        }
        catch (CryptographicException)
        {
            return null; // protected with keys that are no more
        }
    }

    public async Task RemoveAsync(string key)
    {
        await cache.RemoveAsync(key);
        await announcements.AnnounceAsync(Ended, key);
    }
}
