using System.Collections.Concurrent;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>The rule sets that have been compiled lately, so that going back to one costs nothing.</summary>
internal sealed class SetShelf
{
    private const int MostSets = 8;

    private readonly ConcurrentDictionary<(string Edition, string Sha256), CompiledSet> compiled = new();

    public Result<CompiledSet> Compile(CatalogContent catalog, PublishedRuleSet published) =>
        compiled.TryGetValue((catalog.Edition, published.Sha256), out var known)
            ? known
            : RuleSetFile.Parse(published.Content.Content).Then(file => Compile(catalog, file));

    public Result<CompiledSet> Compile(CatalogContent catalog, RuleSetFile file)
    {
        if (compiled.TryGetValue((catalog.Edition, file.ContentSha256), out var known))
            return known;

        var set = CompiledSet.Of(catalog, file);
        if (!set.IsOk)
            return set;
        if (compiled.Count >= MostSets)
            compiled.Clear();
        return compiled[(catalog.Edition, file.ContentSha256)] = set.Value;
    }
}
