using System.Text.Json;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Gateway;

/// <summary>The file with the routes. What was last read of it stands until routes that can be read take its place.</summary>
internal sealed class RoutesFile(string path) : ConfigurationProvider, IConfigurationSource
{
    private const string Routes = "ReverseProxy:Routes:";

    private byte[] taken = [];

    /// <summary>Where it lies.</summary>
    public string Path => path;

    /// <summary>Adds the file to what is configured, to be read again when it changes.</summary>
    /// <exception cref="StartupException">It cannot be read.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.AddSettings<GatewayOptions>("Gateway");
        var file = new RoutesFile(System.IO.Path.GetFullPath(builder.Configuration["Gateway:Routes"] ?? new GatewayOptions().Routes));
        try
        {
            file.Refresh();
        }
        catch (Exception failed) when (IsUnread(failed))
        {
            throw new StartupException($"Gateway:Routes {file.Path} cannot be read: {failed.Message}", failed);
        }

        builder.Configuration.Sources.Add(file);
        builder.Services.AddSingleton(file);
        builder.Services.AddHostedService<RoutesWatch>();
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    /// <summary>Whether an exception says that the file cannot be read, and not that we cannot read.</summary>
    public static bool IsUnread(Exception failed) => failed is IOException or UnauthorizedAccessException or JsonException or FormatException or InvalidDataException;

    /// <summary>Reads the file, and puts its routes in the place of those before if it is not as it was.</summary>
    /// <returns>Whether it is not as it was.</returns>
    /// <exception cref="Exception">It cannot be read (<see cref="IsUnread"/>), or names no route. The routes are as before.</exception>
    public bool Refresh()
    {
        var content = File.ReadAllBytes(path);
        if (content.AsSpan().SequenceEqual(taken))
            return false;
        using var stream = new MemoryStream(content);
        var read = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().Where(each => each.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase);
        if (!read.Keys.Any(key => key.StartsWith(Routes, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidDataException("It names no route.");
        (taken, Data) = (content, read);
        OnReload();
        return true;
    }
}

/// <summary>
/// Looks at the file with the routes every second. A watcher of the machine would hear of it sooner, but not of a file that a link leads to, as in Kubernetes, nor
/// of one on a share; and a machine has few of them.
/// </summary>
internal sealed partial class RoutesWatch(RoutesFile file, TimeProvider time, ILogger<RoutesWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string? told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        try
        {
            if (file.Refresh() || told is not null)
                Log.Taken(logger, file.Path);
            told = null;
        }
        catch (Exception failed) when (RoutesFile.IsUnread(failed))
        {
            if (told != failed.Message) // once, and not every second
                Log.Unread(logger, file.Path, failed.Message);
            told = failed.Message;
        }
        catch (AggregateException failed)
        {
            Log.NotHeard(logger, failed, file.Path); // of whoever was told of the change: the others were, too
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "The routes are those of {Path} as it is now")]
        public static partial void Taken(ILogger logger, string path);

        [LoggerMessage(Level = LogLevel.Error, Message = "The routes are those of {Path} as it is now, but not everything that reads settings took them")]
        public static partial void NotHeard(ILogger logger, Exception exception, string path);

        [LoggerMessage(Level = LogLevel.Error, Message = "The routes in {Path} cannot be read, and stay as they were: {Problem}")]
        public static partial void Unread(ILogger logger, string path, string problem);
    }
}
