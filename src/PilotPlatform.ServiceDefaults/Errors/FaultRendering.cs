using System.Globalization;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using PilotPlatform.Domain;
using Status = Google.Rpc.Status;

namespace PilotPlatform.ServiceDefaults.Errors;

/// <summary>
/// Gives each kind of refusal its voice: a <c>google.rpc.Status</c> with exactly one ErrorInfo, whose reason is a value of
/// the package's <c>ErrorReason</c>, and the detail that AIP-193 wants for its code.
/// </summary>
public static class FaultRendering
{
    /// <summary>Most characters of a text: it may repeat what was sent, and trailers have a limit.</summary>
    private const int LongestText = 500;

    /// <summary>Most bytes of all violations together: they go in a trailer, of which many a client takes 16 KB, and as base64.</summary>
    private const int LongestViolations = 6000;

    private static readonly Duration RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1));

    /// <param name="fault">The refusal.</param>
    /// <param name="package">The proto package that refuses, such as <c>pilotplatform.catalog.v1</c>.</param>
    public static Status ToStatus(this Fault fault, string package)
    {
        var (code, detail) = fault.Kind switch
        {
            FaultKind.Invalid => (Code.InvalidArgument, Any.Pack(BadRequest(fault))),
            FaultKind.Missing => (Code.NotFound, Any.Pack(new ResourceInfo { ResourceName = Short(fault.Subject), Description = Short(fault.Message) })),
            FaultKind.Exists => (Code.AlreadyExists, Any.Pack(new ResourceInfo { ResourceName = Short(fault.Subject), Description = Short(fault.Message) })),
            FaultKind.Stale => (Code.Aborted, null),
            FaultKind.Forbidden => (Code.FailedPrecondition, Any.Pack(PreconditionFailure(fault))),
            FaultKind.NotReady or FaultKind.Away => (Code.Unavailable, Any.Pack(RetryInfo(fault))),
            FaultKind.OverLimit => (Code.ResourceExhausted, fault.RetryAfter is null ? null : Any.Pack(RetryInfo(fault))), // what is too large will be too large again
            FaultKind.Unauthenticated => (Code.Unauthenticated, null),
            FaultKind.Denied => (Code.PermissionDenied, null),
            FaultKind.Late => (Code.DeadlineExceeded, null),
            _ => throw new InvalidOperationException($"A fault of kind {fault.Kind} has no rendering."),
        };

        var info = new ErrorInfo { Reason = fault.Reason, Domain = package };
        if (!fault.Suggestions.IsDefaultOrEmpty)
            info.Metadata.Add("suggestions", string.Join(", ", fault.Suggestions));
        if (fault.Why is ({ Length: > 0 } chinese, { Length: > 0 } english))
        {
            info.Metadata.Add("scope_reason", Short(chinese));
            info.Metadata.Add("english_scope_reason", Short(english));
        }

        var status = new Status { Code = (int)code, Message = Short(fault.ToString()), Details = { Any.Pack(info) } };
        if (detail is not null)
            status.Details.Add(detail);
        return status;
    }

    /// <summary>A defect of ours: the caller gets the trace id under which the log has it, and nothing of its inside.</summary>
    public static Status Internal(string package, string traceId) => new()
    {
        Code = (int)Code.Internal,
        Message = "The service failed; its log has the failure under the trace id.",
        Details = { Any.Pack(new ErrorInfo { Reason = FaultReason.Internal, Domain = package, Metadata = { { "trace_id", traceId } } }) },
    };

    /// <summary>A text cut to its first characters, none of them in half.</summary>
    private static string Short(string text) =>
        text.Length <= LongestText ? text : text[..(char.IsHighSurrogate(text[LongestText - 2]) ? LongestText - 2 : LongestText - 1)] + "…";

    private static RetryInfo RetryInfo(Fault fault) =>
        new() { RetryDelay = fault.RetryAfter is { } delay ? Duration.FromTimeSpan(delay) : RetryDelay };

    /// <summary>The violations, as many as fit; at least one, and how many more there are.</summary>
    private static BadRequest BadRequest(Fault fault)
    {
        var violations = fault.Violations.IsDefaultOrEmpty ? [new Violation(fault.Subject, fault.Message)] : fault.Violations;
        var (request, room) = (new BadRequest(), LongestViolations);
        foreach (var (subject, problem) in violations)
        {
            var said = new BadRequest.Types.FieldViolation { Field = Short(subject), Description = Short(problem), Reason = fault.Reason };
            room -= Encoding.UTF8.GetByteCount(said.Field) + Encoding.UTF8.GetByteCount(said.Description) + said.Reason.Length;
            if (room < 0 && request.FieldViolations.Count > 0)
            {
                request.FieldViolations.Add(new BadRequest.Types.FieldViolation
                {
                    Field = Short(fault.Subject),
                    Description = string.Create(CultureInfo.InvariantCulture, $"and {violations.Length - request.FieldViolations.Count} more"),
                    Reason = fault.Reason,
                });
                break;
            }

            request.FieldViolations.Add(said);
        }

        return request;
    }

    private static PreconditionFailure PreconditionFailure(Fault fault) => new()
    {
        Violations =
        {
            new PreconditionFailure.Types.Violation { Type = fault.Reason, Subject = Short(fault.Subject), Description = Short(fault.Message) },
        },
    };
}
