using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Catalogue.Comparison;
using PilotPlatform.Domain.Documents;
using PassageChange = PilotPlatform.Domain.Catalogue.Comparison.PassageChange;

namespace PilotPlatform.Catalog;

/// <summary>Unofficial translations, each bound to the hash of the wording it was made of.</summary>
public sealed class Translations
{
    private readonly FrozenDictionary<string, string> byHash;

    private Translations(FrozenDictionary<string, string> byHash) => this.byHash = byHash;

    public static Translations Of(IEnumerable<TranslationEntry> entries) =>
        new(entries.DistinctBy(e => e.SourceSha256, StringComparer.Ordinal).ToFrozenDictionary(e => e.SourceSha256, e => e.Text, StringComparer.Ordinal));

    /// <summary>
    /// A passage outside the task list with its translation. One that has only another number before it has the translation of its words, behind that
    /// number.
    /// </summary>
    /// <param name="passage">The passage.</param>
    /// <param name="change">How it reads otherwise than it did when translations were made; null if it does not, or is new.</param>
    public Text RenderChanged(Passage passage, PassageChange? change)
    {
        ImmutableArray<Passage> earlier = change is { Kind: PassageChangeKind.Changed, Before: { } reworded } ? [reworded] : [];
        var text = Render(passage, earlier);
        if (text.English.Length == 0 && change is { Kind: PassageChangeKind.Renumbered, Before: { } renumbered } && byHash.TryGetValue(ContentHash.Of(renumbered), out var english))
            text.English = EnglishNumber.Replace(english, passage);
        return text;
    }

    /// <summary>The passage with its translation; an earlier wording's translation is not given, but that there is one is said.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="earlier">Earlier wordings of this passage; none if it is new.</param>
    public Text Render(Passage passage, params IEnumerable<Passage> earlier)
    {
        var english = byHash.GetValueOrDefault(ContentHash.Of(passage));
        return new Text
        {
            Verbatim = passage.Verbatim,
            Normalized = passage.Normalized,
            English = english ?? "",
            EnglishOutdated = english is null && earlier.Any(e => byHash.ContainsKey(ContentHash.Of(e))),
            Span = passage.ToProto(),
        };
    }
}
