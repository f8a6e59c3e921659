using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Catalogue.Search;

/// <summary>What a query asks for.</summary>
/// <param name="Terms">Segments that all have to stand in a task.</param>
/// <param name="Numbers">Numbers of tasks, or of chapters, that are asked for outright; the terms are empty then.</param>
public sealed record SearchWords(ImmutableArray<Segment> Terms, ImmutableArray<int> Numbers)
{
    /// <summary>Longest query, in UTF-16 code units.</summary>
    public const int LongestQuery = 200;

    /// <summary>A number as one asks for a task by it: 12, 第12项, 序号12, #12, task 12, or several.</summary>
    private static readonly Regex ByNumber = new(
        @"^\s*(第|序号|任务|#|№|no\.?|tasks?|pilot tasks?)?\s*[0-9]{1,6}([\s,、;]+[0-9]{1,6})*\s*(项|号|条|项任务|号任务)?\s*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase);

    /// <summary>The same in Chinese numerals: 第十二项. Less than that may be words of a text: 第三方.</summary>
    private static readonly Regex ByNumeral = new(
        @"^\s*(第(?<numeral>[〇零一二三四五六七八九十百千]+)(项|号|条|项任务|号任务)|序号(?<numeral>[〇零一二三四五六七八九十百千]+))\s*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>A chapter as one asks for it: 第三章, chapter 3.</summary>
    private static readonly Regex ByChapter = new(
        @"^\s*(第\s*(?<number>[0-9]{1,4}|[〇零一二三四五六七八九十百千]+)\s*章|chapter\s+(?<number>[0-9]{1,4}))\s*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase);

    /// <summary>True if something is asked for that is neither word nor number, such as <c>*</c>: no task holds it.</summary>
    public bool HasOnlyMarks { get; init; }

    /// <summary>True if nothing is asked for, which every task fits.</summary>
    public bool IsEmpty => Terms.IsEmpty && Numbers.IsEmpty && !HasOnlyMarks;

    /// <summary>The words of a query; refused only if it is too long.</summary>
    public static Result<SearchWords> Parse(string field, string query)
    {
        var folded = string.Concat(query.Select(Documents.FoldedText.Fold));
        if (query.Length <= LongestQuery && ByNumeral.Match(folded) is { Success: true } told && Documents.ChineseNumeral.Parse(told.Groups["numeral"].Value) is > 0 and var numeral)
            return new SearchWords([], [numeral]);
        if (query.Length > LongestQuery || !ByNumber.IsMatch(folded))
            return Words(field, query);

        var numbers = SearchSegments.OfQuery(query).Where(s => s.IsNumber).Select(s => int.Parse(s.Content, CultureInfo.InvariantCulture));
        return new SearchWords([], [.. numbers.Distinct()]);
    }

    /// <summary>The words of a query for texts outside the table: a figure is a word of them, and no number but that of a chapter. Refused only if it is too long.</summary>
    public static Result<SearchWords> ParseText(string field, string query)
    {
        if (query.Length <= LongestQuery && ByChapter.Match(string.Concat(query.Select(Documents.FoldedText.Fold))) is { Success: true } told
            && (int.TryParse(told.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var chapter)
                || (chapter = Documents.ChineseNumeral.Parse(told.Groups["number"].Value)) > 0))
            return new SearchWords([], [chapter]);
        return Words(field, query);
    }

    private static Result<SearchWords> Words(string field, string query)
    {
        if (query.Length > LongestQuery)
            return Fault.Invalid(field, $"{query.Length} characters are more than {LongestQuery}");

        var folded = string.Concat(query.Select(Documents.FoldedText.Fold));
        ImmutableArray<Segment> terms = [.. SearchSegments.OfQuery(query).Select(s => s with { IsShare = IsShare(folded, s) }).DistinctBy(s => (s.Kind, s.Content))];
        return new SearchWords(terms, []) { HasOnlyMarks = terms.IsEmpty && !string.IsNullOrWhiteSpace(query) };
    }

    private static bool IsShare(string folded, Segment segment) => segment.IsNumber && folded.AsSpan(segment.Places[^1] + 1).TrimStart().StartsWith("%");
}
