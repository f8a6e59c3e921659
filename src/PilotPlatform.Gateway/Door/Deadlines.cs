using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>Every call that has one answer has a deadline: its own, else the default. A stream lasts as long as its caller wants.</summary>
internal static class Deadlines
{
    private const string Header = "grpc-timeout";

    public static void UseDeadlines(this WebApplication app, IEnumerable<ServiceDescriptor> services)
    {
        var streams = services.SelectMany(s => s.Methods).Where(m => m.IsServerStreaming || m.IsClientStreaming).Select(m => $"/{m.Service.FullName}/{m.Name}").ToFrozenSet(StringComparer.Ordinal);
        var deadline = app.Services.GetRequiredService<IOptions<LimitOptions>>().Value.Deadline;
        var asHeader = string.Create(CultureInfo.InvariantCulture, $"{(long)deadline.TotalMilliseconds}m");
        app.Use((context, next) =>
        {
            if (!context.Request.IsGrpc() || streams.Contains(context.Request.Path))
                return next(context);
            if (context.Request.Headers[Header].ToString() is not { Length: > 0 } given)
                context.Request.Headers[Header] = asHeader;
            else if (!IsTimeout(given))
                return context.RefuseAsync(Fault.Invalid(Header, $"'{given}' is not a time such as 5S"), RefusedRequests.Door);
            return next(context);
        });
    }

    /// <summary>At most eight digits and a unit, as the protocol has it.</summary>
    private static bool IsTimeout(string given) => given.Length is >= 2 and <= 9 && "HMSmun".Contains(given[^1], StringComparison.Ordinal) && given[..^1].All(char.IsAsciiDigit);
}
