using System.Collections.Frozen;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog;

/// <summary>Unofficial translations, each bound to the hash of the wording it was made of.</summary>
public sealed class Translations
{
    private readonly FrozenDictionary<string, string> byHash;
    private readonly FrozenSet<string> keys;

    private Translations(FrozenDictionary<string, string> byHash, FrozenSet<string> keys)
    {
        this.byHash = byHash;
        this.keys = keys;
    }

    public static Translations Of(IEnumerable<TranslationEntry> entries)
    {
        var all = entries.ToList();
        return new Translations(
            all.DistinctBy(e => e.SourceSha256, StringComparer.Ordinal).ToFrozenDictionary(e => e.SourceSha256, e => e.Text, StringComparer.Ordinal),
            all.Select(e => e.Key).ToFrozenSet(StringComparer.Ordinal));
    }

    /// <summary>The passage with its translation; an earlier wording's translation is not given, but that there is one is said.</summary>
    /// <param name="passage">The passage.</param>
    /// <param name="key">The key that translations of this passage have.</param>
    public Text Render(Passage passage, string key)
    {
        var english = byHash.GetValueOrDefault(ContentHash.Of(passage));
        return new Text
        {
            Verbatim = passage.Verbatim,
            Normalized = passage.Normalized,
            English = english ?? "",
            EnglishOutdated = english is null && keys.Contains(key),
            Span = passage.ToProto(),
        };
    }
}
