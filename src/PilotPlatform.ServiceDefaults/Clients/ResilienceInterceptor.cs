using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Core.Interceptors;
using PilotPlatform.Contracts;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace PilotPlatform.ServiceDefaults.Clients;

/// <summary>
/// Every call gets a deadline; calls that may be repeated (methods marked NO_SIDE_EFFECTS, and writes that carry a
/// <c>request_id</c>) are retried with jitter while the service is away; a breaker lets a service that is down come back.
/// </summary>
internal sealed class ResilienceInterceptor : Interceptor
{
    /// <summary>Deadline of a call that has none.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(10);

    private static readonly FrozenSet<string> ReadMethods =
        Contract.Services.SelectMany(service => service.Methods)
            .Where(m => m.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects)
            .Select(m => $"/{m.Service.FullName}/{m.Name}").ToFrozenSet(StringComparer.Ordinal);

    private readonly TimeProvider time;
    private readonly ResiliencePipeline once;
    private readonly ResiliencePipeline repeated;

    public ResilienceInterceptor(TimeProvider time)
    {
        this.time = time;
        var breaker = new CircuitBreakerStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<RpcException>(e => e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded && !e.IsThere()),
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(2),
        };
        once = new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(breaker).Build();
        repeated = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(e => e.IsBehind()), // the next replica may have it
                MaxRetryAttempts = 1,
                Delay = TimeSpan.Zero,
            })
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<RpcException>(e => e.StatusCode == StatusCode.Unavailable && !e.IsBehind()),
                MaxRetryAttempts = 3,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(50),
                UseJitter = true,
            })
            .AddPipeline(once)
            .Build();
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var options = context.Options.Deadline is null
            ? context.Options.WithDeadline(time.GetUtcNow().UtcDateTime + DefaultDeadline)
            : context.Options;
        var bounded = new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, options);
        var pipeline = MayRepeat(context.Method.FullName, request) ? repeated : once;
        AsyncUnaryCall<TResponse>? last = null;

        return new AsyncUnaryCall<TResponse>(
            CallAsync(),
            HeadersAsync(),
            () => last?.GetStatus() ?? new Status(StatusCode.Unavailable, "The call was not sent."),
            () => last?.GetTrailers() ?? [],
            () => last?.Dispose());

        async Task<TResponse> CallAsync()
        {
            try
            {
                return await pipeline.ExecuteAsync(async _ => await (last = continuation(request, bounded)).ResponseAsync, options.CancellationToken);
            }
            catch (BrokenCircuitException)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The service has been failing and is left alone for a moment."));
            }
        }

        async Task<Metadata> HeadersAsync() => last is null ? [] : await last.ResponseHeadersAsync;
    }

    private static bool MayRepeat(string method, object request) =>
        ReadMethods.Contains(method)
        || (request is IMessage message
            && message.Descriptor.FindFieldByName("request_id") is { } field
            && field.Accessor.GetValue(message) is string { Length: > 0 });
}
