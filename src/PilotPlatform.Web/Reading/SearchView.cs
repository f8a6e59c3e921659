using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>What a search found.</summary>
/// <param name="Frame">From which edition the page was made.</param>
/// <param name="Programme">The programme as that edition has it.</param>
/// <param name="Content">What that edition says.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Unknown">Filters whose values nothing has.</param>
/// <param name="Found">The tasks; null if the query is too long to be asked, or a filter names nothing.</param>
/// <param name="Passages">What stands outside the table; null if that was not looked for.</param>
public sealed record SearchView(
    PageFrame Frame, Programme Programme, EditionContent Content, SearchAddress Asked, IReadOnlyList<UnknownFilter> Unknown, SearchPilotTasksResponse? Found, SearchPassagesResponse? Passages)
{
    /// <summary>The kinds of what was found that lead somewhere, and those that are chosen, each with its hits.</summary>
    public IEnumerable<(string Kind, int Count)> Kinds =>
        new[] { (Kind: SearchAddress.Task, Count: Found?.TotalSize ?? 0) }
            .Concat((Passages?.Kinds ?? []).Select(k => (Kind: k.Kind.ToString(), Count: k.HitCount)))
            .Where(k => k.Count > 0 || Asked.WantedKinds.Contains(k.Kind, StringComparer.OrdinalIgnoreCase));

    /// <summary>The page on which a passage stands, in the edition that was searched.</summary>
    public string PageOf(DocumentPassage passage) => passage switch
    {
        { Kind: PassageKind.ChapterTitle, Resources: [var chapter] } => At($"/chapters/{ResourceIds.IdOf(chapter)}"),
        { Kind: PassageKind.Direction, Resources: [var city] } => At($"/cities/{ResourceIds.IdOf(city)}"),
        { Kind: PassageKind.Title, Key: "annex/title" } => At("/chapters"),
        { Kind: PassageKind.Note } => $"{At(SectionPages.Home)}#note",
        _ when Programme.Sections.FirstOrDefault(s => passage.Key.Split('/') is ["sections", var number, ..] && number == $"{s.Number}") is { } section =>
            $"{At(SectionPages.Of(section, Content))}#{SectionPages.Anchor(section)}",
        _ => At(SectionPages.Home),
    };

    /// <summary>A page in the edition that was searched.</summary>
    public string At(string page) => Frame.Shown == Frame.RuledEdition && string.IsNullOrEmpty(Asked.Edition) ? page : $"{page}?edition={ResourceIds.IdOf(Frame.Shown)}";

    /// <summary>A value of a facet as the address spells it: the id of a resource, or <c>LimitLifted</c> for <c>POLICY_FORCE_LIMIT_LIFTED</c>.</summary>
    public static string Id(SearchFacet.Types.Kind kind, string value) => kind switch
    {
        SearchFacet.Types.Kind.PolicyForce => Pascal(value, "POLICY_FORCE_"),
        SearchFacet.Types.Kind.ScopeForm => Pascal(value, "SCOPE_FORM_"),
        _ => ResourceIds.IdOf(value),
    };

    /// <summary>Values that lead somewhere, and those that are chosen.</summary>
    public IEnumerable<SearchFacet.Types.Value> ValuesOf(SearchFacet facet) =>
        facet.Values.Where(v => v.HitCount > 0 || Asked.ValuesOf(facet.Kind).Contains(Id(facet.Kind, v.Value_)));

    private static string Pascal(string value, string prefix) =>
        string.Concat(value[prefix.Length..].Split('_').Select(word => word[..1] + word[1..].ToLowerInvariant()));
}
