using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Documents;

/// <summary>
/// Writes the parts of a document in the text form that <see cref="TextLayout"/> reads, so that every file format is read by one
/// reader and every span counts in one text. Only white space and the marks of that form are added: no word is made up or left out.
/// </summary>
public static partial class Transcription
{
    public static string Write(IEnumerable<DocumentPart> parts)
    {
        var all = parts.Select(Tidy).Where(HasWords).ToList();
        var title = Titles.Whole(all);
        var text = new StringBuilder();
        var place = Place.BeforeAnnex;
        foreach (var part in all)
        {
            if (part is DocumentPart.Row row)
            {
                text.Append(Line(row)).Append('\n');
                continue;
            }

            var paragraph = (DocumentPart.Paragraph)part;
            text.Append('\n');
            if (ReferenceEquals(paragraph, title))
                text.Append("## ").Append(Escape(paragraph.Text));
            else if (place == Place.BeforeAnnex && TextLayout.IsAnnexHead(paragraph.Text))
            {
                place = Place.AnnexTitle;
                text.Append(Escape(paragraph.Text));
            }
            else if (place == Place.AnnexTitle)
            {
                place = Place.Annex;
                text.Append(Escape(paragraph.Text));
            }
            else if (paragraph.Heading == HeadingKind.None && !IsHeading(paragraph.Text))
                text.Append(Escape(paragraph.Text));
            else if (place == Place.Annex)
                text.Append(Chapter(paragraph.Text));
            else
                text.Append("### ").Append(Escape(paragraph.Text));
            text.Append('\n');
        }

        return text.ToString();
    }

    private enum Place
    {
        BeforeAnnex,
        AnnexTitle,
        Annex,
    }

    private static string Line(DocumentPart.Row row)
    {
        var words = row.Cells.Where(c => c.Length > 0).ToImmutableArray();
        return words switch
        {
            [var only] when IsHeading(only) => Chapter(only),
            [var only] when !char.IsAsciiDigit(only[0]) => Escape(only),
            _ => string.Join('\t', row.Cells),
        };
    }

    private static string Chapter(string text) => $"<b>{text}</b>";

    /// <summary>In running text the form marks an asterisk by a backslash; in the cells of rows it does not.</summary>
    private static string Escape(string text) => text.Replace("*", "\\*", StringComparison.Ordinal);

    /// <summary>A numeral at the head and no end of a sentence: a heading, however it is set.</summary>
    internal static bool IsHeading(string text) => text.Length <= 80 && Heading().IsMatch(text) && text[^1] is not ('。' or '；' or '：');

    private static DocumentPart Tidy(DocumentPart part) => part switch
    {
        DocumentPart.Paragraph paragraph => paragraph with { Text = OneLine(paragraph.Text) },
        DocumentPart.Row row => new DocumentPart.Row([.. row.Cells.Select(OneLine)]),
        _ => part,
    };

    private static bool HasWords(DocumentPart part) => part switch
    {
        DocumentPart.Paragraph paragraph => paragraph.Text.Length > 0,
        DocumentPart.Row row => row.Cells.Any(c => c.Length > 0),
        _ => false,
    };

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (!char.IsWhiteSpace(character) && !char.IsControl(character))
                line.Append(character);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        }

        return line.ToString().TrimEnd();
    }

    [GeneratedRegex("^[一二三四五六七八九十〇]{1,3}、", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
