using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.ServiceDefaults;

/// <summary>What a gRPC method asks about its caller.</summary>
public static class CallContext
{
    /// <summary>Who makes the call.</summary>
    public static Caller Caller(this ServerCallContext context) => context.GetHttpContext().Caller();

    /// <summary>Who makes the call, as the ledger records it.</summary>
    public static string Author(this ServerCallContext context) => context.Caller().Subject;

    /// <summary>The trace that the call belongs to, as the caller's <c>traceparent</c> says where none is recorded here; empty if there is none.</summary>
    public static string TraceId(this ServerCallContext context) => Activity.Current is { } activity ? activity.TraceId.ToHexString()
        : ActivityContext.TryParse(context.RequestHeaders.GetValue("traceparent"), traceState: null, out var parent) ? parent.TraceId.ToHexString()
        : "";

    /// <summary>True for a call whose answer goes over the wire as bytes rather than as JSON: gRPC is posted, whatever a transcoded GET says of the content that it has not.</summary>
    public static bool IsBinary(this ServerCallContext context) => context.GetHttpContext().Request is var request
        && HttpMethods.IsPost(request.Method) && request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;

    /// <summary>When the credentials of the call expire; null for those that do not.</summary>
    public static DateTimeOffset? CredentialsEnd(this ServerCallContext context) =>
        context.GetHttpContext().Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc;

    /// <summary>Goes on only if the caller may; to be asked before anything is looked up, so that the refusal cannot tell what exists.</summary>
    /// <param name="context">The call.</param>
    /// <param name="right">What the caller wants to do.</param>
    /// <param name="city">Id of the city it is for; null for what is no single city's.</param>
    /// <exception cref="FaultException">The caller has no right to it (PERMISSION_DENIED), or did not sign in (UNAUTHENTICATED).</exception>
    public static Caller Demand(this ServerCallContext context, Right right, string? city = null) => context.Caller().Demand(right, city).Value;
}
