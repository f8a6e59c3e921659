using System.Buffers;
using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting;

/// <summary>The limits of what may be written, each named by its field in proto spelling.</summary>
public static class Limits
{
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    /// <param name="plan">The plan.</param>
    /// <param name="days">What its days are held against.</param>
    public static Result<Plan> Check(this Plan plan, PlanDays days)
    {
        ImmutableArray<Violation> violations =
        [
            .. Texts.OfALine("commitment.lead_unit", plan.LeadUnit, 100),
            .. days.OfTheWork(plan.DueDate),
            .. Many("commitment.cooperating_units", plan.CooperatingUnits, 20, (field, unit) => Texts.OfALine(field, unit, 100)),
            .. Many("commitment.deliverables", plan.Deliverables, 50, (field, what) => Texts.Violations(field, what, 200)),
            .. Many("commitment.milestones", plan.Milestones, 50, (field, step) =>
                Texts.OfALine($"{field}.title", step.Title, 200).Concat(days.OfAMilestone(field, step, plan))),
        ];
        return violations.IsEmpty ? plan : Fault.Invalid(violations);
    }

    public static Result<Progress> Check(this Progress progress)
    {
        ImmutableArray<Violation> violations =
        [
            .. Period.Problem(progress.Period) is { } none ? [new Violation("progress_report.period", none)] : Array.Empty<Violation>(),
            .. Texts.Violations("progress_report.narrative", progress.Narrative, 4000),
            .. progress.Percent is < 0 or > 100 ? [new Violation("progress_report.progress_percent", $"{progress.Percent} is not between 0 and 100")] : Array.Empty<Violation>(),
            .. Many("progress_report.problems", progress.Problems, 20, (field, problem) => Texts.Violations($"{field}.description", problem.Description, 1000)),
            .. Many("progress_report.evidence", progress.Evidence, 50, (field, evidence) => Check(field, evidence)),
        ];
        return violations.IsEmpty ? progress : Fault.Invalid(violations);
    }

    /// <summary>A document of evidence, whose content may have so many bytes.</summary>
    public static Result<EvidenceDocument> Check(this EvidenceDocument document, long mostBytes)
    {
        ImmutableArray<Violation> violations =
        [
            .. Texts.OfALine("evidence.title", document.Title, 200),
            .. Texts.Violations("evidence.file_name", document.FileName, 200),
            .. document.FileName.AsSpan().ContainsAny('/', '\\') || document.FileName.Any(char.IsControl)
                ? [new Violation("evidence.file_name", "must be a name without a path")] : Array.Empty<Violation>(),
            .. IsMediaType(document.MediaType) ? Texts.Violations("evidence.media_type", document.MediaType, 100)
                : [new Violation("evidence.media_type", $"'{document.MediaType}' is not a media type such as application/pdf")],
            .. document.Reference.Length == 0 ? [] : Texts.Violations("evidence.reference", document.Reference, 500),
            .. IsSha256(document.Sha256) ? Array.Empty<Violation>() : [new Violation("evidence.sha256", "not 64 lower-case hex digits")],
            .. document.Size < 1 ? [new Violation("evidence.size_bytes", "must say how many bytes the content has, at least 1")] : Array.Empty<Violation>(),
        ];
        if (!violations.IsEmpty)
            return Fault.Invalid(violations);
        return document.Size > mostBytes ? Fault.EvidenceTooLarge(document.Size, mostBytes) : document;
    }

    /// <summary>What is wrong with a day that is set ahead: it is behind the last on which work can be due; null for none.</summary>
    internal static Fault? TooLate(string field, DateOnly? day, Moment at) => day > at.Latest ? Fault.Invalid(field, $"{day:yyyy-MM-dd} is after {at.Latest:yyyy-MM-dd}, the last day that may be set ahead") : null;

    /// <summary>Whether a text is a type and a subtype, perhaps with parameters.</summary>
    private static bool IsMediaType(string text) => !text.Any(char.IsControl) && text.Split(';')[0].Split('/') is [{ Length: > 0 } type, { Length: > 0 } subtype]
        && !type.AsSpan().ContainsAnyExcept(TokenCharacters) && !subtype.AsSpan().TrimEnd(' ').ContainsAnyExcept(TokenCharacters);

    /// <summary>Whether a text is a SHA-256 as it is written here: 64 lower-case hex digits.</summary>
    public static bool IsSha256(string text) => text.Length == 64 && !text.AsSpan().ContainsAnyExcept(HexDigits);

    private static IEnumerable<Violation> Check(string field, Evidence evidence)
    {
        foreach (var violation in Texts.Violations($"{field}.title", evidence.Title, 200))
            yield return violation;
        foreach (var violation in evidence.Reference.Length == 0 ? [] : Texts.Violations($"{field}.reference", evidence.Reference, 500))
            yield return violation;
        if (evidence.ContentSha256.Length > 0 && !IsSha256(evidence.ContentSha256))
            yield return new Violation($"{field}.content_sha256", "not 64 lower-case hex digits");
    }

    internal static IEnumerable<Violation> Many<T>(string field, ImmutableArray<T> items, int most, Func<string, T, IEnumerable<Violation>> each) =>
        items.Length > most
            ? [new Violation(field, $"{items.Length} are more than {most}")]
            : items.SelectMany((item, i) => each($"{field}[{i}]", item));
}
