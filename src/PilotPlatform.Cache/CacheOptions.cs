using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Configuration;

namespace PilotPlatform.Cache;

/// <summary>Where the cache listens when it is a process of its own; bound to <c>Cache</c>.</summary>
public sealed class CacheOptions
{
    /// <summary>Address to listen on. Default: 127.0.0.1, since the cache asks for no password.</summary>
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Port to listen on, 1 to 65535; 0 for any free one. Default: 6380, beside a Redis on 6379.</summary>
    public int Port { get; set; } = 6380;

    /// <exception cref="ValidationException">A setting cannot be used; the message says which.</exception>
    public static (IPAddress Address, int Port) Read(IConfiguration configuration)
    {
        try
        {
            var options = configuration.GetSection("Cache").Get<CacheOptions>() ?? new CacheOptions();
            if (!IPAddress.TryParse(options.Address, out var address))
                throw new ValidationException($"Cache:Address '{options.Address}' is not an IP address.");
            return options.Port is >= 0 and <= IPEndPoint.MaxPort
                ? (address, options.Port)
                : throw new ValidationException($"Cache:Port {options.Port} is not a port.");
        }
        catch (InvalidOperationException failed)
        {
            throw new ValidationException(failed.Message, failed);
        }
    }
}
