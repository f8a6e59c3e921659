using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Comparison;

/// <summary>What became of a task between two editions; one task can be several at once.</summary>
public enum TaskChangeKind
{
    Added,
    Removed,
    Renumbered,
    Moved,
    TextChanged,
    ScopeChanged,
}

/// <summary>How commitments on a task can be carried over to a later edition; a suggestion to people, who decide.</summary>
public enum CarryOver
{
    /// <summary>The words are the same, and the scope means the same cities on the same terms.</summary>
    Same,

    /// <summary>The words are the same, the scope lost cities.</summary>
    Narrower,

    /// <summary>The words are the same, the scope gained cities.</summary>
    Wider,

    /// <summary>The words, the cities or what the scope asks for are others; whether it is still the same task is for people to say.</summary>
    Changed,

    /// <summary>The task was cut into several.</summary>
    Split,

    /// <summary>The task became part of one that others became part of too.</summary>
    Merged,

    /// <summary>No task of the later edition carries it on.</summary>
    None,
}

/// <summary>The scope of a task stands otherwise to a city than before.</summary>
public sealed record CellChange(string City, ScopeCell Before, ScopeCell After);

/// <summary>A task of the one edition and the task of the other that is it; null on the side that has none.</summary>
/// <param name="Before">The task of the earlier edition.</param>
/// <param name="After">The task of the later edition.</param>
/// <param name="Kinds">What changed.</param>
/// <param name="Cells">The cities to which the scope stands otherwise: that of a part against that of its whole, before or after.</param>
/// <param name="CarryOver">How commitments can be carried over.</param>
/// <param name="CarriedTo">Numbers of the later tasks that carry the earlier one on.</param>
/// <param name="CarriedFrom">Numbers of the earlier tasks that the later one carries on.</param>
public sealed record TaskChange(
    PilotTask? Before, PilotTask? After, ImmutableArray<TaskChangeKind> Kinds, ImmutableArray<CellChange> Cells, CarryOver CarryOver,
    ImmutableArray<int> CarriedTo, ImmutableArray<int> CarriedFrom);

/// <summary>What became of a passage outside the task list.</summary>
public enum PassageChangeKind
{
    Added,
    Removed,

    /// <summary>The words are the same behind another number, such as 九、 for 八、.</summary>
    Renumbered,
    Changed,
}

/// <summary>A passage outside the task list that reads otherwise than before; null on the side that has none.</summary>
/// <param name="Key">Which passage it is, such as <c>sections/1/paragraphs/2</c>; which it was, if it was removed.</param>
/// <param name="BaseKey">Which passage it was; null if it is new.</param>
/// <param name="Before">Its words before.</param>
/// <param name="After">Its words after.</param>
public sealed record PassageChange(string Key, string? BaseKey, Passage? Before, Passage? After)
{
    public PassageChangeKind Kind => (Before, After) switch
    {
        (null, _) => PassageChangeKind.Added,
        (_, null) => PassageChangeKind.Removed,
        var (before, after) => NumberedPassage.WordsOf(before) == NumberedPassage.WordsOf(after) ? PassageChangeKind.Renumbered : PassageChangeKind.Changed,
    };
}

/// <summary>What a later edition says otherwise than an earlier one.</summary>
/// <param name="Tasks">Every task of both, those without a change too, in the order of the later edition; those removed last.</param>
/// <param name="Passages">Passages outside the task list that changed.</param>
/// <param name="CitiesGained">Ids of the cities that only the later edition has.</param>
/// <param name="CitiesLost">Ids of the cities that only the earlier edition has.</param>
public sealed record EditionComparison(
    ImmutableArray<TaskChange> Tasks, ImmutableArray<PassageChange> Passages, ImmutableArray<string> CitiesGained, ImmutableArray<string> CitiesLost)
{
    public static EditionComparison Of(Edition before, Edition after, ScopeGrammar grammar)
    {
        var (old, now) = (before.Cities.Select(c => c.Place.Id).ToImmutableArray(), after.Cities.Select(c => c.Place.Id).ToImmutableArray());
        return new EditionComparison(
            TaskChanges.Of(before, after, grammar), PassageChanges.Of(before, after), [.. now.Except(old, StringComparer.Ordinal)], [.. old.Except(now, StringComparer.Ordinal)]);
    }
}
