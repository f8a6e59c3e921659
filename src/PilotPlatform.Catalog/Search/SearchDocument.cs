using System.Collections.Immutable;

namespace PilotPlatform.Catalog.Search;

/// <summary>A task, or a passage outside the table, as it is indexed.</summary>
/// <param name="Number">Number by which it is asked for, of a task or a chapter; null for another passage.</param>
/// <param name="Text">Its words as they stand.</param>
/// <param name="Scope">Its scope as it stands; empty if it has none.</param>
/// <param name="TextEnglish">Translation of its words; empty if there is none.</param>
/// <param name="ScopeEnglish">Translation of its scope; empty if there is none.</param>
/// <param name="Facets">For each facet of the index the values it has, by their place in the facet.</param>
public sealed record SearchDocument(
    int? Number, string Text, string Scope, string TextEnglish, string ScopeEnglish, ImmutableArray<ImmutableArray<int>> Facets);

/// <summary>A facet: the values that documents can have, as filters write them.</summary>
public sealed record Facet(ImmutableArray<string> Values)
{
    /// <summary>The place of a value; -1 if the facet has none such.</summary>
    public int Find(string value) => Values.IndexOf(value);
}

/// <summary>A filter: for each facet the values that are wanted, any of them; none for no filter.</summary>
public sealed record FacetFilter(ImmutableArray<ImmutableArray<int>> Wanted)
{
    public static FacetFilter None(int facets) => new([.. Enumerable.Repeat(ImmutableArray<int>.Empty, facets)]);
}
