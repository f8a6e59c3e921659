using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents;

/// <summary>Titles among the paragraphs of a document: where they stand, and those of several lines as one.</summary>
internal static partial class Titles
{
    private const int LongestLetterhead = 30;

    /// <summary>
    /// Puts the lines of the title together, and those of the annex's: paragraphs in one style of titles, or all in the middle, one behind the other. What a letterhead
    /// says above the title is none.
    /// </summary>
    /// <returns>The title; null if there is none.</returns>
    public static DocumentPart.Paragraph? Whole(List<DocumentPart> parts)
    {
        if (parts.FindIndex(p => p is DocumentPart.Paragraph paragraph && TextLayout.IsAnnexHead(paragraph.Text)) is var annex and >= 0)
            Join(parts, annex + 1);
        var first = parts.FindIndex(p => p is DocumentPart.Paragraph { Heading: HeadingKind.Title });
        if (first < 0)
            first = parts.FindIndex(p => p is DocumentPart.Paragraph paragraph && !IsLetterhead(paragraph.Text));
        return first < 0 ? null : Join(parts, first);
    }

    private static DocumentPart.Paragraph? Join(List<DocumentPart> parts, int at)
    {
        if (at >= parts.Count || parts[at] is not DocumentPart.Paragraph whole)
            return null;
        while (at + 1 < parts.Count && parts[at + 1] is DocumentPart.Paragraph next && Continues(whole, next))
        {
            parts[at] = whole = whole with { Text = char.IsAsciiLetterOrDigit(whole.Text[^1]) && char.IsAsciiLetterOrDigit(next.Text[0]) ? $"{whole.Text} {next.Text}" : whole.Text + next.Text };
            parts.RemoveAt(at + 1);
        }

        return whole;
    }

    private static bool Continues(DocumentPart.Paragraph title, DocumentPart.Paragraph next) =>
        (title.Heading == HeadingKind.Title ? next.Heading == HeadingKind.Title : title is { IsCentred: true, Heading: HeadingKind.None } && next is { IsCentred: true, Heading: HeadingKind.None })
        && !IsLetterhead(next.Text) && !TextLayout.IsDate(next.Text) && !Transcription.IsHeading(next.Text) && !TextLayout.IsAnnexHead(next.Text) && next.Text[0] is not ('(' or '（') && next.Text[^1] is not ('。' or '：' or ':');

    /// <summary>What stands above a title: the issuer's name, the number of the document, how urgent or secret it is.</summary>
    private static bool IsLetterhead(string text) => text.Length <= LongestLetterhead && Letterhead().IsMatch(string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

    [GeneratedRegex("^([^关于]{2,20}文件|[^〔\\[]{1,15}[〔\\[][0-9]{4}[〕\\]]第?[0-9]{1,5}号(签发人.*)?|签发人.*|特急|加急|特提|平急|急件|(绝密|机密|秘密).*|[0-9]{6})$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Letterhead();
}
