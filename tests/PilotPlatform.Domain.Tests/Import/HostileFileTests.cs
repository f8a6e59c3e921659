using System.Diagnostics;
using System.Text;
using PilotPlatform.Catalog.Import;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>Files made to keep their reader busy, each some 10 MB when it is unpacked: refused or read, and soon.</summary>
public sealed class HostileFileTests
{
    private const int Size = 10_000_000;

    private const string Head = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"><w:body>";
    private const string Tail = "</w:body></w:document>";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private static readonly (string Name, byte[] Content)[] Parts = [.. OddFiles.Parts(WordFile.OfTheDocument())];

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "elements in one another", "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>" },
        { "tables in one another", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>" },
        { "alternatives in one another", "<mc:AlternateContent><mc:Fallback>", "</mc:Fallback></mc:AlternateContent>" },
        { "runs in one another", "<w:p><w:r>", "</w:r></w:p>" },
        { "empty paragraphs", "<w:p/>", "" },
        { "numbered paragraphs", "<w:p><w:pPr><w:pStyle w:val=\"s19\"/></w:pPr></w:p>", "" },
        { "numbers of the last list", "<w:p><w:pPr><w:numPr><w:numId w:val=\"9999\"/></w:numPr></w:pPr></w:p>", "" },
        { "references to no footnote", "<w:p><w:r><w:footnoteReference w:id=\"99999\"/></w:r></w:p>", "" },
        { "hidden runs", "<w:p><w:r><w:rPr><w:rStyle w:val=\"s0\"/></w:rPr><w:t> </w:t></w:r></w:p>", "" },
        { "rows of a table", "<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>", "" },
    };

    /// <summary>A reader that goes down with the stack takes the whole process with it, so that no refusal would be seen.</summary>
    [Theory]
    [InlineData(600, "nest deeper than 500")]
    [InlineData(190, "it has pictures and no text")]
    public void Transcribe_ElementsInOneAnother_AreToldByHowDeepTheyAre(int depth, string reason)
    {
        var body = Head + string.Concat(Enumerable.Repeat("<w:sdt>", depth)) + "<w:p><w:r><w:pict/></w:r></w:p>" + string.Concat(Enumerable.Repeat("</w:sdt>", depth)) + Tail;

        Assert.Contains(reason, DocumentImport.Transcribe(OddFiles.Zip([.. Parts.Select(p => p.Name == "word/document.xml" ? (p.Name, Encoding.UTF8.GetBytes(body)) : p)]), TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Transcribe_ALargeDocumentOf_IsRefusedOrReadSoon(string what, string open, string close)
    {
        var count = Size / (open.Length + close.Length);
        var body = new StringBuilder(Head).Insert(Head.Length, open, count).Append(new StringBuilder().Insert(0, close, count)).Append(Tail).ToString();

        Soon(what, ("word/document.xml", body), ("word/numbering.xml", Numbering()), ("word/styles.xml", Styles()), ("word/footnotes.xml", Footnotes()));
    }

    /// <summary>Words of a branch that are read again at each level take a time that doubles with it: 2^60 for these.</summary>
    [Fact]
    public void Transcribe_AlternativesWithinTheLastOfAlternatives_AreReadOnce()
    {
        const int Levels = 60;
        var nested = string.Concat(Enumerable.Repeat("<mc:AlternateContent><mc:Fallback>", Levels)) + string.Concat(Enumerable.Repeat("</mc:Fallback></mc:AlternateContent>", Levels));

        Soon("alternatives", ("word/document.xml", $"{Head}<w:p><w:r>{nested}</w:r></w:p>{Tail}"));
    }

    /// <summary>Who leaves takes the work along: a file that takes seconds is not read to its end for nobody.</summary>
    [Fact]
    public void Transcribe_AfterItsCallerLeft_Ends()
    {
        var body = new StringBuilder(Head).Insert(Head.Length, "<w:p><w:r><w:t>x</w:t></w:r></w:p>", Size / 34).Append(Tail).ToString();
        var file = File(("word/document.xml", body));
        using var left = new CancellationTokenSource();
        left.CancelAfter(TimeSpan.FromMilliseconds(300));
        var watch = Stopwatch.StartNew();

        Assert.Throws<OperationCanceledException>(() => DocumentImport.Transcribe(file, left.Token));
        Assert.True(watch.Elapsed < Longest, $"{watch.Elapsed}");
    }

    [Fact]
    public void Transcribe_OfAPdfForNobody_Ends()
    {
        using var left = new CancellationTokenSource();
        left.Cancel();

        Assert.Throws<OperationCanceledException>(() => DocumentImport.Transcribe(OddFiles.OpenPdf(), left.Token));
    }

    /// <summary>A list of many levels, and one that is a style that is the list.</summary>
    private static string Numbering() => new StringBuilder("<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">")
        .Append("<w:abstractNum w:abstractNumId=\"0\">").Append(new StringBuilder().Insert(0, "<w:lvl w:ilvl=\"10\"/>", 20_000)).Append("</w:abstractNum>")
        .Append("<w:abstractNum w:abstractNumId=\"1\"><w:numStyleLink w:val=\"s19\"/></w:abstractNum>")
        .Append(new StringBuilder().AppendJoin("", Enumerable.Range(0, 10_000).Select(i => $"<w:num w:numId=\"{i}\"><w:abstractNumId w:val=\"{i % 2}\"/></w:num>")))
        .Append("</w:numbering>").ToString();

    private static string Styles() => new StringBuilder("<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">")
        .AppendJoin("", Enumerable.Range(0, 20).Select(i => $"<w:style w:styleId=\"s{i}\"><w:basedOn w:val=\"s{(i + 1) % 20}\"/></w:style>"))
        .Append("</w:styles>").ToString();

    private static string Footnotes() => new StringBuilder("<w:footnotes xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">")
        .AppendJoin("", Enumerable.Range(0, 20_000).Select(i => $"<w:footnote w:id=\"{i}\"/>"))
        .Append("</w:footnotes>").ToString();

    private static byte[] File(params (string Name, string Content)[] changed)
    {
        // What does not pack as a document does is refused before it is read: words that do not repeat stand behind it.
        var noise = Convert.ToBase64String(new Random(1).GetItems(Enumerable.Range(0, 256).Select(b => (byte)b).ToArray(), 400_000));
        var parts = Parts.ToDictionary(p => p.Name, p => p.Content, StringComparer.Ordinal);
        foreach (var (name, content) in changed)
            parts[name] = Encoding.UTF8.GetBytes(content + $"<!--{noise}-->");
        return OddFiles.Zip([.. parts.Select(p => (p.Key, p.Value))]);
    }

    private static void Soon(string what, params (string Name, string Content)[] changed)
    {
        var file = File(changed);
        var watch = Stopwatch.StartNew();

        var read = DocumentImport.Transcribe(file, TestContext.Current.CancellationToken);

        Assert.NotNull(read.IsOk ? DocumentImport.Read(read.Value, Shipped.Files.Gazetteer).Fault : read.Fault);
        Assert.True(watch.Elapsed < Longest, $"{what}: {watch.Elapsed}");
    }
}
