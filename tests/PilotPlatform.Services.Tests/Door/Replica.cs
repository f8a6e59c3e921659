using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>A server of the tests in the place of a service: it says who it is and what it was asked, and can be slow.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly WebApplication app;

    private Replica(WebApplication app) => this.app = app;

    /// <summary>Requests that a caller made, with their headers.</summary>
    public ConcurrentQueue<IHeaderDictionary> Asked { get; } = new();

    /// <summary>Whether it is well.</summary>
    public bool IsReady { get; set; } = true;

    /// <summary>Set when a request that is never answered has come, and when it has been given up.</summary>
    public (TaskCompletionSource Came, TaskCompletionSource GivenUp) Slow { get; } =
        (new(TaskCreationOptions.RunContinuationsAsynchronously), new(TaskCreationOptions.RunContinuationsAsynchronously));

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public static async Task<Replica> StartAsync(string address = "http://127.0.0.1:0")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(address);
        var app = builder.Build();
        var replica = new Replica(app);
        app.Run(replica.AnswerAsync);
        await app.StartAsync();
        return replica;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/ready")
        {
            context.Response.StatusCode = IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return;
        }

        Asked.Enqueue(new HeaderDictionary(context.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)));
        if (context.Request.Path.StartsWithSegments("/v1/programmes/slow", StringComparison.Ordinal))
        {
            context.RequestAborted.Register(() => Slow.GivenUp.TrySetResult());
            Slow.Came.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        if (context.Request.Path.StartsWithSegments("/v1/programmes/dead", StringComparison.Ordinal))
        {
            context.Abort();
            return;
        }

        if (context.Request.Path.StartsWithSegments("/v1/programmes/half", StringComparison.Ordinal))
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("{\"half\":");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.WriteAsJsonAsync(new { at = context.Request.Path.Value });
    }
}
