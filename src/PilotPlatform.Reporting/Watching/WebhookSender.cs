using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Subscription = PilotPlatform.Domain.Reporting.Subscription;

namespace PilotPlatform.Reporting;

/// <summary>What came of sending a change.</summary>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Problem">What came of the last try; null if it arrived.</param>
/// <param name="IsUnwanted">Whether the receiver says that it wants nothing any more (410).</param>
public sealed record SendOutcome(int Attempts, string? Problem, bool IsUnwanted);

/// <summary>
/// Posts changes as CloudEvents in structured JSON, signed, to addresses that may be sent to: where a name leads is looked up here and judged,
/// redirections are not followed, and no proxy is asked.
/// </summary>
public sealed class WebhookSender : IDisposable
{
    private const string TypePrefix = "pilotplatform.reporting.v1.";

    private static readonly Uri Source = new("/ledgers/reporting", UriKind.Relative);
    private static readonly JsonEventFormatter Formatter = new();

    private readonly WebhookOptions options;
    private readonly WebhookSecrets secrets;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<IPNetwork> allowed;
    private readonly HttpClient http;
    private readonly ResiliencePipeline once;
    private readonly ResiliencePipeline repeated;

    public WebhookSender(IOptions<ReportingOptions> options, WebhookSecrets secrets, TimeProvider time)
    {
        (this.options, this.secrets, this.time, allowed) = (options.Value.Webhooks, secrets, time, options.Value.Webhooks.Networks);
        http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectCallback = ConnectAsync,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        }) { Timeout = Timeout.InfiniteTimeSpan };
        once = new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(this.options.Timeout).Build();
        repeated = this.options.Attempts == 1 ? once : new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<NotDeliveredException>(e => e.IsWorthAnother).Handle<TimeoutRejectedException>()
                    .Handle<HttpRequestException>(e => e.InnerException is not NotDeliveredException),
                MaxRetryAttempts = this.options.Attempts - 1,
                BackoffType = DelayBackoffType.Exponential,
                Delay = this.options.FirstDelay,
                MaxDelay = this.options.LongestDelay,
                UseJitter = true,
            })
            .AddPipeline(once)
            .Build();
    }

    /// <summary>Sends a change, as often as it may be tried.</summary>
    public Task<SendOutcome> SendAsync(Subscription subscription, Change change, CancellationToken cancellation) => SendAsync(repeated, subscription, change, cancellation);

    /// <summary>Sends a change, trying once.</summary>
    public Task<SendOutcome> SendOnceAsync(Subscription subscription, Change change, CancellationToken cancellation) => SendAsync(once, subscription, change, cancellation);

    public void Dispose() => http.Dispose();

    private async Task<SendOutcome> SendAsync(ResiliencePipeline pipeline, Subscription subscription, Change change, CancellationToken cancellation)
    {
        var (attempts, body, mediaType) = (0, Encode(change, out var contentType), contentType);
        try
        {
            await pipeline.ExecuteAsync(
                async token =>
                {
                    attempts++;
                    await PostAsync(subscription, change, body, mediaType, token);
                },
                cancellation);
            return new SendOutcome(attempts, Problem: null, IsUnwanted: false);
        }
        catch (Exception failed) when (failed is HttpRequestException or NotDeliveredException or TimeoutRejectedException or IOException)
        {
            var cause = failed.InnerException as NotDeliveredException ?? failed;
            return new SendOutcome(attempts, cause is TimeoutRejectedException ? $"no answer in {options.Timeout}" : cause.Message, cause is NotDeliveredException { IsUnwanted: true });
        }
    }

    private async Task PostAsync(Subscription subscription, Change change, ReadOnlyMemory<byte> body, string mediaType, CancellationToken cancellation)
    {
        var (id, now) = (IdOf(change), time.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Address)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(mediaType) } },
            Headers =
            {
                { "webhook-id", id },
                { "webhook-timestamp", now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture) },
                { "webhook-signature", secrets.Sign(subscription, id, now, body.Span) },
            },
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (!answer.IsSuccessStatusCode)
            throw new NotDeliveredException($"answered {(int)answer.StatusCode}") { IsUnwanted = answer.StatusCode == HttpStatusCode.Gone };
    }

    private static string IdOf(Change change) => change.Position.ToString(CultureInfo.InvariantCulture);

    private static ReadOnlyMemory<byte> Encode(Change change, out string mediaType)
    {
        var told = new CloudEvent
        {
            Id = IdOf(change),
            Source = Source,
            Type = TypePrefix + change.Kind,
            Subject = change.Subject,
            Time = change.RecordTime.ToDateTimeOffset(),
            DataContentType = "application/json",
            Data = JsonDocument.Parse(JsonFormatter.Default.Format(change)).RootElement,
        };
        var body = Formatter.EncodeStructuredModeMessage(told, out var contentType);
        mediaType = contentType.ToString();
        return body;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellation);
        if (Array.Find(addresses, address => !WebhookAddress.Admits(address, allowed)) is { } inside)
            throw new NotDeliveredException($"'{context.DnsEndPoint.Host}' leads to {inside}, which is not of the public Internet") { IsWorthAnother = false };

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A change did not arrive, for a reason other than the network.</summary>
    private sealed class NotDeliveredException(string problem) : Exception(problem)
    {
        public bool IsUnwanted { get; init; }

        public bool IsWorthAnother { get => field && !IsUnwanted; init; } = true;
    }
}
