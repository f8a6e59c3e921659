using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace PilotPlatform.ServiceDefaults;

/// <summary>Where a service keeps what it may never lose; bound to <c>Data</c>.</summary>
public sealed class DataOptions
{
    /// <summary>Folder under which each service has a folder of its own. Default: <c>.pilotplatform</c> in the working directory.</summary>
    public string Folder { get; set; } = ".pilotplatform";

    /// <summary>PostgreSQL database of the service's ledger, from <c>ConnectionStrings:ledger</c>; goes before the folder. Default: none.</summary>
    public string? Database { get; set; }

    /// <summary>Path of the ledger of a service.</summary>
    public string LedgerOf(string service) => Path.GetFullPath(Path.Combine(Folder, service, "ledger.db"));
}

public static class DataSetup
{
    public static WebApplicationBuilder AddDataFolder(this WebApplicationBuilder builder)
    {
        var database = builder.Configuration.GetConnectionString("ledger");
        builder.AddSettings<DataOptions>("Data")
            .Configure(options => options.Database = database)
            .Validate(options => options.Folder.Length > 0, "Data:Folder must name a folder.");
        return builder;
    }
}
