using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>A task, decided for each city of the programme.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Task">The task.</param>
/// <param name="Decisions">One decision a city, in the order of the cities.</param>
/// <param name="Commitments">Its commitments; null if the reporting service cannot be asked, which does not mean that there are none.</param>
/// <param name="Source">The lines of the source around it.</param>
public sealed record TaskView(
    Platform Platform, PilotTask Task, IReadOnlyList<Decision> Decisions, IReadOnlyList<Commitment>? Commitments, IReadOnlyList<EditionSource.Types.Line> Source);

/// <summary>A city and what it has committed itself to.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="City">The city.</param>
/// <param name="Commitments">Its commitments; null if the reporting service cannot be asked.</param>
public sealed record CityView(Platform Platform, City City, IReadOnlyList<Commitment>? Commitments);

public sealed record ProvinceView(Platform Platform, Province Province);

public sealed record ChapterView(Platform Platform, Chapter Chapter);

public sealed record EditionsView(PageFrame Frame, IReadOnlyList<Edition> Editions);

public sealed record EditionView(PageFrame Frame, Edition Edition);

public sealed record GlossaryView(PageFrame Frame, IReadOnlyList<GlossaryTerm> Terms);

public sealed record RuleSetView(PageFrame Frame, RuleSet RuleSet);

/// <summary>The matrix, or the rows of it that were asked for.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Chapter">Only tasks of this chapter; null for all.</param>
/// <param name="State">Only tasks that stand so in at least one city; null for all.</param>
public sealed record MatrixView(Platform Platform, Chapter? Chapter, Reach.Types.State? State)
{
    /// <summary>The chapters with the tasks to show; a chapter without any is left out.</summary>
    public IEnumerable<(Chapter Chapter, List<PilotTask> Tasks)> Rows =>
        Platform.Content.Chapters.Where(c => Chapter is null || c.Equals(Chapter))
            .Select(c => (c, Platform.Content.TasksOf(c).Where(IsWanted).ToList())).Where(c => c.Item2.Count > 0);

    /// <summary>A filter that names nothing is no filter.</summary>
    public static MatrixView Of(Platform platform, string? chapter, string? state) => new(
        platform,
        platform.Content.Chapters.FirstOrDefault(c => ResourceIds.IdOf(c.Name) == chapter),
        Enum.TryParse<Reach.Types.State>(state, out var wanted) && Enum.IsDefined(wanted) && wanted != default ? wanted : null);

    private bool IsWanted(PilotTask task) => State is not { } state || Platform.Content.Cities.Any(city => Platform.Reach(task, city) == state);
}
