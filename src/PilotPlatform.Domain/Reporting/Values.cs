using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Reporting;

/// <summary>A period of reporting: a month as <c>2026-11</c> or a quarter as <c>2026-Q4</c>.</summary>
public readonly record struct Period(int Year, int? Month, int? Quarter)
{
    public const int EarliestYear = 2000;

    public static Result<Period> Parse(string field, string text) => Find(text) is { } period ? period : Fault.Invalid(field, Problem(text)!);

    /// <summary>What is wrong with a text that is to be a period; null if nothing is.</summary>
    public static string? Problem(string text) => Find(text) is null ? $"'{text}' is neither a month such as 2026-11 nor a quarter such as 2026-Q4" : null;

    private static Period? Find(string text)
    {
        if (text.Length == 7 && text[4] == '-' && Number(text[..4]) is { } year and >= EarliestYear)
        {
            if (text[5] == 'Q' && Number(text[6..]) is { } quarter and >= 1 and <= 4)
                return new Period(year, null, quarter);
            if (Number(text[5..]) is { } month and >= 1 and <= 12)
                return new Period(year, month, null);
        }

        return null;
    }

    public DateOnly FirstDay => new(Year, Month ?? ((Quarter!.Value - 1) * 3) + 1, 1);

    public DateOnly LastDay => FirstDay.AddMonths(Month is null ? 3 : 1).AddDays(-1);

    /// <summary>The period of the same length so many before this one.</summary>
    public Period Before(int count)
    {
        var first = FirstDay.AddMonths(Month is null ? -3 * count : -count);
        return Month is null ? new Period(first.Year, null, ((first.Month - 1) / 3) + 1) : new Period(first.Year, first.Month, null);
    }

    public bool Contains(DateOnly day) => day >= FirstDay && day <= LastDay;

    public override string ToString() => Month is { } month
        ? string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{month:00}")
        : string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-Q{Quarter}");

    private static int? Number(string text) =>
        char.IsAsciiDigit(text[^1]) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>A step on the way with a day of its own.</summary>
public sealed record Milestone(string Title, DateOnly DueDate, DateOnly? ReachedDate);

/// <summary>Who does it by when: what a city assigns when it takes a task apart (任务分解).</summary>
public sealed record Plan(
    string LeadUnit,
    ImmutableArray<string> CooperatingUnits,
    DateOnly DueDate,
    ImmutableArray<Milestone> Milestones,
    ImmutableArray<string> Deliverables);

/// <summary>The answer of the scope service that a commitment rests on.</summary>
public sealed record Basis(string Edition, string RuleSet, long ActsPosition, string Reason, ImmutableArray<string> Quotes)
{
    /// <summary>The reason in English; empty where the ledger does not have it.</summary>
    public string EnglishReason { get; init; } = "";
}

public enum ProblemLevel
{
    City,
    Province,
    Ministry,
}

/// <summary>A problem that others have to help with (堵点).</summary>
public sealed record Problem(string Description, ProblemLevel Level);

/// <summary>What shows progress: where it is found, and the hash of its content if that is at hand.</summary>
public sealed record Evidence(string Title, string Reference, string ContentSha256);

/// <summary>What is reported for a period (办理反馈).</summary>
public sealed record Progress(
    string Period, string Narrative, int Percent, ImmutableArray<Problem> Problems, ImmutableArray<Evidence> Evidence);
