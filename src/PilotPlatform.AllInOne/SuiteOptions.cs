using System.Net;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.AllInOne;

/// <summary>What the suite asks of its surroundings; bound to the root of the configuration.</summary>
public sealed class SuiteOptions
{
    /// <summary>What the command line can say, this suite's settings and those of its services; a name that none has is a mistake.</summary>
    private static readonly string[] Sections =
    [
        "Ports", "ReadyWithin", "Data", "Ledger", "Catalog", "ScopeRules", "Redis", "Reporting", "Gateway", "Pages", "Identity", "Limits", "Cors", "Shutdown",
        "ConnectionStrings", "Logging", "Kestrel", "environment",
    ];

    private static readonly string[] Connections = ["cache", "ledger"];

    public PortOptions Ports { get; set; } = new();

    /// <summary>How long the suite may take until every service is healthy. Default: 30 seconds.</summary>
    public TimeSpan ReadyWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Redis, from <c>ConnectionStrings:cache</c>. Default: a cache in this process.</summary>
    public string? CacheConnection { get; set; }

    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static SuiteOptions Read(string[] args)
    {
        foreach (var (at, said) in args.Index())
            if (said.StartsWith("--", StringComparison.Ordinal) && !said.Contains('=', StringComparison.Ordinal) && (at + 1 == args.Length || args[at + 1].StartsWith("--", StringComparison.Ordinal)))
                throw new StartupException($"'{said}' has no value: a setting is said as --Name=value, and there are {string.Join(", ", Sections)}.");
        var line = new ConfigurationBuilder().AddCommandLine(args).Build();
        Known(line.GetChildren(), Sections);
        Known(line.GetSection("ConnectionStrings").GetChildren(), Connections);

        var configuration = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true).AddEnvironmentVariables().AddCommandLine(args).Build();
        try
        {
            var options = configuration.Get<SuiteOptions>() ?? new SuiteOptions();
            options.CacheConnection = configuration.GetConnectionString("cache");
            options.Ports = configuration.GetSection("Ports").Get<PortOptions>(binder => binder.ErrorOnUnknownConfiguration = true) ?? options.Ports;
            foreach (var (name, port) in new[] { ("Ports:Http", options.Ports.Http), ("Ports:Grpc", options.Ports.Grpc) })
                if (port is < 0 or > IPEndPoint.MaxPort)
                    throw new StartupException($"{name} {port} is not a port.");
            return options;
        }
        catch (InvalidOperationException failed)
        {
            throw new StartupException(failed.Message, failed);
        }
    }

    private static void Known(IEnumerable<IConfigurationSection> said, string[] known)
    {
        if (said.FirstOrDefault(s => !known.Contains(s.Key, StringComparer.OrdinalIgnoreCase)) is { } other)
            throw new StartupException($"There is no setting '{other.Path}'; there are {string.Join(", ", known)}.");
    }
}

/// <summary>The ports of the gateway on loopback; 0 for any free one.</summary>
public sealed class PortOptions
{
    /// <summary>Pages and JSON. Default: 8080.</summary>
    public int Http { get; set; } = 8080;

    /// <summary>gRPC in clear text. Default: 8081.</summary>
    public int Grpc { get; set; } = 8081;
}
