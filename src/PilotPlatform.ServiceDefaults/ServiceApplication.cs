using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace PilotPlatform.ServiceDefaults;

/// <summary>The service cannot start; the message is for people and says what to mend.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A service of the suite as an application: how it is made and how it ends.</summary>
public static class ServiceApplication
{
    /// <summary>
    /// A builder with the service defaults, whose settings lie beside the program, wherever it is started from; environment and
    /// command line go before them.
    /// </summary>
    /// <param name="service">Name of the service, as other services find it.</param>
    /// <param name="args">The command line.</param>
    /// <param name="settings">Settings that go before all others, of a host that runs several services.</param>
    /// <param name="environment">The environment, where nothing says another; Production if this says nothing either.</param>
    public static WebApplicationBuilder CreateBuilder(
        string service, string[] args, IEnumerable<KeyValuePair<string, string?>>? settings = null, string? environment = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = SaidEnvironment(args) ?? environment,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        return builder.AddServiceDefaults(service);
    }

    /// <summary>Runs until it is told to stop. A start that fails for a reason one can mend is one sentence on standard error.</summary>
    /// <returns>The exit code: 0 for a clean end, 1 for a start that failed.</returns>
    public static async Task<int> RunServiceAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception failed) when (Explain(failed) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static string? SaidEnvironment(string[] args) => new ConfigurationBuilder()
        .AddEnvironmentVariables("DOTNET_").AddEnvironmentVariables("ASPNETCORE_").AddCommandLine(args).Build()["environment"];

    /// <summary>The sentence for a failed start; null for a defect of ours, which keeps its stack trace.</summary>
    public static string? Explain(Exception failed) => failed switch
    {
        StartupException or OptionsValidationException => failed.Message,
        { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } => $"A port cannot be used: {failed.Message}",
        IOException { InnerException: not null } => failed.Message,
        AggregateException many => many.InnerExceptions.Select(Explain).FirstOrDefault(sentence => sentence is not null),
        _ => null,
    };
}
