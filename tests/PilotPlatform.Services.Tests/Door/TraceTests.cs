using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests.Door;

/// <summary>A caller's trace goes on behind the gateway.</summary>
public sealed class TraceTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Traceparent_OfACaller_ReachesTheServiceByWayOfTheGatewaysSpan()
    {
        await using var service = await Replica.StartAsync();
        await using var gateway = await OwnGateway.StartAsync(suite, TimeProvider.System, ("Services:catalog:http:0", service.Address));
        using var spans = new Spans();
        using var http = gateway.HttpAs(null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/programmes")
        {
            Headers = { { "traceparent", $"00-{spans.Trace}-{Spans.Caller}-01" }, { "tracestate", "caller=1" } },
        };
        using var answer = await http.SendAsync(request, Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var arrived = Assert.Single(service.Asked);
        Assert.Equal("caller=1", arrived["tracestate"].ToString());
        var parent = ActivityContext.Parse(arrived.TraceParent.ToString(), null);
        Assert.Equal(spans.Trace, parent.TraceId.ToHexString());
        Assert.Contains(await spans.SomeAsync(1), span => span.ParentSpanId.ToHexString() == Spans.Caller);
        Assert.NotEqual(Spans.Caller, parent.SpanId.ToHexString());
    }

    /// <summary>Through the gateway to the scope rules, whose spans hang together up to the caller's.</summary>
    [Fact]
    public async Task Call_OverTheGateway_IsOneTraceFromCallerToService()
    {
        using var spans = new Spans();
        var headers = new Metadata { { "traceparent", $"00-{spans.Trace}-{Spans.Caller}-01" } };
        using var client = suite.As("auditor");

        await client.ScopeRules.DecideAsync(new DecideRequest { PilotTask = $"{RunningSuite.Programme}/pilotTasks/1", City = "suzhou" }, headers, cancellationToken: Stop);
        await client.Catalog.ListChaptersAsync(new ListChaptersRequest { Parent = RunningSuite.Programme }, headers, cancellationToken: Stop);

        var all = await spans.SomeAsync(4); // of the gateway and of a service, for each call
        var known = all.Select(s => s.SpanId.ToHexString()).Append(Spans.Caller).ToHashSet(StringComparer.Ordinal);
        Assert.All(all, span => Assert.Contains(span.ParentSpanId.ToHexString(), known));
        Assert.Equal(2, all.Count(span => span.ParentSpanId.ToHexString() == Spans.Caller));
    }

    /// <summary>The spans of one trace, as a collector would get them.</summary>
    private sealed class Spans : IDisposable
    {
        public const string Caller = "00f067aa0ba902b7";

        private readonly ConcurrentQueue<Activity> ended = new();
        private readonly ActivityListener listener;

        public Spans()
        {
            listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is "Microsoft.AspNetCore" or "System.Net.Http" or "Yarp.ReverseProxy",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.Parent.TraceId.ToHexString() == Trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId.ToHexString() == Trace)
                        ended.Enqueue(activity);
                },
            };
            ActivitySource.AddActivityListener(listener);
        }

        public string Trace { get; } = ActivityTraceId.CreateRandom().ToHexString();

        /// <summary>All that ended, once there are as many and each has its parent, or after a while: a span of a server ends a little after its answer.</summary>
        public async Task<Activity[]> SomeAsync(int least)
        {
            for (var tries = 0; ended.Count < least || (tries < 250 && !IsWhole()); tries++)
                await Task.Delay(20, Stop);
            return [.. ended];
        }

        private bool IsWhole()
        {
            var known = ended.Select(span => span.SpanId.ToHexString()).Append(Caller).ToHashSet(StringComparer.Ordinal);
            return ended.All(span => known.Contains(span.ParentSpanId.ToHexString()));
        }

        public void Dispose() => listener.Dispose();
    }
}
