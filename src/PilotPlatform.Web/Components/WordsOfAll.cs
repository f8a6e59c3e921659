using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Components;

/// <summary>Words that the decisions of all cities rest on: a page quotes them once, with a number by which the cities refer to them.</summary>
public sealed class WordsOfAll
{
    private WordsOfAll(IReadOnlyList<Citation> quotes) => Quotes = quotes;

    /// <summary>The words, in the order of the first decision.</summary>
    public IReadOnlyList<Citation> Quotes { get; }

    public static WordsOfAll Of(IReadOnlyList<Decision> decisions) => new(decisions.Count < 2 ? [] : [.. WordsOf(decisions[0]).Distinct().Where(words => decisions.Skip(1).All(decision => WordsOf(decision).Contains(words)))]);

    /// <summary>The number of words that all have in common; null for words that some do not rest on.</summary>
    public int? NumberOf(Citation? words)
    {
        for (var at = 0; at < Quotes.Count; at++)
            if (Quotes[at].Equals(words))
                return at + 1;
        return null;
    }

    private static IEnumerable<Citation> WordsOf(Decision decision) =>
        decision.Reach.Citations.Concat(decision.Pending.Concat(decision.Clauses.SelectMany(clause => clause.Pending)).Select(pending => pending.Citation)).Concat(decision.Clauses.Select(clause => clause.Citation)).OfType<Citation>();
}
