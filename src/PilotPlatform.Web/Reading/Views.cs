using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Charts;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Reading;

/// <summary>A task, decided for each city of the programme.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Task">The task.</param>
/// <param name="Decisions">One decision a city, in the order of the cities; none if the active rule set does not read the edition.</param>
/// <param name="Commitments">Its commitments; null if the reporting service cannot be asked, which does not mean that there are none.</param>
/// <param name="Source">The lines of the source around it.</param>
/// <param name="Acts">Acts on it, revoked ones too, oldest first.</param>
/// <param name="Bounds">Where its text holds conditions, as the rule set reads it.</param>
public sealed record TaskView(
    Platform Platform,
    PilotTask Task,
    IReadOnlyList<Decision> Decisions,
    IReadOnlyList<Commitment>? Commitments,
    IReadOnlyList<EditionSource.Types.Line> Source,
    IReadOnlyList<Act> Acts,
    IReadOnlyList<SourceSpan> Bounds);

/// <summary>A city and what it has committed itself to.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="City">The city.</param>
/// <param name="Commitments">Its commitments; null if the reporting service cannot be asked.</param>
/// <param name="Progress">How the programme goes; null if the reporting service cannot be asked.</param>
public sealed record CityView(Platform Platform, City City, IReadOnlyList<Commitment>? Commitments, ProgressFigures? Progress);

public sealed record ProvinceView(Platform Platform, Province Province, ProgressFigures? Progress);

/// <summary>The programme at a glance.</summary>
public sealed record HomeView(Platform Platform, ProgressFigures? Progress);

public sealed record ChapterView(Platform Platform, Chapter Chapter);

/// <summary>Editions, the newest first.</summary>
public sealed record EditionsView(PageFrame Frame, IReadOnlyList<Edition> Editions)
{
    /// <summary>The time that was asked about; null for now.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>The edition that another replaced when it first became current; null for the first.</summary>
    public Edition? ReplacedBy(Edition edition) => Editions
        .SelectMany(e => e.CurrentTimes.Select(time => (Edition: e, Time: time.ToDateTimeOffset())))
        .Where(c => edition.CurrentTimes.Count > 0 && c.Time < edition.CurrentTimes[0].ToDateTimeOffset())
        .OrderBy(c => c.Time).LastOrDefault().Edition;
}

/// <summary>An edition.</summary>
/// <param name="Frame">What pages are made from now.</param>
/// <param name="Edition">The edition.</param>
/// <param name="Problems">What was wrong with a form; null for nothing.</param>
public sealed record EditionView(PageFrame Frame, Edition Edition, StepProblems? Problems = null);

public sealed record GlossaryView(PageFrame Frame, IReadOnlyList<GlossaryTerm> Terms);

public sealed record RuleSetView(PageFrame Frame, RuleSet RuleSet);
