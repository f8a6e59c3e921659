using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
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
                ? new SharedKeys(() => services.GetRequiredService<RedisConnection>().Multiplexer.Value.GetAwaiter().GetResult().GetDatabase(), InRedis)
                : new FileSystemXmlRepository(
                    Directory.CreateDirectory(FolderOf(data.Value)), services.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>()));
        builder.Services.AddHostedService<DamagedKeys>();
        if (hasCache)
            builder.Services.AddHostedService<SharedKeysKeeper>();
        return builder;
    }

    private static string FolderOf(DataOptions data) => Path.GetFullPath(Path.Combine(data.Folder, "keys"));

    /// <summary>Refuses to start with a key file that cannot be read: every sign-in and every form would fail by it later.</summary>
    private sealed class DamagedKeys(IOptions<KeyManagementOptions> keys, IOptions<DataOptions> data) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            if (keys.Value.XmlRepository is FileSystemXmlRepository)
                foreach (var file in Directory.EnumerateFiles(FolderOf(data.Value), "*.xml"))
                    Check(file);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private static void Check(string file)
        {
            try
            {
                XElement.Load(file);
            }
            catch (Exception failed) when (failed is XmlException or IOException or UnauthorizedAccessException)
            {
                throw new StartupException($"The key file {file} cannot be read: {failed.Message} Put it right, or remove it, which ends the sessions it protects.", failed);
            }
        }
    }
}
