using System.Collections.Frozen;
using System.Globalization;
using Google.Protobuf.Reflection;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Api;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Errors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Every call that has one question and one answer has a deadline: its own, in the header of gRPC, else the default. The services keep the
/// one of gRPC; that of JSON is kept here. A stream lasts as long as its caller wants, and no longer than the gateway.
/// </summary>
internal static class Deadlines
{
    private const string Header = "grpc-timeout";

    /// <summary>A time that is shorter is over before anything could be asked.</summary>
    private static readonly TimeSpan Soonest = TimeSpan.FromMicroseconds(10);

    public static void UseDeadlines(this WebApplication app, IReadOnlyList<ServiceDescriptor> services)
    {
        var streams = Methods(services, m => m.IsServerStreaming);
        var unary = Methods(services, m => !m.IsServerStreaming && !m.IsClientStreaming);
        var isStreamed = HttpRules.IsStreamed(services);
        var most = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value.Deadline;
        var time = app.Services.GetRequiredService<TimeProvider>();
        var draining = app.Services.GetRequiredService<Draining>();
        var asHeader = string.Create(CultureInfo.InvariantCulture, $"{(long)most.TotalMilliseconds}m");
        app.Use(next => context =>
        {
            var (isGrpc, path) = (context.Request.IsGrpc(), context.Request.Path);
            if (isGrpc ? streams.Contains(path.Value!) : isStreamed(context.Request))
            {
                context.MayBeSilent();
                return EndAsync(context, next, draining.StreamsEnd);
            }

            if (isGrpc ? !unary.Contains(path.Value!) : !path.StartsWithSegments("/v1", StringComparison.Ordinal))
                return next(context);

            var given = context.Request.Headers[Header].ToString();
            if (given.Length > 0 && (Read(given) is not { } own || (own == TimeSpan.Zero && !isGrpc))) // a client of gRPC that is late already says 0n
                return context.RefuseAsync(Fault.Invalid(Header, $"'{given}' is not a time such as 5S"), RefusedRequests.Door);
            if (given.Length > 0 && Read(given) < Soonest)
                return context.RefuseAsync(Fault.Late(Read(given)!.Value), isGrpc ? null : RefusedRequests.Door);
            context.MayBeSilent(Read(given) ?? most);
            if (!isGrpc)
                return KeepAsync(context, next, Read(given) ?? most, time);
            if (given.Length == 0)
                context.Request.Headers[Header] = asHeader;
            return next(context);
        });
    }

    /// <summary>Gives a call up that takes longer.</summary>
    private static async Task KeepAsync(HttpContext context, RequestDelegate next, TimeSpan deadline, TimeProvider time)
    {
        var left = context.RequestAborted;
        using var late = new CancellationTokenSource(deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(left, late.Token);
        context.RequestAborted = either.Token;
        var isGivenUp = false;
        try
        {
            await next(context);
            isGivenUp = context.GetForwarderErrorFeature() is not null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !left.IsCancellationRequested) // before the call was sent on
        {
            isGivenUp = true;
        }
        finally
        {
            context.RequestAborted = left;
        }

        if (isGivenUp && late.IsCancellationRequested && !left.IsCancellationRequested && !context.Response.HasStarted)
        {
            context.Response.Clear();
            await context.RefuseAsync(Fault.Late(deadline), RefusedRequests.Door);
        }
    }

    /// <summary>Ends a stream when the gateway ends: a gRPC client is told to go on elsewhere, any other finds it cut off.</summary>
    private static async Task EndAsync(HttpContext context, RequestDelegate next, CancellationToken end)
    {
        var left = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(left, end);
        context.RequestAborted = either.Token;
        if (context.Request.IsProgramsGrpc() && context.Features.Get<IHttpResetFeature>() is { } reset)
            context.Features.Set<IHttpResetFeature>(new HeldReset(reset, end));
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = left;
        }

        if (!end.IsCancellationRequested || left.IsCancellationRequested || context.GetForwarderErrorFeature() is null || !context.Request.IsProgramsGrpc())
            return;
        var fault = Fault.Away("the gateway");
        if (context.Response.HasStarted)
            context.AppendTrailers(fault);
        else
            await context.RefuseAsync(fault);
    }

    private static FrozenSet<string> Methods(IEnumerable<ServiceDescriptor> services, Func<MethodDescriptor, bool> which) =>
        services.SelectMany(s => s.Methods).Where(which).Select(m => $"/{m.Service.FullName}/{m.Name}").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>A number of at most eight digits and a unit, as the protocol has it; null for anything else.</summary>
    private static TimeSpan? Read(string given)
    {
        if (given.Length is < 2 or > 9 || !int.TryParse(given.AsSpan(0, given.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        return given[^1] switch
        {
            'H' => Bounded(count, TimeSpan.FromHours(1)),
            'M' => Bounded(count, TimeSpan.FromMinutes(1)),
            'S' => Bounded(count, TimeSpan.FromSeconds(1)),
            'm' => TimeSpan.FromMilliseconds(count),
            'u' => TimeSpan.FromMicroseconds(count),
            'n' => TimeSpan.FromTicks((count + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
    }

    /// <summary>No timer is set for longer than a day, and no call lasts that long.</summary>
    private static TimeSpan Bounded(int count, TimeSpan unit) => count > TimeSpan.FromDays(1) / unit ? TimeSpan.FromDays(1) : count * unit;

    /// <summary>A stream that ends with the gateway is not reset: it gets its trailers yet.</summary>
    private sealed class HeldReset(IHttpResetFeature reset, CancellationToken end) : IHttpResetFeature
    {
        public void Reset(int errorCode)
        {
            if (!end.IsCancellationRequested)
                reset.Reset(errorCode);
        }
    }
}
