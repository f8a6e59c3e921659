using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Documents.Pages;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Graphics;
using UglyToad.PdfPig.Parser.Parts;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace PilotPlatform.Catalog.Import;

/// <summary>Reads the text layer and the ruled lines of a PDF, page by page.</summary>
internal static class PdfPages
{
    private const int MostPages = 1000;
    private const int MostGlyphs = 2_000_000;
    private const int DeepestNesting = 256;

    /// <summary>What is drawn thinner than this, in points, is a line and no box.</summary>
    private const double Thickest = 2.5;

    /// <exception cref="OperationCanceledException">Nobody waits for it any more.</exception>
    public static Result<ImmutableArray<DocumentPart>> Read(byte[] source, CancellationToken cancellation)
    {
        try
        {
            var filters = new BoundedFilters();
            var options = new ParsingOptions { FilterProvider = filters, MaxStackDepth = DeepestNesting, SkipMissingFonts = true };
            using var document = PdfDocument.Open(source, options);
            if (document.IsEncrypted)
                return Encrypted();
            if (document.NumberOfPages > MostPages)
                return Fault.Invalid("document", $"it has {document.NumberOfPages} pages, more than {MostPages}");
            foreach (var content in Contents(document))
            {
                cancellation.ThrowIfCancellationRequested();
                filters.Draw(content);
            }

            var read = Pages(document, cancellation);
            return filters.IsDamaged ? Damaged() : read.Then(pages => PageReader.Read(pages));
        }
        catch (PdfDocumentEncryptedException)
        {
            return Encrypted();
        }
        catch (InflationException bomb)
        {
            return Fault.Invalid("document", bomb.Message);
        }
        catch (Exception damaged) when (damaged is not (OutOfMemoryException or OperationCanceledException))
        {
            // The reader of a damaged file fails in many ways; whichever it is, nothing is made of the file.
            return damaged.InnerException is InflationException inner
                ? Fault.Invalid("document", inner.Message)
                : Damaged();
        }
    }

    /// <summary>What draws the pages, by what they say; a node that the tree of pages has once more is one.</summary>
    private static IEnumerable<StreamToken> Contents(PdfDocument document)
    {
        var (scanner, seen) = (document.Structure.TokenScanner, new HashSet<IndirectReference>());
        var nodes = new Stack<IToken>();
        if (document.Structure.Catalog.CatalogDictionary.TryGet(NameToken.Pages, out var root))
            nodes.Push(root);
        while (nodes.TryPop(out var next))
        {
            if ((next is IndirectReferenceToken reference && !seen.Add(reference.Data)) || !DirectObjectFinder.TryGet<DictionaryToken>(next, scanner, out var node))
                continue;
            foreach (var child in Parts(node, NameToken.Kids, scanner))
                nodes.Push(child);
            foreach (var drawn in Parts(node, NameToken.Contents, scanner))
            {
                if (DirectObjectFinder.TryGet<StreamToken>(drawn, scanner, out var content))
                    yield return content;
            }
        }
    }

    /// <summary>The one thing, or the several, that an entry is made of.</summary>
    private static IReadOnlyList<IToken> Parts(DictionaryToken node, NameToken entry, IPdfTokenScanner scanner) =>
        !node.TryGet(entry, out var one) ? [] : DirectObjectFinder.TryGet<ArrayToken>(one, scanner, out var several) ? several.Data : [one];

    private static Result<ImmutableArray<PageContent>> Pages(PdfDocument document, CancellationToken cancellation)
    {
        var pages = ImmutableArray.CreateBuilder<PageContent>();
        var glyphs = 0;
        foreach (var page in document.GetPages())
        {
            cancellation.ThrowIfCancellationRequested();
            glyphs += page.Letters.Count;
            if (glyphs > MostGlyphs)
                return Fault.Invalid("document", $"it has more than {MostGlyphs} characters");
            if (page.Letters.Count == 0 && page.NumberOfImages > 0)
                return Fault.Invalid("document", $"page {page.Number} is a scanned picture without text; import a document with a text layer");
            pages.Add(Content(page));
        }

        return glyphs > 0
            ? pages.ToImmutable()
            : Fault.Invalid("document", "it has no text layer: a scanned document, or one whose letters are drawings");
    }

    private static PageContent Content(Page page)
    {
        var level = ImmutableArray.CreateBuilder<Rule>();
        var upright = ImmutableArray.CreateBuilder<Rule>();
        foreach (var path in page.Paths.Where(p => p is { IsFilled: true } or { IsStroked: true }))
            foreach (var box in path.Select(sub => sub.GetBoundingRectangle()).OfType<PdfRectangle>())
                AddRules(path, box, level, upright);
        return new PageContent(page.Number, page.Height, [.. page.Letters.Select(ToGlyph)], level.ToImmutable(), upright.ToImmutable());
    }

    /// <summary>A thin box is a line; the edges of a stroked box are four.</summary>
    private static void AddRules(PdfPath path, PdfRectangle box, ImmutableArray<Rule>.Builder level, ImmutableArray<Rule>.Builder upright)
    {
        if (box.Height <= Thickest && box.Width > Thickest)
            level.Add(new Rule(box.Bottom, box.Left, box.Right));
        else if (box.Width <= Thickest && box.Height > Thickest)
            upright.Add(new Rule(box.Left, box.Bottom, box.Top));
        else if (path.IsStroked && box.Width > Thickest)
        {
            level.AddRange(new Rule(box.Bottom, box.Left, box.Right), new Rule(box.Top, box.Left, box.Right));
            upright.AddRange(new Rule(box.Left, box.Bottom, box.Top), new Rule(box.Right, box.Bottom, box.Top));
        }
    }

    private static Glyph ToGlyph(Letter letter) => new(
        GlyphForms.Fold(letter.Value), letter.StartBaseLine.X, Math.Max(letter.StartBaseLine.X, letter.EndBaseLine.X), letter.StartBaseLine.Y, Math.Max(1, letter.PointSize));

    private static Fault Damaged() => Fault.Invalid("document", "the document is damaged or cut short: it cannot be read as a PDF");

    private static Fault Encrypted() => Fault.Invalid("document", "the document is encrypted; save it without a password");
}
