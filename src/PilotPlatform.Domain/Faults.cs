using System.Collections.Immutable;

namespace PilotPlatform.Domain;

/// <summary>Several refusals at once.</summary>
public static class Faults
{
    /// <summary>All of these at once, each field as its own fault says it; one of them as it is, and null of none. A fault that is of no field comes first and alone.</summary>
    public static Fault? All(IEnumerable<Fault?> faults)
    {
        ImmutableArray<Fault> real = [.. faults.OfType<Fault>()];
        if (real.IsEmpty)
            return null;
        if (real.FirstOrDefault(f => f.Kind != FaultKind.Invalid) is { } other)
            return other;
        return real is [var only] ? only : Fault.Invalid([.. real.SelectMany(Violations)]);
    }

    /// <summary>The value, if nothing else that was said with it is refused; all of it at once if it is.</summary>
    public static Result<T> Besides<T>(this Result<T> read, params IEnumerable<Fault?> others) => All([read.Fault, .. others]) is { } fault ? fault : read;

    /// <summary>The value; a refusal in its place tells what else is wrong.</summary>
    public static Result<T> Telling<T>(this Result<T> read, params IEnumerable<Fault?> others) => read.IsOk ? read : read.Besides(others);

    private static IEnumerable<Violation> Violations(Fault fault) => fault.Violations.IsDefaultOrEmpty
        ? [new Violation(fault.Subject, fault.Message.StartsWith($"{fault.Subject}: ", StringComparison.Ordinal) ? fault.Message[(fault.Subject.Length + 2)..] : fault.Message)]
        : fault.Violations;
}
