using System.Collections.Immutable;
using System.Text;
using System.Xml.Linq;
using CsCheck;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Documents.Pages;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>Whatever becomes of a file, its reader refuses it or reads it; it never fails.</summary>
public sealed class FormatFuzzTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static readonly byte[] Word = WordFile.OfTheDocument();

    private static readonly Gen<string> Words = Gen.Char["一二、附件注：（）序号大连*<b>#\\ \t\n0129。aA\ud800"].Array[0, 12].Select(c => new string(c));

    private static readonly Gen<DocumentPart> Part = Gen.OneOf(
        Gen.Select(Words, Gen.Enum<HeadingKind>()).Select((text, heading) => (DocumentPart)new DocumentPart.Paragraph(text, heading)),
        Words.Array[0, 5].Select(cells => (DocumentPart)new DocumentPart.Row([.. cells])));

    private static readonly ImmutableArray<(string Name, byte[] Content)> Parts = [.. OddFiles.Parts(Word)];

    private static readonly byte[] Pdf = OddFiles.OpenPdf();

    [Fact]
    public void Transcribe_WordDocumentWithOtherBytes_IsRefusedOrRead() => Mutated(Word).Sample(Survives, iter: 60);

    /// <summary>The archive is whole and its parts are not: the XML of one is cut, repeated or written over.</summary>
    [Fact]
    public void Transcribe_WordDocumentWithOtherXml_IsRefusedOrRead() =>
        Gen.Int[0, Parts.Length - 1].SelectMany(at => Mutated(Parts[at].Content, "<>/=\"&;w:pt rtbl 序号*"u8.ToArray()).Select(content => (at, content)))
            .Sample(part => Survives(OddFiles.Zip([.. Parts.Select((p, i) => i == part.at ? (p.Name, part.content) : p)])), iter: 80);

    /// <summary>Bytes that are no character are met when a reader is opened, before anything is read; found by the test above.</summary>
    [Fact]
    public void Transcribe_WordDocumentWhosePartsBeginWithNoCharacter_AreRefusedOrRead()
    {
        for (var at = 0; at < Parts.Length; at++)
            Assert.True(Survives(OddFiles.Zip([.. Parts.Select((p, i) => i == at ? (p.Name, [0xEF, 0xBB, 0xBF, 0xBA, .. p.Content]) : p)])));
    }

    /// <summary>Elements of the body elsewhere than they belong: rows in paragraphs, cells in cells, a document in itself.</summary>
    [Fact]
    public void Transcribe_WordDocumentWithElementsElsewhere_IsRefusedOrRead() =>
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[0, 1_000_000], Gen.Bool).Array[1, 4].Sample(
            moves =>
            {
                var document = XDocument.Parse(Encoding.UTF8.GetString(Parts.Single(p => p.Name == "word/document.xml").Content), LoadOptions.PreserveWhitespace);
                foreach (var (one, other, copies) in moves)
                {
                    var elements = document.Root!.Descendants().ToArray();
                    if (elements.Length == 0)
                        break;
                    var (moved, to) = (elements[one % elements.Length], elements[other % elements.Length]);
                    to.Add(new XElement(moved));
                    if (!copies)
                        moved.Remove();
                }

                return Survives(OddFiles.Zip([.. Parts.Select(p => p.Name == "word/document.xml" ? (p.Name, Encoding.UTF8.GetBytes(document.ToString(SaveOptions.DisableFormatting))) : p)]));
            },
            iter: 40);

    /// <summary>Parts that are missing, twice there, or called like others.</summary>
    [Fact]
    public void Transcribe_WordDocumentWithOtherParts_IsRefusedOrRead() =>
        Gen.Select(Gen.Int[0, Parts.Length - 1], Gen.Int[0, Parts.Length - 1], Gen.Int[0, 2]).Sample(
            (at, other, change) => Survives(OddFiles.Zip(change switch
            {
                0 => [.. Parts.Where((_, i) => i != at)],
                1 => [.. Parts, Parts[at]],
                _ => [.. Parts.Select((p, i) => i == at ? (Parts[other].Name, p.Content) : p)],
            })),
            iter: 30);

    [Fact]
    public void Transcribe_PdfWithOtherBytes_IsRefusedOrRead() => Mutated(PdfFile.OfTheDocument()).Sample(Survives, iter: 15);

    /// <summary>A PDF in which nothing is packed, so that changes reach its objects and the operators of its page.</summary>
    [Fact]
    public void Transcribe_PdfWithOtherObjectsAndOperators_IsRefusedOrRead()
    {
        Assert.Contains("no page has a table", DocumentImport.Transcribe(Pdf, TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);

        Mutated(Pdf, "<>[]()/%0123456789 RqQBTETjReobjstreamDo\n"u8.ToArray()).Sample(Survives, iter: 400);
    }

    [Theory]
    [InlineData("%PDF-1.7\n")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("")]
    public void Transcribe_AnyBytesBehindAMark_AreRefusedOrRead(string mark) =>
        Gen.Byte.Array[0, 500].Sample(bytes => Survives([.. mark.Select(c => (byte)c), .. bytes]), iter: 300);

    /// <summary>The writer of the text form makes lines that its reader takes, and loses no word.</summary>
    [Fact]
    public void Write_AnyParts_KeepsEveryWordAndNoLineBreakInside() =>
        Part.Array[0, 12].Sample(parts =>
        {
            var text = Transcription.Write(parts);
            var words = parts.Select(p => p switch
            {
                DocumentPart.Paragraph paragraph => paragraph.Text,
                DocumentPart.Row row => string.Concat(row.Cells),
                _ => "",
            });
            TextLayout.Read(new SourceText(text));
            return Squeezed(string.Concat(words)) == Squeezed(text);
        });

    [Fact]
    public void Read_AnyPages_GivesEachGlyphOnceAtMost() =>
        Gen.Select(
            Gen.Select(Gen.Char["一大1a "], Gen.Double[0, 500], Gen.Double[0, 800], Gen.Double[1, 30]).Select((c, x, y, size) => new Glyph(c.ToString(), x, x + size, y, size)).Array[0, 60],
            Rules(500),
            Rules(800))
            .Select((glyphs, level, upright) => new PageContent(1, 800, [.. glyphs], [.. level], [.. upright]))
            .Array[1, 4]
            .Sample(pages =>
            {
                var read = PageReader.Read(pages);
                return read.IsOk ? read.Value.Sum(Shown) <= pages.Sum(p => p.Glyphs.Count(g => g.Text != " ")) : read.Fault!.Message.Length > 0;
            });

    /// <summary>The same below a head that names three columns: what stands in them is a row, a paragraph or a refusal, and never twice.</summary>
    [Fact]
    public void Read_AnyPagesBelowAHead_GivesEachGlyphOnceAtMost() =>
        Gen.Select(
            Gen.Select(Gen.Char["12一、章*大连 "], Gen.Int[0, 50], Gen.Int[0, 60]).Select((c, x, y) => new Glyph(c.ToString(), x * 10, (x * 10) + 10, y * 11, 10)).Array[0, 80],
            Rules(500))
            .Select((glyphs, level) => new PageContent(1, 800, [.. glyphs, .. "序号    任务内容        适用范围".Select((c, i) => new Glyph(c.ToString(), i * 20, (i * 20) + 10, 700, 10))], [.. level], []))
            .Array[1, 3]
            .Sample(pages => PageReader.Read(pages) is var read
                && (read.IsOk ? read.Value.Sum(Shown) <= pages.Sum(p => p.Glyphs.Count(g => g.Text != " ")) : read.Fault!.Message.Length > 0));

    private static int Shown(DocumentPart part) => part switch
    {
        DocumentPart.Paragraph paragraph => paragraph.Text.Count(c => c != ' '),
        DocumentPart.Row row => row.Cells.Sum(c => c.Count(x => x != ' ')),
        _ => 0,
    };

    private static Gen<Rule[]> Rules(double longest) =>
        Gen.Select(Gen.Double[0, 800], Gen.Double[0, longest], Gen.Double[0, longest]).Select((at, one, other) => new Rule(at, Math.Min(one, other), Math.Max(one, other))).Array[0, 20];

    private static Gen<byte[]> Mutated(byte[] file) => Mutated(file, [.. Enumerable.Range(0, 256).Select(b => (byte)b)]);

    /// <param name="file">What is cut, added to and written over.</param>
    /// <param name="values">The bytes that are put in.</param>
    private static Gen<byte[]> Mutated(byte[] file, byte[] values) =>
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Int[0, values.Length - 1].Select(i => values[i]), Gen.Int[0, 3]).Array[1, 8].Select(changes =>
        {
            var bytes = file.ToArray();
            foreach (var (at, value, kind) in changes.Where(c => c.Item1 < bytes.Length))
            {
                if (kind == 0)
                    bytes = [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + value)..]];
                else if (kind == 1)
                    bytes = [.. bytes[..at], value, .. bytes[at..]];
                else
                    bytes[at] = value;
            }

            return bytes;
        });

    /// <summary>Read or refused, and not for ever: a reader that hangs fails here and not only by the patience of the build.</summary>
    private static bool Survives(byte[] file)
    {
        var reading = Task.Run(() => DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Then(transcript => DocumentImport.Read(transcript, Shipped.Files.Gazetteer)));
        Assert.True(((IAsyncResult)reading).AsyncWaitHandle.WaitOne(Longest), "it is still being read");
        return reading.Result.IsOk || reading.Result.Fault!.Message.Length > 0;
    }

    /// <summary>Words without white space and without the marks of the text form.</summary>
    private static string Squeezed(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('#' or '\\' or '<' or '>' or 'b' or '/')));
}
