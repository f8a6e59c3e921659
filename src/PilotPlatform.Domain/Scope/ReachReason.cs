using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Says in both languages why a scope reaches a city or not, and cites the words.</summary>
internal static class ReachReason
{
    public static Reach Of(ReachState state, TaskRule rule, ScopeCity city, ImmutableArray<Condition.ActRecorded> pending, CompiledRuleSet rules)
    {
        var note = new Citation(CitedPart.Note, rules.Source.Note!);
        var scope = rule.Scope.Words.Verbatim;
        var count = rules.Source.Cities.Length;
        var pilot = rules.Source.Cities.Any(c => c.Id == city.Id);
        var byNote = rule.Reach.Leaves().OfType<Condition.CityIn>().Any(c => c.Citation.Part == CitedPart.Note);
        ImmutableArray<Citation> settled = [.. rule.Reach.Leaves().OfType<Condition.ActRecorded>().Select(a => a.Citation)];
        var asked = string.Concat(settled.Select(c => $"“{c.Words.Verbatim}”"));

        var (reason, citations) = (state, pilot, byNote) switch
        {
            (ReachState.DoesNotApply, false, _) => (
                new Bilingual(
                    $"{city.Name}不在{count}个试点城市之列，见附注。",
                    $"{city.English} is not one of the {count} pilot cities; see the note."),
                (ImmutableArray<Citation>)[note, rule.Scope]),
            (ReachState.DoesNotApply, true, _) => (
                new Bilingual(
                    $"适用范围为“{scope}”，不含{city.Short}。",
                    $"The scope reads “{scope}” and does not name {city.English}."),
                [rule.Scope]),
            (ReachState.Applies, _, _) when settled.Length > 0 => (
                new Bilingual(
                    $"适用范围为“{scope}”，其中{asked}已有记录，适用于{city.Short}。",
                    $"The scope reads “{scope}”; what it asks for in {asked} has been recorded, so it reaches {city.English}."),
                [rule.Scope, .. settled]),
            (ReachState.Applies, _, true) => (
                new Bilingual(
                    $"适用范围为“{scope}”，按附注适用于{count}个试点城市全域，含{city.Short}。",
                    $"The scope reads “{scope}”, which by the note covers the whole territory of the {count} pilot cities, {city.English} among them."),
                [rule.Scope, note]),
            (ReachState.Applies, _, false) => (
                new Bilingual($"适用范围为“{scope}”，含{city.Short}。", $"The scope reads “{scope}” and names {city.English}."),
                [rule.Scope]),
            _ => (
                new Bilingual(
                    $"适用范围为“{scope}”，待定：{string.Join("；", pending.Select(p => p.Question.Chinese))}。",
                    $"The scope reads “{scope}”. Undetermined: {string.Join(" ", pending.Select(p => p.Question.English))}"),
                [rule.Scope, .. pending.Select(p => p.Citation)]),
        };
        return new Reach(state, rule.ScopeForm, reason, citations, pending);
    }
}
