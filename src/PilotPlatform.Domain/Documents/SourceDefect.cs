using System.Buffers;

namespace PilotPlatform.Domain.Documents;

/// <summary>Kinds of defects that extraction leaves in a source.</summary>
public enum DefectKind
{
    CutParagraph,
    ForeignWord,
    AsciiPunctuation,
    StraySpace,
    RepeatedHead,
    Markup,
    HiddenCharacter,
    RepeatedName,
}

/// <summary>A defect of the source: flagged with its place, never repaired.</summary>
public sealed record SourceDefect(DefectKind Kind, string Quote, Span Span, int StartLine, int EndLine);

/// <summary>Finds the defects inside passages; those of the layout are found by the reader of the layout.</summary>
public static class DefectFinder
{
    private static readonly SearchValues<char> AsciiMarks = SearchValues.Create(",;:?!()");

    public static IEnumerable<SourceDefect> FindIn(SourceText source, Passage passage)
    {
        var text = passage.Verbatim;
        for (var i = 0; i < text.Length; i++)
            if (IsHidden(text[i]))
                yield return At(DefectKind.HiddenCharacter, i, i + 1);
        if (!text.Any(TextForm.IsChinese))
        {
            for (var i = 0; i < text.Length; i++)
                if (text[i] == '\\')
                    yield return At(DefectKind.Markup, i, Math.Min(i + 2, text.Length));
            yield break;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var before = i > 0 ? text[i - 1] : '\0';
            var after = i + 1 < text.Length ? text[i + 1] : '\0';
            if (AsciiMarks.Contains(text[i]) && !(char.IsAsciiLetterOrDigit(before) && char.IsAsciiLetterOrDigit(after)))
                yield return At(DefectKind.AsciiPunctuation, i, i + 1);
            else if (text[i] == '\\')
                yield return At(DefectKind.Markup, i, Math.Min(i + 2, text.Length));
            else if (text[i] == ' ' && (TextForm.IsChinese(before) || TextForm.IsChinese(after)) && !IsPartOfForeignWord(text, i))
                yield return At(DefectKind.StraySpace, i, i + 1);
            else if (char.IsAsciiLetterLower(text[i]) && before == ' ' && ForeignWordEnd(text, i) is var end and > 0)
                yield return At(DefectKind.ForeignWord, i, end);
        }

        SourceDefect At(DefectKind kind, int start, int end) => FoundAt(source, passage, kind, start, end);
    }

    /// <summary>Names that a list of names has once more.</summary>
    public static IEnumerable<SourceDefect> RepeatsIn(SourceText source, Passage list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var start = 0;
        foreach (var part in list.Verbatim.Split('、'))
        {
            if (part.Trim() is { Length: > 1 } name && !seen.Add(name))
                yield return FoundAt(source, list, DefectKind.RepeatedName, start, start + part.Length);
            start += part.Length + 1;
        }
    }

    private static SourceDefect FoundAt(SourceText source, Passage passage, DefectKind kind, int start, int end)
    {
        var cut = source.Cut(new Span(passage.Span.Start + start, passage.Span.Start + end));
        return new SourceDefect(kind, cut.Verbatim, cut.Span, cut.StartLine, cut.EndLine);
    }

    /// <summary>Whether a character shows nothing, or changes how others show: a control other than white space, or a mark of format such as U+200B or U+202E.</summary>
    private static bool IsHidden(char character) =>
        (char.IsControl(character) && !char.IsWhiteSpace(character)) || char.GetUnicodeCategory(character) == System.Globalization.UnicodeCategory.Format;

    /// <summary>The end of a lower-case word with a space on either side inside a Chinese sentence; 0 if there is none at this place.</summary>
    private static int ForeignWordEnd(string text, int start)
    {
        var end = start;
        while (end < text.Length && char.IsAsciiLetterLower(text[end]))
            end++;
        var insideChinese = start >= 2 && TextForm.IsChinese(text[start - 2]) && end + 1 < text.Length && TextForm.IsChinese(text[end + 1]);
        return insideChinese && text[end] == ' ' ? end : 0;
    }

    private static bool IsPartOfForeignWord(string text, int space)
    {
        if (space + 1 < text.Length && char.IsAsciiLetterLower(text[space + 1]) && ForeignWordEnd(text, space + 1) > 0)
            return true;
        var start = space;
        while (start > 0 && char.IsAsciiLetterLower(text[start - 1]))
            start--;
        return start < space && start > 0 && text[start - 1] == ' ' && ForeignWordEnd(text, start) == space;
    }
}
