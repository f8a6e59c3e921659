using Grpc.Core;
using PilotPlatform.Catalog.Search;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;
using PilotPlatform.ServiceDefaults;
using Field = PilotPlatform.Contracts.Catalog.V1.SearchHighlight.Types.Field;

namespace PilotPlatform.Catalog;

/// <summary>Search, sectors, glossary and source.</summary>
internal sealed partial class CatalogGrpc
{
    public override Task<SearchPilotTasksResponse> SearchPilotTasks(SearchPilotTasksRequest request, ServerCallContext context)
    {
        Own(ProgrammeName.Parse("parent", request.Parent).Value);
        var from = View(request.Edition, request.AsOfTime);
        var question = Question(request, from);
        var place = Paging.Find(request.PageSize, request.PageToken, question).Value;
        var outcome = from.Search.Search(request, place).Value;
        var page = Paging.Of(outcome.Best, place, outcome.Total, question).Value;
        return Task.FromResult(new SearchPilotTasksResponse
        {
            Hits = { page.Items.Select(hit => MakeHit(from.Tasks[hit.Document], hit.Score, outcome.Highlights)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Facets = { from.Search.Facets(outcome) },
            Suggestions = { outcome.Suggestions },
            Corrections = { outcome.Corrections.Select(ToProto) },
            IgnoredWords = { outcome.Ignored },
            Edition = from.Programme.Edition,
        });
    }

    public override Task<Sector> GetSector(GetSectorRequest request, ServerCallContext context)
    {
        Child(request.Name, "sectors");
        return Task.FromResult(View(request.Edition, request.AsOfTime).Sectors.FirstOrDefault(s => s.Name == request.Name) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListSectorsResponse> ListSectors(ListSectorsRequest request, ServerCallContext context)
    {
        var from = View(request.Edition, request.AsOfTime);
        var page = Cut(from.Sectors, request.Parent, request.PageSize, request.PageToken, "sectors", from);
        return Task.FromResult(new ListSectorsResponse { Sectors = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize, Edition = from.Programme.Edition });
    }

    public override Task<GlossaryTerm> GetGlossaryTerm(GetGlossaryTermRequest request, ServerCallContext context)
    {
        Child(request.Name, "glossaryTerms");
        return Task.FromResult(View(request.Edition, request.AsOfTime).GlossaryTerms.FirstOrDefault(t => t.Name == request.Name) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListGlossaryTermsResponse> ListGlossaryTerms(ListGlossaryTermsRequest request, ServerCallContext context)
    {
        var from = View(request.Edition, request.AsOfTime);
        var page = Cut(from.GlossaryTerms, request.Parent, request.PageSize, request.PageToken, "glossaryTerms", from);
        return Task.FromResult(new ListGlossaryTermsResponse
        {
            GlossaryTerms = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Edition = from.Programme.Edition,
        });
    }

    public override Task<EditionSource> GetEditionSource(GetEditionSourceRequest request, ServerCallContext context)
    {
        const string Suffix = "/source";
        if (!request.Name.EndsWith(Suffix, StringComparison.Ordinal))
            throw new FaultException(Fault.InvalidName("name", request.Name, "programmes/{programme}/editions/{edition}/source"));
        if (request.StartLine < 0 || request.LineCount < 0)
            throw new FaultException(Fault.Invalid(request.StartLine < 0 ? "start_line" : "line_count", "a line is counted from 1"));

        var found = holdings.FindEdition(Child(request.Name[..^Suffix.Length], "editions").Id) ?? throw new FaultException(Fault.Missing(request.Name));
        var count = request.LineCount == 0 ? Paging.DefaultSize : Math.Min(request.LineCount, Paging.LargestSize);
        return Task.FromResult(found.View.Source(request.Name, Math.Max(request.StartLine, 1), count));
    }

    private static SearchHit MakeHit(PilotTask task, float score, HighlightTerms terms)
    {
        var made = new SearchHit { PilotTask = task, Score = score };
        if (terms.Numbers.Contains(task.Number))
            made.Highlights.Add(new SearchHighlight { Field = Field.Number });
        made.Highlights.AddRange(Marks(Field.Text, Highlighter.InChinese(task.Text.Verbatim, terms)));
        made.Highlights.AddRange(Marks(Field.Scope, Highlighter.InChinese(task.Scope.Verbatim, terms)));
        made.Highlights.AddRange(Marks(Field.TextEnglish, Highlighter.InEnglish(task.Text.English, terms)));
        made.Highlights.AddRange(Marks(Field.ScopeEnglish, Highlighter.InEnglish(task.Scope.English, terms)));
        return made;
    }

    private static IEnumerable<SearchHighlight> Marks(Field field, IEnumerable<Span> spans) =>
        spans.Select(s => new SearchHighlight { Field = field, StartOffset = s.Start, EndOffset = s.End });

    private static SearchCorrection ToProto(Correction correction) => new() { Word = correction.Word, Replacements = { correction.Replacements } };

    /// <summary>Everything but the page, so that a token continues this question only.</summary>
    private static string[] Question(SearchPilotTasksRequest request, EditionView from)
    {
        var question = request.Clone();
        question.PageSize = 0;
        question.PageToken = "";
        return ["search", question.ToString(), from.Programme.Edition];
    }
}
