using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Hosting;
using PilotPlatform.Cache;

try
{
    var builder = Host.CreateApplicationBuilder(args);
    var (address, port) = CacheOptions.Read(builder.Configuration);
    using var cache = EmbeddedCache.Start(address, port);
    Console.WriteLine($"The cache listens on {cache.Endpoint}.");
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception failed) when (failed is ValidationException or EmbeddedCacheException)
{
    await Console.Error.WriteLineAsync(failed.Message);
    return 1;
}
