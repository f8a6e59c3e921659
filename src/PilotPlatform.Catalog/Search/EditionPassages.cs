using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog.Search;

/// <summary>The passages of one edition outside its table of tasks as they are searched, with their kinds as the only facet.</summary>
public sealed class EditionPassages
{
    private static readonly ImmutableArray<PassageKind> Kinds = [.. Enum.GetValues<PassageKind>().Where(k => k != PassageKind.Unspecified)];

    private readonly SearchIndex index;

    private EditionPassages(ImmutableArray<DocumentPassage> all, SearchIndex index) => (All, this.index) = (all, index);

    /// <summary>The passages, in the order of the document, which is that of the index.</summary>
    public ImmutableArray<DocumentPassage> All { get; }

    public static EditionPassages Of(ImmutableArray<DocumentPassage> passages) => new(passages, SearchIndex.Of(
        [.. passages.Select(p => new SearchDocument(NumberOf(p), p.Text.Verbatim, "", p.Text.English, "", [[Kinds.IndexOf(p.Kind)]]))],
        [new Facet([.. Kinds.Select(k => k.ToString())])]));

    /// <summary>A chapter is asked for by its number too.</summary>
    private static int? NumberOf(DocumentPassage passage) =>
        passage.Kind == PassageKind.ChapterTitle ? int.Parse(passage.Key[(passage.Key.LastIndexOf('/') + 1)..], CultureInfo.InvariantCulture) : null;

    /// <summary>What a request finds; refused if its query is too long or a kind is none.</summary>
    public Result<SearchOutcome> Search(SearchPassagesRequest request, PagePlace place)
    {
        if (request.Kinds.Any(k => !Kinds.Contains(k)))
            return Fault.Invalid("kinds", $"'{request.Kinds.First(k => !Kinds.Contains(k))}' is no kind of passage");
        var filter = new FacetFilter([[.. request.Kinds.Select(k => Kinds.IndexOf(k)).Distinct()]]);
        return SearchWords.ParseText("query", request.Query).Then<SearchOutcome>(words => index.Search(words, filter, place));
    }

    /// <summary>How the hits of an answer spread over the kinds, those without a hit too.</summary>
    public static IEnumerable<PassageKindCount> Counts(SearchOutcome outcome) =>
        Kinds.Select((kind, i) => new PassageKindCount { Kind = kind, HitCount = outcome.Counts[0][i] });
}
