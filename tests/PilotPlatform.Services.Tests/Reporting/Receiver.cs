using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>A receiver of webhooks on loopback: it takes what its <see cref="Answer"/> says and remembers everything that was sent.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication app;

    private Receiver(WebApplication app) => this.app = app;

    /// <summary>The status it answers with.</summary>
    public int Answer { get; set; } = StatusCodes.Status204NoContent;

    /// <summary>Everything that was sent, whatever was answered.</summary>
    public ConcurrentQueue<Sent> Everything { get; } = new();

    public string Address => app.Urls.Single() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = new Receiver(builder.Build());
        receiver.app.MapPost("/hook", receiver.TakeAsync);
        receiver.app.MapPost("/elsewhere", () => Results.Redirect("/hook"));
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The changes that were taken, once there are so many.</summary>
    public async Task<IReadOnlyList<Sent>> TakenAsync(int count)
    {
        while (Everything.Count(s => s.WasTaken) < count)
            await Task.Delay(20, RunningSuite.Stop);
        return [.. Everything.Where(s => s.WasTaken)];
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<IResult> TakeAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var answer = Answer;
        Everything.Enqueue(new Sent(
            request.ContentType ?? "", request.Headers["webhook-id"].ToString(), request.Headers["webhook-timestamp"].ToString(), request.Headers["webhook-signature"].ToString(),
            await reader.ReadToEndAsync(), answer < 300));
        return Results.StatusCode(answer);
    }

    /// <summary>One message as it came.</summary>
    internal sealed record Sent(string ContentType, string Id, string Timestamp, string Signature, string Body, bool WasTaken)
    {
        public JsonObject Event => JsonNode.Parse(Body)!.AsObject();

        /// <summary>Whether one of the signatures is by a secret, as a receiver finds out.</summary>
        public bool IsSignedWith(string secret)
        {
            var key = Convert.FromBase64String(secret["whsec_".Length..]);
            var signature = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Id}.{Timestamp}.{Body}")));
            return Signature.Split(' ').Contains(signature);
        }
    }
}
