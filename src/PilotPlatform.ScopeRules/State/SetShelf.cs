using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>
/// The rule sets that have been compiled lately, so that going back to one costs nothing; refusals too, so that what is refused is not tried
/// again and again. The active one is held by the snapshot besides.
/// </summary>
internal sealed class SetShelf
{
    private const int MostSets = 8;

    private readonly Lately<(string Edition, string Sha256), Result<CompiledSet>> compiled = new(MostSets);

    /// <summary>A rule set that was published, compiled against an edition.</summary>
    public Result<CompiledSet> Load(CatalogContent catalog, PublishedRuleSet published) =>
        Find(catalog, published.Sha256) ?? RuleSetFile.Parse(published.Content.Content).Then(file => Load(catalog, file));

    /// <summary>The same from its file.</summary>
    public Result<CompiledSet> Load(CatalogContent catalog, RuleSetFile file) => Find(catalog, file.ContentSha256) ?? Keep(catalog, file, CompiledSet.Load(catalog, file));

    /// <summary>A rule set that is to be published, with all that is asked of a new one.</summary>
    public Result<CompiledSet> Check(CatalogContent catalog, RuleSetFile file)
    {
        var checkedSet = CompiledSet.Of(catalog, file);
        return checkedSet.IsOk ? Keep(catalog, file, checkedSet) : checkedSet;
    }

    private Result<CompiledSet>? Find(CatalogContent catalog, string sha256) => compiled.TryFind((catalog.Edition, sha256), out var known) ? known : (Result<CompiledSet>?)null;

    private Result<CompiledSet> Keep(CatalogContent catalog, RuleSetFile file, Result<CompiledSet> set) => compiled.Keep((catalog.Edition, file.ContentSha256), set);
}
