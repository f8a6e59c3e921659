using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;

namespace PilotPlatform.Catalog.Import;

/// <summary>Words stand where they are not read. A document without some of its words would say something else, so it is refused.</summary>
/// <param name="place">What they stand in.</param>
/// <param name="words">The words.</param>
internal sealed class LeftOutException(string place, string words) : Exception
{
    public string Place => place;

    public string Words => words;
}

/// <summary>The words of paragraphs as they are shown: automatic numbers and the results of fields too.</summary>
internal sealed class WordWords(MainDocumentPart main)
{
    private const int DeepestNesting = 200;
    private const int MostQuoted = 60;

    private readonly AutomaticNumbers numbers = new(main);
    private readonly RunSwitches runs = new(main.StyleDefinitionsPart?.Styles);
    private readonly Lazy<Dictionary<string, OpenXmlElement>> footnotes = new(() => (main.FootnotesPart?.Footnotes).ById("footnote", "id"));
    private readonly Lazy<Dictionary<string, OpenXmlElement>> comments = new(() => (main.WordprocessingCommentsPart?.Comments).ById("comment", "id"));
    private readonly Lazy<Dictionary<string, OpenXmlElement>> endnotes = new(() => (main.EndnotesPart?.Endnotes).ById("endnote", "id"));

    /// <summary>Whether a picture stood in what was read that can be a page of words.</summary>
    public bool HasPictureOfAPage { get; private set; }

    /// <exception cref="LeftOutException">Words stand where they are not read.</exception>
    public string Of(OpenXmlElement paragraph)
    {
        var text = new StringBuilder(numbers.Of(paragraph));
        Append(paragraph, text, 0);
        return text.ToString();
    }

    /// <summary>The branch of alternatives that is read, which have to say the same; how a shape is placed or drawn says nothing.</summary>
    /// <exception cref="LeftOutException">They do not.</exception>
    public static OpenXmlElement? Chosen(OpenXmlElement alternatives) => Chosen(alternatives, 0).Branch;

    /// <summary>The branch and its words, which are read once: read again at each level they would take a time that doubles with it.</summary>
    private static (OpenXmlElement? Branch, string Words) Chosen(OpenXmlElement alternatives, int depth)
    {
        var branches = alternatives.ChildElements.Where(c => c.LocalName is "Choice" or "Fallback").Select(b => (Branch: (OpenXmlElement?)b, Words: Words(b, depth + 1))).ToArray();
        var said = branches.Select(b => Squeezed(b.Words)).Distinct(StringComparer.Ordinal).ToArray();
        if (said.Length > 1)
            throw LeftOut("alternatives of which each says something else", string.Join('/', said));
        return branches is [.., var last] ? last : (null, "");
    }

    /// <summary>The words that stand anywhere in an element: not the places of shapes, nor the instructions of fields.</summary>
    private static string Words(OpenXmlElement element, int depth = 0)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException("The document nests too deep.");
        return element.LocalName switch
        {
            "t" => element.InnerText,
            "sym" => element.Value("char") ?? "",
            "noBreakHyphen" => "-",
            "textpath" => element.Value("string") ?? "",
            "AlternateContent" => Chosen(element, depth + 1).Words,
            _ => string.Concat(element.ChildElements.Where(e => !e.IsProperties()).Select(e => Words(e, depth + 1))),
        };
    }

    public static LeftOutException LeftOut(string place, string words)
    {
        var said = Squeezed(words);
        return new LeftOutException(place, said.Length > MostQuoted ? said[..MostQuoted] + "…" : said);
    }

    private void Append(OpenXmlElement container, StringBuilder text, int depth)
    {
        if (depth > DeepestNesting)
            throw new InvalidDataException("The document nests too deep.");
        foreach (var element in container.ChildElements.Where(e => !e.IsProperties()))
        {
            switch (element.LocalName)
            {
                case "t":
                    text.Append(element.InnerText);
                    break;
                case "tab" or "ptab" or "br" or "cr":
                    text.Append(' ');
                    break;
                case "noBreakHyphen":
                    text.Append('-');
                    break;
                case "sym":
                    text.Append(Symbol(element));
                    break;
                case "AlternateContent":
                    if (Chosen(element) is { } chosen)
                        Append(chosen, text, depth + 1);
                    break;
                case "footnoteReference" or "endnoteReference":
                    Demand(Note(element), element.Is("footnoteReference") ? "a footnote" : "an endnote");
                    break;
                case "oMath" or "oMathPara":
                    Demand(Words(element), "an equation");
                    break;
                case "drawing" or "pict" or "object":
                    HasPictureOfAPage |= PictureSize.IsOfAPage(element);
                    Demand(Words(element), "a text box");
                    break;
                case "r" when runs.IsOn(element, "vanish"):
                    Demand(Words(element), "hidden text");
                    break;
                case "r" when runs.IsOn(element, "strike") || runs.IsOn(element, "dstrike"):
                    Demand(Words(element), "text that is struck through");
                    break;
                case "commentReference":
                    Demand(comments.Value.TryGetValue(element.Value("id") ?? "", out var comment) ? Words(comment) : "", "a comment");
                    break;
                case "instrText" or "delText" or "delInstrText" or "fldData" or "rt":
                    break;
                default:
                    Append(element, text, depth + 1);
                    break;
            }
        }
    }

    /// <summary>Nothing may stand there.</summary>
    private static void Demand(string words, string place)
    {
        if (Squeezed(words).Length > 0)
            throw LeftOut(place, words);
    }

    /// <summary>A character that is named by its number; those of a font's own area show whatever the font draws.</summary>
    private static char Symbol(OpenXmlElement symbol) =>
        ushort.TryParse(symbol.Value("char"), System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture, out var code) && code is > 0x20 and < 0xd800
            ? (char)code
            : throw LeftOut("a symbol of a font of its own", symbol.Value("char") ?? "");

    private string Note(OpenXmlElement reference) =>
        (reference.Is("footnoteReference") ? footnotes : endnotes).Value.TryGetValue(reference.Value("id") ?? "", out var note) ? Words(note) : "";

    private static string Squeezed(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
