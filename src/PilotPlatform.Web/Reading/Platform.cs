using System.Collections.Frozen;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Components;

namespace PilotPlatform.Web.Reading;

/// <summary>What every page says of what it was made from.</summary>
/// <param name="Edition">Name of the edition that is current.</param>
/// <param name="RuleSet">Name of the rule set; empty while the scope service cannot be asked, or if it does not read the edition that is shown.</param>
/// <param name="RuledEdition">Name of the edition that is decided with: it lags behind a new one until a rule set reads that. Empty as the rule set is.</param>
public sealed record PageFrame(string Edition, string RuleSet, string RuledEdition)
{
    /// <summary>Name of the edition whose words are shown.</summary>
    public string Shown { get; init; } = Edition;

    /// <summary>True if the active rule set does not read the edition that is shown.</summary>
    public bool IsUnruled { get; init; }

    /// <summary>The time whose edition was asked for; null for none.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>True if an edition is shown that is not current because the active rule set does not read the current one.</summary>
    public bool IsLagging { get; init; }
}

/// <summary>The programme, what an edition of it says, and whom each of its tasks reaches: all of one edition.</summary>
/// <param name="programme">The programme as the edition has it.</param>
/// <param name="content">What the edition says.</param>
/// <param name="ruled">Whom the tasks of the edition reach; null if the active rule set does not read it.</param>
/// <param name="current">Name of the edition that is current.</param>
/// <param name="asOf">The time whose edition was asked for; null for none.</param>
/// <param name="isNow">True if it is the edition that is decided with now, which addresses need not name.</param>
public sealed class Platform(Programme programme, EditionContent content, ReachMatrix? ruled, string current, bool isNow, DateTimeOffset? asOf = null)
{
    private readonly ReachMatrix matrix = ruled ?? new ReachMatrix { Total = new ReachMatrix.Types.Total() };

    private readonly FrozenDictionary<string, int> columns =
        (ruled?.Cities ?? []).Select((city, column) => (city, column)).ToFrozenDictionary(c => c.city, c => c.column, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ReachMatrix.Types.Row> rows = (ruled?.Rows ?? []).ToFrozenDictionary(r => r.PilotTask, StringComparer.Ordinal);

    public Programme Programme => programme;

    public EditionContent Content => content;

    public ReachMatrix.Types.Total Total => matrix.Total;

    public PageFrame Frame { get; } = new(current, ruled?.RuleSet ?? "", ruled?.Edition ?? "") { Shown = programme.Edition, IsUnruled = ruled is null, IsLagging = isNow && programme.Edition != current, AsOf = asOf };

    /// <summary>True if the active rule set reads the edition; otherwise nothing is said of whom its tasks reach.</summary>
    public bool HasRules => ruled is not null;

    /// <summary>True if it is the edition that is decided with now, which commitments and reports are about.</summary>
    public bool IsNow => isNow;

    /// <summary>What decisions are asked with, so that they are of the same edition and rules, and of acts no older; null if there are no rules.</summary>
    public ReadState? State { get; } = ruled is null ? null : new ReadState { Edition = ruled.Edition, RuleSet = ruled.RuleSet, MinimumToken = ruled.ConsistencyToken };

    /// <summary>Whether whom the tasks reach is of the rule set of a state, and of no fewer acts and no earlier day; of none, it is.</summary>
    public bool IsAsNewAs(AnswerState? state) => state is null
        || (ruled is not null && ruled.RuleSet == state.RuleSet && ruled.ActsPosition >= state.ActsPosition
            && (state.AsOfDate is null || (ruled.AsOfDate is not null && string.CompareOrdinal(ruled.AsOfDate.Iso(), state.AsOfDate.Iso()) >= 0)));

    /// <summary>A page in the edition that is shown.</summary>
    public string At(string page) => isNow ? page : $"{page}?edition={ResourceIds.IdOf(programme.Edition)}";

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
