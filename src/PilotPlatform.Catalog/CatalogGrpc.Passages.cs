using Grpc.Core;
using PilotPlatform.Catalog.Search;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;
using Field = PilotPlatform.Contracts.Catalog.V1.SearchHighlight.Types.Field;

namespace PilotPlatform.Catalog;

/// <summary>Search outside the table of tasks.</summary>
internal sealed partial class CatalogGrpc
{
    public override Task<SearchPassagesResponse> SearchPassages(SearchPassagesRequest request, ServerCallContext context)
    {
        Own(ProgrammeName.Parse("parent", request.Parent).Value);
        var from = View(request.Edition, request.AsOfTime);
        var asked = request.Clone();
        (asked.PageSize, asked.PageToken) = (0, "");
        string[] question = ["passages", asked.ToString(), from.Programme.Edition];
        var place = Paging.Find(request.PageSize, request.PageToken, question).Value;
        var outcome = from.Passages.Search(request, place).Value;
        var page = Paging.Of(outcome.Best, place, outcome.Total, question).Value;
        return Task.FromResult(new SearchPassagesResponse
        {
            Hits = { page.Items.Select(hit => MakeHit(from.Passages.All[hit.Document], hit.Score, outcome.Highlights)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Kinds = { EditionPassages.Counts(outcome) },
            Suggestions = { outcome.Suggestions },
            Corrections = { outcome.Corrections.Select(ToProto) },
            IgnoredWords = { outcome.Ignored },
            Edition = from.Programme.Edition,
        });
    }

    private static PassageHit MakeHit(DocumentPassage passage, float score, HighlightTerms terms) => new()
    {
        Passage = passage,
        Score = score,
        Highlights =
        {
            Marks(Field.Text, Highlighter.InChinese(passage.Text.Verbatim, terms)),
            Marks(Field.TextEnglish, Highlighter.InEnglish(passage.Text.English, terms)),
        },
    };
}
