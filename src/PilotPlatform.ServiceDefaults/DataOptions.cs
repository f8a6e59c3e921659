using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PilotPlatform.ServiceDefaults;

/// <summary>Where a service keeps what it may never lose; bound to <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>Folder under which each service has a folder of its own. Default: <c>.pilotplatform</c> in the working directory.</summary>
    public string Folder { get; set; } = ".pilotplatform";

    /// <summary>Path of the ledger of a service.</summary>
    public string LedgerOf(string service) => Path.GetFullPath(Path.Combine(Folder, service, "ledger.db"));
}

public static class DataSetup
{
    /// <summary>Adds <see cref="DataOptions"/>; refuses a ledger elsewhere than in SQLite files rather than quietly using one.</summary>
    public static WebApplicationBuilder AddDataFolder(this WebApplicationBuilder builder)
    {
        var elsewhere = !string.IsNullOrEmpty(builder.Configuration.GetConnectionString("ledger"));
        builder.Services.AddOptions<DataOptions>().Bind(builder.Configuration.GetSection("Data"))
            .Validate(options => options.Folder.Length > 0, "Data:Folder must name a folder.")
            .Validate(_ => !elsewhere, "ConnectionStrings:ledger is set, but this version keeps its ledgers in SQLite files under Data:Folder only.")
            .ValidateOnStart();
        return builder;
    }
}
