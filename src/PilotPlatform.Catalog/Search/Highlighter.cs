using PilotPlatform.Domain.Catalogue.Search;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Catalog.Search;

/// <summary>Where the words of a query stand in a text, from the left and none inside another.</summary>
public static class Highlighter
{
    /// <summary>In words of the document.</summary>
    public static IReadOnlyList<Span> InChinese(string text, HighlightTerms terms)
    {
        var spans = new List<Span>();
        foreach (var segment in SearchSegments.OfText(text))
        {
            if (segment.Kind == SegmentKind.Word)
            {
                if (terms.Words.Contains(segment.Content))
                    spans.Add(segment.SpanOf(0, segment.Content.Length));
                continue;
            }

            foreach (var run in terms.Runs)
                for (var at = segment.Content.IndexOf(run, StringComparison.Ordinal); at >= 0; at = segment.Content.IndexOf(run, at + 1, StringComparison.Ordinal))
                    spans.Add(segment.SpanOf(at, run.Length));
        }

        return Merged(spans);
    }

    /// <summary>In a translation.</summary>
    public static IReadOnlyList<Span> InEnglish(string text, HighlightTerms terms)
    {
        var segments = SearchSegments.OfText(text);
        var stems = SegmentStream.StemsOf(segments).Where(s => terms.Stems.Contains(s.Stem)).Select(s => s.Segment);
        return Merged([.. stems.Select(i => segments[i].SpanOf(0, segments[i].Content.Length))]);
    }

    private static List<Span> Merged(List<Span> spans)
    {
        var merged = new List<Span>();
        foreach (var span in spans.OrderBy(s => s.Start).ThenBy(s => s.End))
        {
            if (merged is [.., var last] && span.Start < last.End)
                merged[^1] = last with { End = Math.Max(last.End, span.End) };
            else
                merged.Add(span);
        }

        return merged;
    }
}
