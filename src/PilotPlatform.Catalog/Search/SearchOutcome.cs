using System.Collections.Frozen;
using System.Collections.Immutable;

namespace PilotPlatform.Catalog.Search;

/// <summary>A document that fits, by its place in the index.</summary>
public readonly record struct Hit(int Document, float Score);

/// <summary>A word that stands nowhere, and the words alike that were searched instead; none if there are none.</summary>
public sealed record Correction(string Word, ImmutableArray<string> Replacements);

/// <summary>What was found.</summary>
/// <param name="Total">How many documents fit.</param>
/// <param name="Best">Those of the page, the best first; equally good ones in the order of the index.</param>
/// <param name="Counts">For each facet how many hits have each value, were the facet's own filter not there.</param>
/// <param name="Corrections">Words that stand nowhere.</param>
/// <param name="Ignored">Words that carry no meaning, and are asked of no document.</param>
/// <param name="Highlights">What to mark in hits.</param>
/// <param name="Suggestions">If nothing fits, queries that find something when no filter is set.</param>
public sealed record SearchOutcome(
    int Total,
    IReadOnlyList<Hit> Best,
    ImmutableArray<ImmutableArray<int>> Counts,
    ImmutableArray<Correction> Corrections,
    ImmutableArray<string> Ignored,
    HighlightTerms Highlights,
    ImmutableArray<string> Suggestions)
{
    /// <summary>At most so many suggestions are given,</summary>
    public const int MostSuggestions = 5;

    /// <summary>and so many queries tried for them.</summary>
    public const int MostTried = 60;
}

/// <summary>What a query marks in a hit.</summary>
/// <param name="Runs">Runs of Chinese characters.</param>
/// <param name="Words">Words as they stand.</param>
/// <param name="Stems">Stems of English words.</param>
/// <param name="Numbers">Numbers of tasks.</param>
public sealed record HighlightTerms(
    ImmutableArray<string> Runs, FrozenSet<string> Words, FrozenSet<string> Stems, ImmutableArray<int> Numbers);
