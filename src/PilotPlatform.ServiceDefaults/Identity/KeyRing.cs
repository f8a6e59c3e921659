using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.StackExchangeRedis;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>The keys that protect cookies and forms: the same for the gateway and the pages, and for every replica of them.</summary>
public static class KeyRing
{
    private const string InRedis = "pilotplatform:keys";

    public static WebApplicationBuilder AddKeyRing(this WebApplicationBuilder builder)
    {
        builder.AddDataFolder();
        builder.Services.AddDataProtection().SetApplicationName("pilotplatform");
        var hasCache = !string.IsNullOrEmpty(builder.Configuration.GetConnectionString("cache"));
        builder.Services.AddOptions<KeyManagementOptions>().Configure<IOptions<IdentityOptions>, IOptions<DataOptions>, IServiceProvider>((keys, identity, data, services) =>
            keys.XmlRepository = hasCache && (identity.Value.Keys ?? KeyPlace.Redis) == KeyPlace.Redis
                ? new RedisXmlRepository(() => services.GetRequiredService<RedisConnection>().Multiplexer.Value.GetAwaiter().GetResult().GetDatabase(), InRedis)
                : new FileSystemXmlRepository(
                    Directory.CreateDirectory(Path.GetFullPath(Path.Combine(data.Value.Folder, "keys"))), services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>()));
        return builder;
    }
}
