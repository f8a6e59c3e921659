using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>Where the text of a task holds the conditions that its rule has read out of it.</summary>
internal static class RuleBounds
{
    /// <summary>Stretches of the source, from the left; none if the rule reads another edition.</summary>
    public static IReadOnlyList<SourceSpan> Of(Rule rule, PilotTask task) =>
    [
        .. rule.Clauses.SelectMany(clause => Leaves(clause.Condition)).Select(leaf => leaf.Citation).OfType<Citation>()
            .Where(c => c.Part == Citation.Types.Part.Text && c.Edition == task.Edition)
            .Select(c => (c.StartOffset, c.EndOffset)).Distinct().OrderBy(c => c.StartOffset).ThenByDescending(c => c.EndOffset)
            .Select(c => new SourceSpan { StartOffset = c.StartOffset, EndOffset = c.EndOffset }),
    ];

    private static IEnumerable<Condition> Leaves(Condition? condition) => condition?.KindCase switch
    {
        null => [],
        Condition.KindOneofCase.AllOf => condition.AllOf.Conditions.SelectMany(Leaves),
        Condition.KindOneofCase.AnyOf => condition.AnyOf.Conditions.SelectMany(Leaves),
        Condition.KindOneofCase.Not => Leaves(condition.Not),
        _ => [condition],
    };
}
