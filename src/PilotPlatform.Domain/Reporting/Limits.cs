using System.Buffers;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting;

/// <summary>The limits of what may be written, each named by its field in proto spelling.</summary>
public static class Limits
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    public static Result<Plan> Check(this Plan plan)
    {
        ImmutableArray<Violation> violations =
        [
            .. Text("commitment.lead_unit", plan.LeadUnit, 100),
            .. Many("commitment.cooperating_units", plan.CooperatingUnits, 20, (field, unit) => Text(field, unit, 100)),
            .. Many("commitment.deliverables", plan.Deliverables, 50, (field, what) => Text(field, what, 200)),
            .. Many("commitment.milestones", plan.Milestones, 50, (field, step) =>
                Text($"{field}.title", step.Title, 200).Concat(step.DueDate > plan.DueDate
                    ? [new Violation($"{field}.due_date", $"{step.DueDate:yyyy-MM-dd} is after the commitment is due, {plan.DueDate:yyyy-MM-dd}")]
                    : [])),
        ];
        return violations.IsEmpty ? plan : Fault.Invalid(violations);
    }

    public static Result<Progress> Check(this Progress progress)
    {
        ImmutableArray<Violation> violations =
        [
            .. Period.Parse("progress_report.period", progress.Period).Fault is { } fault ? [new Violation(fault.Subject, fault.Message)] : Array.Empty<Violation>(),
            .. Text("progress_report.narrative", progress.Narrative, 4000),
            .. progress.Percent is < 0 or > 100 ? [new Violation("progress_report.progress_percent", $"{progress.Percent} is not between 0 and 100")] : Array.Empty<Violation>(),
            .. Many("progress_report.problems", progress.Problems, 20, (field, problem) => Text($"{field}.description", problem.Description, 1000)),
            .. Many("progress_report.evidence", progress.Evidence, 50, (field, evidence) => Check(field, evidence)),
        ];
        return violations.IsEmpty ? progress : Fault.Invalid(violations);
    }

    private static IEnumerable<Violation> Check(string field, Evidence evidence)
    {
        foreach (var violation in Text($"{field}.title", evidence.Title, 200))
            yield return violation;
        foreach (var violation in evidence.Reference.Length == 0 ? [] : Text($"{field}.reference", evidence.Reference, 500))
            yield return violation;
        if (evidence.ContentSha256.Length > 0 && (evidence.ContentSha256.Length != 64 || evidence.ContentSha256.AsSpan().ContainsAnyExcept(HexDigits)))
            yield return new Violation($"{field}.content_sha256", "not 64 lower-case hex digits");
    }

    private static IEnumerable<Violation> Text(string field, string text, int most)
    {
        if (string.IsNullOrWhiteSpace(text))
            yield return new Violation(field, "must not be empty");
        else if (text.Length > most)
            yield return new Violation(field, $"{text.Length} characters are more than {most}");
        else if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || text.Contains('\ufffd', StringComparison.Ordinal))
            yield return new Violation(field, "holds control characters or damaged ones");
    }

    private static IEnumerable<Violation> Many<T>(string field, ImmutableArray<T> items, int most, Func<string, T, IEnumerable<Violation>> each) =>
        items.Length > most
            ? [new Violation(field, $"{items.Length} are more than {most}")]
            : items.SelectMany((item, i) => each($"{field}[{i}]", item));
}
