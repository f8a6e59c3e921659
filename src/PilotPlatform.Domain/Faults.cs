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
        return real is [var only] ? only : Fault.Invalid([.. real.Select(f => new Violation(f.Subject, f.Message.StartsWith($"{f.Subject}: ", StringComparison.Ordinal) ? f.Message[(f.Subject.Length + 2)..] : f.Message))]);
    }
}
