using System.Collections.Frozen;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>What every page says at its foot: from which edition and rule set it was made.</summary>
/// <param name="Edition">Name of the edition.</param>
/// <param name="RuleSet">Name of the rule set; empty while the scope service cannot be asked.</param>
/// <param name="RuledEdition">Name of the edition that the rule set is compiled against; it may lag behind a new one for a moment.</param>
public sealed record PageFrame(string Edition, string RuleSet, string RuledEdition);

/// <summary>The programme, what its edition says, and whom each of its tasks reaches.</summary>
public sealed class Platform(Programme programme, EditionContent content, ReachMatrix matrix)
{
    private readonly FrozenDictionary<string, int> columns =
        matrix.Cities.Select((city, column) => (city, column)).ToFrozenDictionary(c => c.city, c => c.column, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ReachMatrix.Types.Row> rows = matrix.Rows.ToFrozenDictionary(r => r.PilotTask, StringComparer.Ordinal);

    public Programme Programme => programme;

    public EditionContent Content => content;

    public ReachMatrix.Types.Total Total => matrix.Total;

    public PageFrame Frame { get; } = new(programme.Edition, matrix.RuleSet, matrix.Edition);

    /// <summary>How the reach stands; unspecified for a task or city that the scope service does not know yet.</summary>
    public Reach.Types.State Reach(PilotTask task, City city) =>
        rows.TryGetValue(task.Name, out var row) && columns.TryGetValue(city.Name, out var column) ? row.States[column] : default;

    public ReachMatrix.Types.Total TotalOf(City city) =>
        columns.TryGetValue(city.Name, out var column) ? matrix.CityTotals[column] : new ReachMatrix.Types.Total();

    /// <summary>Totals of some tasks over all cities.</summary>
    public ReachMatrix.Types.Total TotalOf(IEnumerable<PilotTask> tasks)
    {
        var counts = tasks.SelectMany(task => content.Cities.Select(city => Reach(task, city))).CountBy(state => state).ToDictionary();
        return new ReachMatrix.Types.Total
        {
            AppliesCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.Applies),
            DoesNotApplyCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.DoesNotApply),
            AwaitsActCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.AwaitsAct),
            UnderStudyCount = counts.GetValueOrDefault(Contracts.ScopeRules.V1.Reach.Types.State.UnderStudy),
        };
    }
}
