using CsCheck;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Documents.Pages;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>Whatever becomes of a file, its reader refuses it or reads it; it never fails.</summary>
public sealed class FormatFuzzTests
{
    private static readonly byte[] Word = WordFile.OfTheDocument();

    private static readonly Gen<string> Words = Gen.Char["一二、附件注：（）序号大连*<b>#\\ \t\n0129。aA\ud800"].Array[0, 12].Select(c => new string(c));

    private static readonly Gen<DocumentPart> Part = Gen.OneOf(
        Gen.Select(Words, Gen.Enum<HeadingKind>()).Select((text, heading) => (DocumentPart)new DocumentPart.Paragraph(text, heading)),
        Words.Array[0, 5].Select(cells => (DocumentPart)new DocumentPart.Row([.. cells])));

    [Fact]
    public void Transcribe_WordDocumentWithOtherBytes_IsRefusedOrRead() => Mutated(Word).Sample(Survives, iter: 60);

    [Fact]
    public void Transcribe_PdfWithOtherBytes_IsRefusedOrRead() => Mutated(PdfFile.OfTheDocument()).Sample(Survives, iter: 15);

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
                var read = PageReader.Read(pages).Sum(p => p switch
                {
                    DocumentPart.Paragraph paragraph => paragraph.Text.Count(c => c != ' '),
                    DocumentPart.Row row => row.Cells.Sum(c => c.Count(x => x != ' ')),
                    _ => 0,
                });
                return read <= pages.Sum(p => p.Glyphs.Count(g => g.Text != " "));
            });

    private static Gen<Rule[]> Rules(double longest) =>
        Gen.Select(Gen.Double[0, 800], Gen.Double[0, longest], Gen.Double[0, longest]).Select((at, one, other) => new Rule(at, Math.Min(one, other), Math.Max(one, other))).Array[0, 20];

    private static Gen<byte[]> Mutated(byte[] file) =>
        Gen.Select(Gen.Int[0, file.Length - 1], Gen.Byte, Gen.Int[0, 3]).Array[1, 8].Select(changes =>
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

    private static bool Survives(byte[] file)
    {
        var read = DocumentImport.Transcribe(file).Then(transcript => DocumentImport.Read(transcript, Shipped.Files.Gazetteer));
        return read.IsOk || read.Fault!.Message.Length > 0;
    }

    /// <summary>Words without white space and without the marks of the text form.</summary>
    private static string Squeezed(string text) =>
        string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c) && c is not ('#' or '\\' or '<' or '>' or 'b' or '/')));
}
