using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Scope;

/// <summary>What a catalogue of facts has to be.</summary>
internal static partial class FactRules
{
    public static void Check(ImmutableArray<Fact> facts, ImmutableArray<Violation>.Builder violations)
    {
        foreach (var twice in facts.CountBy(f => f.Id).Where(f => f.Value > 1))
            violations.Add(new Violation($"fact {twice.Key}", "two facts have this id"));
        foreach (var fact in facts)
        {
            foreach (var (field, problem) in Problems(fact))
                violations.Add(new Violation($"fact {fact.Id}, {field}", problem));
        }
    }

    private static IEnumerable<(string Field, string Problem)> Problems(Fact fact)
    {
        if (!KebabCase().IsMatch(fact.Id))
            yield return ("id", "is not in kebab case");
        if (string.IsNullOrWhiteSpace(fact.Question.Chinese) || string.IsNullOrWhiteSpace(fact.Question.English))
            yield return ("question", "must be asked in both languages");
        if (fact.Type == FactType.Enumeration != (fact.Values.Length > 0))
            yield return ("values", fact.Type == FactType.Enumeration ? "an enumeration needs values" : "only an enumeration has values");
        foreach (var twice in fact.Values.CountBy(v => v.Id).Where(v => v.Value > 1))
            yield return ("values", $"the value '{twice.Key}' stands {twice.Value} times");
        foreach (var value in fact.Values.Where(v => !KebabCase().IsMatch(v.Id)))
            yield return ("values", $"'{value.Id}' is not in kebab case");
        if (fact.Type is not (FactType.Integer or FactType.BasisPoints) && (fact.Minimum ?? fact.Maximum) is not null)
            yield return ("minimum", "only a number has bounds");
        if (fact.Minimum > fact.Maximum)
            yield return ("minimum", "lies above the maximum");
        if (fact.Type == FactType.BasisPoints && (fact.Minimum < 0 || fact.Maximum > 10_000))
            yield return ("maximum", "a share lies between 0 and 10,000 basis points");
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KebabCase();
}
