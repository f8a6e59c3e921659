using System.Collections.Frozen;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Catalogue.Comparison;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog;

/// <summary>How the passages of an edition read in the first one. A passage that the edition still has elsewhere is no earlier wording of another.</summary>
internal sealed class EarlierWordings
{
    private readonly Edition first;
    private readonly FrozenSet<string> kept;
    private readonly FrozenDictionary<int, PilotTask[]> tasks;
    private readonly FrozenDictionary<Span, PassageChange> passages;

    public EarlierWordings(Edition first, Edition edition, ScopeGrammar grammar)
    {
        this.first = first;
        kept = edition.Passages().Concat(edition.Duties).Concat(edition.Cities.Select(c => c.Direction).OfType<Passage>()).Select(p => p.Squeezed).ToFrozenSet(StringComparer.Ordinal);
        var changes = ReferenceEquals(first, edition) ? null : EditionComparison.Of(first, edition, grammar);
        tasks = (changes?.Tasks ?? []).Where(c => c.After is not null)
            .ToFrozenDictionary(c => c.After!.Number, c => c.CarriedFrom.Select(number => first.Tasks[number - 1]).ToArray());
        passages = (changes?.Passages ?? []).Where(c => c.Before is not null && c.After is not null).ToFrozenDictionary(c => c.After!.Span);
    }

    /// <summary>The tasks of the first edition that a task carries on; none for one that is new.</summary>
    public IEnumerable<PilotTask> OfTask(PilotTask task) => tasks.GetValueOrDefault(task.Number, []);

    /// <summary>How a passage outside the task list reads otherwise than it did; null for one that does not, or is new.</summary>
    public PassageChange? OfPassage(Passage passage) => passages.GetValueOrDefault(passage.Span);

    /// <param name="which">The passages that stand in the first edition where the passage stands in this.</param>
    public IEnumerable<Passage> Of(Func<Edition, IEnumerable<Passage?>> which) => which(first).OfType<Passage>().Where(p => !kept.Contains(p.Squeezed));
}
