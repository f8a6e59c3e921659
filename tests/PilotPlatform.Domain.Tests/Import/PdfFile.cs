using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Text;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>The shipped document as Chromium prints it: a table that runs over pages, with its head repeated on each.</summary>
internal static class PdfFile
{
    /// <summary>Rows may be cut by a page break, columns are narrow, and each page bears its number.</summary>
    public const string Narrow = "@page { size: A5; margin: 18mm 14mm; @bottom-center { content: '— ' counter(page) ' —'; } } body { font-size: 11pt }";

    private const string Style = "body { font-family: 'Noto Serif CJK SC', serif; font-size: 12pt; line-height: 1.6 } h1 { font-size: 18pt; text-align: center } h2 { font-size: 14pt } "
        + "p { text-indent: 2em; margin: 0 0 6pt } p.flush { text-indent: 0 } table { border-collapse: collapse; width: 100%; font-size: 10.5pt } th, td { border: 1px solid #000; padding: 3pt 5pt } "
        + "td.n { width: 3em; text-align: center } td.s { width: 9em } @page { size: A4; margin: 20mm } ";

    private static readonly string? Chromium = new[] { "chromium-headless-shell", "chromium", "chromium-browser", "google-chrome" }
        .SelectMany(name => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <param name="style">More styles.</param>
    /// <param name="change">A change of the page that is printed.</param>
    public static byte[] OfTheDocument(string style = "", Func<string, string>? change = null) => Print(change is null ? Html(DocumentParts.Blocks, style) : change(Html(DocumentParts.Blocks, style)));

    public static byte[] Of(ImmutableArray<Block> blocks) => Print(Html(blocks, ""));

    public static byte[] Print(string html)
    {
        Assert.SkipWhen(Chromium is null, "Chromium, which prints the document as a PDF, is not installed.");
        var folder = Directory.CreateTempSubdirectory("pilot-platform-pdf-");
        try
        {
            var (page, pdf) = (Path.Combine(folder.FullName, "document.html"), Path.Combine(folder.FullName, "document.pdf"));
            File.WriteAllText(page, html);
            using var print = Process.Start(new ProcessStartInfo(
                Chromium!,
                ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={folder.FullName}/profile", $"--print-to-pdf={pdf}", page])
            {
                RedirectStandardError = true,
                UseShellExecute = false,
            })!;
            print.StandardError.ReadToEnd();
            print.WaitForExit();
            return File.ReadAllBytes(pdf);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Html(ImmutableArray<Block> blocks, string style)
    {
        var html = new StringBuilder($"<!DOCTYPE html><html lang='zh-Hans'><meta charset='utf-8'><style>{Style}{style}</style>");
        var inTable = false;
        foreach (var block in blocks)
        {
            var words = WebUtility.HtmlEncode(DocumentParts.Words(block.Passage));
            if (block.Kind is BlockKind.ChapterTitle or BlockKind.Row && !inTable)
            {
                html.Append("<table><thead><tr>").Append(string.Concat(DocumentParts.Head.Select(h => $"<th>{h}</th>"))).Append("</tr></thead><tbody>");
                inTable = true;
            }
            else if (block.Kind == BlockKind.Note)
                html.Append("</tbody></table>");

            html.Append(block.Kind switch
            {
                BlockKind.Title => $"<h1>{words}</h1>",
                BlockKind.SectionHeading => $"<h2>{words}</h2>",
                BlockKind.AnnexTitle => $"<p class='flush'>附 件</p><h1>{words}</h1>",
                BlockKind.ChapterTitle => $"<tr><td colspan='3'><b>{words}</b></td></tr>",
                BlockKind.Row => $"<tr><td class='n'>{Cell(block, 0)}</td><td>{Cell(block, 1)}</td><td class='s'>{Cell(block, 2)}</td></tr>",
                BlockKind.Paragraph => $"<p>{words}</p>",
                _ => $"<p class='flush'>{words}</p>",
            });
        }

        return html.ToString();
    }

    private static string Cell(Block row, int cell) => WebUtility.HtmlEncode(DocumentParts.Words(row.Cells[cell]));
}
