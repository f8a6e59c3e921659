using Microsoft.Extensions.FileProviders;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Gateway;

/// <summary>
/// The file with the routes, read again when it changes; one that cannot be read then leaves the routes as they are, and a line in the log. It is watched
/// for as long as the gateway lives, and no longer: a machine has few watchers.
/// </summary>
internal sealed partial class RoutesFile(PhysicalFileProvider files, string path) : IHostedService, IDisposable
{
    private ILogger? logger;

    /// <summary>Adds the file to what is configured.</summary>
    /// <exception cref="StartupException">It cannot be read.</exception>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.AddSettings<GatewayOptions>("Gateway");
        var path = Path.GetFullPath(builder.Configuration["Gateway:Routes"] ?? new GatewayOptions().Routes);
        try
        {
            var file = new RoutesFile(new PhysicalFileProvider(Path.GetDirectoryName(path)!), path);
            file.ReadInto(builder.Configuration);
            builder.Services.AddHostedService(services => file.LoggingTo(services.GetRequiredService<ILogger<RoutesFile>>()));
        }
        catch (Exception failed) when (failed is IOException or InvalidDataException)
        {
            throw new StartupException($"Gateway:Routes {path} cannot be read: {(failed.InnerException ?? failed).Message}", failed);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => files.Dispose();

    private void ReadInto(IConfigurationBuilder configuration) => configuration.AddJsonFile(source =>
    {
        (source.FileProvider, source.Path, source.ReloadOnChange) = (files, Path.GetFileName(path), true);
        source.OnLoadException = failed =>
        {
            if (logger is not null)
                Log.Unread(logger, path, (failed.Exception.InnerException ?? failed.Exception).Message); // it is thrown on, so that nobody takes the routes for read
        };
    });

    private RoutesFile LoggingTo(ILogger log)
    {
        logger = log;
        return this;
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The routes in {Path} cannot be read, and stay as they were: {Problem}")]
        public static partial void Unread(ILogger logger, string path, string problem);
    }
}
