using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;
using Core = PilotPlatform.Domain.Catalogue;
using Comparison = PilotPlatform.Domain.Catalogue.Comparison;

namespace PilotPlatform.Catalog.Comparing;

/// <summary>A comparison of two editions as a message, with the words that changed.</summary>
internal sealed class ComparisonRendering(ProgrammeName programme, Core.ScopeGrammar scopes)
{
    /// <param name="before">The earlier edition.</param>
    /// <param name="after">The later edition, published or not.</param>
    /// <param name="name">Name of the later edition; empty if it is not published.</param>
    /// <param name="includeUnchanged">True to have the tasks without a change too.</param>
    public EditionComparison Render(Core.Edition before, Core.Edition after, string name, bool includeUnchanged)
    {
        var comparison = Comparison.EditionComparison.Of(before, after, scopes);
        return new EditionComparison
        {
            BaseEdition = programme.Edition(before.Id),
            Edition = name,
            TaskChanges = { comparison.Tasks.Where(t => includeUnchanged || !IsUnchanged(t)).Select(Render) },
            PassageChanges = { comparison.Passages.Select(p => new PassageChange
            {
                Key = p.Key,
                BaseKey = p.BaseKey ?? "",
                Kind = (PassageChange.Types.Kind)(p.Kind + 1),
                Segments = { Segments(p.Before, p.After) },
            }) },
            GainedCities = { comparison.CitiesGained.Select(programme.City) },
            LostCities = { comparison.CitiesLost.Select(programme.City) },
            UnchangedCount = comparison.Tasks.Count(IsUnchanged),
        };
    }

    private static bool IsUnchanged(Comparison.TaskChange task) => task.Kinds.IsEmpty && task.CarryOver == Comparison.CarryOver.Same;

    private TaskChange Render(Comparison.TaskChange task) => new()
    {
        Kinds = { task.Kinds.Select(k => (TaskChange.Types.Kind)(k + 1)) },
        BaseNumber = task.Before?.Number ?? 0,
        Number = task.After?.Number ?? 0,
        TextSegments = { Segments(task.Before?.Text, task.After?.Text) },
        ScopeSegments = { Segments(task.Before?.Scope, task.After?.Scope) },
        CellChanges =
        {
            task.Cells.Select(c => new CellChange
            {
                City = programme.City(c.City),
                Before = (CellChange.Types.Cell)(c.Before + 1),
                After = (CellChange.Types.Cell)(c.After + 1),
            }),
        },
        CarryOver = (CarryOver)(task.CarryOver + 1),
        CarriedToNumbers = { task.CarriedTo },
        CarriedFromNumbers = { task.CarriedFrom },
    };

    /// <summary>The words before and after in their normalised form, which are compared; none if they are the same.</summary>
    private static IEnumerable<TextSegment> Segments(Passage? before, Passage? after) =>
        before?.Normalized == after?.Normalized ? [] : TextDiff.Of(before?.Normalized ?? "", after?.Normalized ?? "");
}
