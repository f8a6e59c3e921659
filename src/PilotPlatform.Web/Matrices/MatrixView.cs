using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Reading;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Web.Matrices;

/// <summary>The matrix, or the rows of it that were asked for.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Verdicts">Verdicts for somebody who has said nothing, by task and city; null unless they were asked for.</param>
/// <param name="Lamps">Lamps of commitments, by task and city; null unless they were asked for.</param>
/// <param name="IsReportingAway">Whether lamps were asked for and cannot be known now.</param>
public sealed record MatrixView(
    Platform Platform,
    MatrixAddress Asked,
    IReadOnlyDictionary<(string Task, string City), Verdict>? Verdicts,
    IReadOnlyDictionary<(string Task, string City), Commitment.Types.Lamp>? Lamps,
    bool IsReportingAway)
{
    public Chapter? Chapter { get; } = Asked.ChapterOf(Platform.Content);

    /// <summary>Filters whose values nothing has; if there are any, no rows are shown.</summary>
    public IReadOnlyList<UnknownFilter> Unknown { get; } = Asked.Unknown(Platform);

    /// <summary>The chapters with the tasks to show; a chapter without any is left out.</summary>
    public IReadOnlyList<(Chapter Chapter, List<PilotTask> Tasks)> Rows =>
        field ??= [.. Platform.Content.Chapters.Where(c => Chapter is null || c.Equals(Chapter))
            .Select(c => (c, Platform.Content.TasksOf(c).Where(IsWanted).ToList())).Where(c => c.Item2.Count > 0)];

    public bool IsFiltered => Chapter is not null || HasTaskFilter || HasCellFilter;

    private bool HasTaskFilter => Asked.WantedForce is not null || Asked.WantedForm is not null;

    private bool HasCellFilter => Asked.WantedState is not null || Verdicts is not null || Lamps is not null;

    public Verdict VerdictOf(PilotTask task, City city) => Verdicts?.GetValueOrDefault((task.Name, ResourceIds.IdOf(city.Name))) ?? default;

    public Commitment.Types.Lamp LampOf(PilotTask task, City city) => Lamps?.GetValueOrDefault((task.Name, ResourceIds.IdOf(city.Name))) ?? default;

    private bool IsWanted(PilotTask task) =>
        (Asked.WantedForce is not { } force || task.PolicyForces.Contains(force))
        && (Asked.WantedForm is not { } form || task.ScopeForm == form)
        && (!HasCellFilter || Platform.Content.Cities.Any(city => IsWanted(task, city)));

    /// <summary>All filters on cells speak of the same cell.</summary>
    private bool IsWanted(PilotTask task, City city) =>
        (Asked.WantedState is not { } state || Platform.Reach(task, city) == state)
        && (Verdicts is null || VerdictOf(task, city) == Asked.WantedVerdict)
        && (Lamps is null || LampOf(task, city) == Asked.WantedLamp);
}
