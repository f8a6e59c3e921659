using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>Words of a Word document, in whatever they stand: what is shown in the text is read, and what stands beside it is refused and not left out.</summary>
public sealed class WordContentTests
{
    private const string Run = "<w:r><w:t xml:space=\"preserve\">通交易。</w:t></w:r>";
    private const string Others =
        "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" xmlns:v=\"urn:schemas-microsoft-com:vml\" "
        + "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

    /// <summary>A line as Word draws it, in both of its forms: the red rule of a letterhead, with places and sizes that are no words.</summary>
    private const string Line =
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wp:positionH relativeFrom=\"column\"><wp:posOffset>12700</wp:posOffset></wp:positionH><wp:positionV relativeFrom=\"page\">"
        + "<wp:align>center</wp:align></wp:positionV><wp:docPr id=\"1\" name=\"直线 1\"/><a:graphic><a:graphicData uri=\"x\"><wps:wsp>^</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
        + "<mc:Fallback><w:pict><v:line from=\"0,0\" to=\"441pt,0\" strokecolor=\"red\">^</v:line></w:pict></mc:Fallback></mc:AlternateContent></w:r>";

    private const string Secret = "<w:style w:type=\"character\" w:styleId=\"hides\"><w:name w:val=\"hides\"/><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type=\"character\" w:styleId=\"secret\"><w:name w:val=\"secret\"/><w:basedOn w:val=\"hides\"/></w:style>";

    private const string Box = "<v:textbox><w:txbxContent><w:p><w:r><w:t>旁注</w:t></w:r></w:p></w:txbxContent></v:textbox>";

    private static readonly (string Name, byte[] Content)[] Parts = [.. OddFiles.Parts(WordFile.OfTheDocument())];

    /// <summary>Ways in which the last words of task 7 are set; @ stands for their run.</summary>
    public static TheoryData<string> Shown =>
    [
        "@",
        "<w:smartTag w:uri=\"urn:schemas-microsoft-com:office:smarttags\" w:element=\"chmetcnv\"><w:smartTagPr><w:attr w:name=\"UnitName\" w:val=\"通\"/></w:smartTagPr>@</w:smartTag>",
        "<w:smartTag w:element=\"a\"><w:smartTag w:element=\"b\">@</w:smartTag></w:smartTag>",
        "<w:sdt><w:sdtPr><w:alias w:val=\"别名\"/></w:sdtPr><w:sdtContent>@</w:sdtContent></w:sdt>",
        "<w:hyperlink w:anchor=\"a\">@</w:hyperlink>",
        "<w:fldSimple w:instr=\" REF a \">@</w:fldSimple>",
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> REF a </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>@<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
        "<mc:AlternateContent><mc:Choice Requires=\"w14\">@</mc:Choice><mc:Fallback>@</mc:Fallback></mc:AlternateContent>",
        "<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>tong</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>通</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:t>交易。</w:t></w:r>",
        "<w:r><w:t>通</w:t><w:br/><w:t>交易</w:t><w:sym w:font=\"宋体\" w:char=\"3002\"/></w:r>",
        "<w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>通交易。</w:t></w:r>",
        "<w:customXml w:element=\"x\">@</w:customXml><w:r><w:rPr><w:vanish/></w:rPr><w:t> </w:t></w:r>",
        "<w:bookmarkStart w:id=\"1\" w:name=\"a\"/>@<w:bookmarkEnd w:id=\"1\"/><w:proofErr w:type=\"spellStart\"/><w:r><w:drawing/></w:r>",
        "@" + Line.Replace("^", "", StringComparison.Ordinal),
        $"<mc:AlternateContent><mc:Choice Requires=\"w14\"><mc:AlternateContent><mc:Choice Requires=\"w15\">@</mc:Choice><mc:Fallback>@</mc:Fallback></mc:AlternateContent></mc:Choice><mc:Fallback>@</mc:Fallback></mc:AlternateContent>",
        "<w:r><w:rPr><w:strike w:val=\"0\"/><w:dstrike w:val=\"false\"/></w:rPr><w:t>通交易。</w:t></w:r>",
        "@<w:r><w:rPr><w:vanish/></w:rPr><w:instrText> XE \"数据\" </w:instrText></w:r>",
    ];

    /// <summary>Words beside the text, and what is said of where they stand.</summary>
    public static TheoryData<string, string> Beside => new()
    {
        { "@<w:r><w:rPr><w:vanish/></w:rPr><w:t>不含境外数据</w:t></w:r>", "hidden text, which is not read: '不含境外数据'" },
        { "@<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>旁注</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>", "a text box, which is not read: '旁注'" },
        { "@<w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri=\"x\"><wps:wsp><wps:txbx><w:txbxContent><w:p><w:r><w:t>旁注</w:t></w:r></w:p></w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>", "a text box" },
        { "@<m:oMath><m:r><m:t>≥51%</m:t></m:r></m:oMath>", "an equation, which is not read: '≥51%'" },
        { "<mc:AlternateContent><mc:Choice Requires=\"w14\"><w:r><w:t>易。</w:t></w:r></mc:Choice><mc:Fallback>@</mc:Fallback></mc:AlternateContent>", "alternatives of which each says something else" },
        { "@" + Line.Replace("^", Box, StringComparison.Ordinal), "a text box, which is not read: '旁注'" },
        { "@" + string.Concat(Line.Split('^', 2)[0], Box, Line.Split('^', 2)[1].Replace("^", "", StringComparison.Ordinal)), "alternatives of which each says something else" },
        { "@<w:r><w:pict><v:shape><v:textpath on=\"t\" string=\"讨论稿\"/></v:shape></w:pict></w:r>", "a text box, which is not read: '讨论稿'" },
        { "@<w:r><w:rPr><w:strike/></w:rPr><w:t>五十</w:t></w:r>", "text that is struck through, which is not read: '五十'" },
        { "@<w:r><w:rPr><w:dstrike/></w:rPr><w:t>五十</w:t></w:r>", "text that is struck through" },
        { "@<w:r><w:rPr><w:rStyle w:val=\"secret\"/></w:rPr><w:t>不含境外数据</w:t></w:r>", "hidden text, which is not read: '不含境外数据'" },
        { "@<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0E0\"/></w:r>", "a symbol of a font of its own" },
    };

    [Theory]
    [MemberData(nameof(Shown))]
    public void Read_WordsInAnythingThatShowsThem_AreTheSameEdition(string words) => Same(With(words));

    [Theory]
    [MemberData(nameof(Beside))]
    public void Transcribe_WordsBesideTheText_AreRefusedByName(string words, string reason) =>
        Assert.Contains(reason, DocumentImport.Transcribe(With(words), TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("<w:ins w:id=\"1\" w:author=\"a\">@</w:ins>")]
    [InlineData("<w:smartTag w:element=\"a\"><w:del w:id=\"1\" w:author=\"a\">@</w:del></w:smartTag>")]
    public void Transcribe_TrackedChangesAnywhere_AreRefused(string words) =>
        Assert.Contains("tracked changes", DocumentImport.Transcribe(With(words), TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);

    [Fact]
    public void Transcribe_Footnote_IsRefusedWithItsWords()
    {
        var file = Changed(main =>
        {
            main.AddNewPart<FootnotesPart>().Footnotes = new Footnotes(new Footnote(new Paragraph(new Run(new Text("本任务不含境外数据。")))) { Id = 2 });
            main.Document!.Body!.Descendants<TableCell>().ElementAt(20).GetFirstChild<Paragraph>()!.Append(new Run(new FootnoteReference { Id = 2 }));
        });

        Assert.Contains("a footnote, which is not read: '本任务不含境外数据。'", DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Transcribe_Comment_IsRefusedWithItsWords()
    {
        var file = Changed(main =>
        {
            main.AddNewPart<WordprocessingCommentsPart>().Comments = new Comments(new Comment(new Paragraph(new Run(new Text("待定")))) { Id = "3", Author = "a" });
            main.Document!.Body!.Descendants<TableCell>().ElementAt(20).GetFirstChild<Paragraph>()!.Append(new Run(new CommentReference { Id = "3" }));
        });

        Assert.Contains("a comment, which is not read: '待定'", DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    /// <summary>A page that was scanned has words that no reader sees; a mark or a seal has none.</summary>
    [Theory]
    [InlineData("<w:drawing><wp:inline><wp:extent cx=\"5940000\" cy=\"8400000\"/><a:graphic><a:graphicData uri=\"x\"><a:blip/></a:graphicData></a:graphic></wp:inline></w:drawing>", false)]
    [InlineData("<w:pict><v:shape style=\"position:absolute;width:451.3pt;height:640pt\"><v:imagedata/></v:shape></w:pict>", false)]
    [InlineData("<w:drawing><wp:inline><wp:extent cx=\"1440000\" cy=\"1440000\"/><a:graphic><a:graphicData uri=\"x\"><a:blip/></a:graphicData></a:graphic></wp:inline></w:drawing>", true)]
    [InlineData("<w:drawing><wp:inline><wp:extent cx=\"5940000\" cy=\"8400000\"/><a:graphic><a:graphicData uri=\"x\"/></a:graphic></wp:inline></w:drawing>", true)]
    public void Transcribe_Picture_IsRefusedIfItCanBeAPageOfWords(string picture, bool isRead)
    {
        var fault = DocumentImport.Transcribe(With($"@<w:r>{picture}</w:r>"), TestContext.Current.CancellationToken).Fault;

        Assert.Equal(isRead ? null : "document: a picture as large as a page stands in it, whose words are not read: put them into the text or take it out", fault?.Message);
    }

    /// <summary>A title of two lines is one, whether a style or its place says that it is a title.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_TitleInTwoParagraphs_IsTheSameEdition(bool styled) => Same(Changed(main =>
    {
        var title = main.Document!.Body!.GetFirstChild<Paragraph>()!;
        var words = title.InnerText;
        var properties = styled ? (ParagraphProperties)title.ParagraphProperties!.CloneNode(true) : new ParagraphProperties(new Justification { Val = JustificationValues.Center });
        var second = new Paragraph((ParagraphProperties)properties.CloneNode(true), new Run(new Text(words[11..])));
        Replace(title, [properties, new Run(new Text(words[..11]))]);
        title.InsertAfterSelf(second);
    }));

    /// <summary>What stands above the title is not the title: it is named, as it is in a text.</summary>
    [Theory]
    [InlineData("商务部文件")]
    [InlineData("商资发〔2026〕128号")]
    public void Read_LetterheadAboveTheTitle_IsNamedAndNotTheTitle(string words)
    {
        var file = Changed(main =>
        {
            main.Document!.Body!.GetFirstChild<Paragraph>()!.ParagraphProperties!.Remove();
            main.Document.Body.PrependChild(new Paragraph(new ParagraphProperties(new Justification { Val = JustificationValues.Center }), new Run(new Text(words))));
        });

        Assert.Contains($"neither a heading nor a row nor a note: '{words}'", DocumentImport.Read(file, Shipped.Files.Gazetteer).Fault?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Transcribe_PicturesOfPages_AreRefusedAsAScannedDocument()
    {
        var file = Changed(main => Replace(main.Document!.Body!, [new Paragraph(new Run(new Drawing()))]));

        Assert.Contains("pictures and no text", DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    /// <summary>Numbers that Word counts itself, in the first column and before headings, are those that it shows.</summary>
    [Fact]
    public void Read_NumbersThatWordCounts_AreTheSameEdition() => Same(Changed(main =>
    {
        main.AddNewPart<NumberingDefinitionsPart>().Numbering = new Numbering(
            List(0, NumberFormatValues.Decimal, "%1"), List(1, NumberFormatValues.ChineseCountingThousand, "%1、"), List(2, NumberFormatValues.ChineseCounting, "(%1)"),
            Instance(1, 0), Instance(2, 1), new NumberingInstance(new AbstractNumId { Val = 1 }, new LevelOverride(new StartOverrideNumberingValue { Val = 1 }) { LevelIndex = 0 }) { NumberID = 3 }, Instance(4, 2));
        foreach (var row in main.Document!.Body!.Descendants<TableRow>())
        {
            var first = row.GetFirstChild<TableCell>()!.GetFirstChild<Paragraph>()!;
            if (first.InnerText.All(char.IsAsciiDigit))
                Count(first, 1, 0);
            else if (row.Elements<TableCell>().Count() == 1)
                Count(first, 3, first.InnerText.IndexOf('、', StringComparison.Ordinal) + 1);
        }

        foreach (var paragraph in main.Document.Body.Elements<Paragraph>())
        {
            if (paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value == "jie")
                Count(paragraph, 2, paragraph.InnerText.IndexOf('、', StringComparison.Ordinal) + 1);
            else if (paragraph.InnerText.StartsWith('(') && paragraph.InnerText.IndexOf(')', StringComparison.Ordinal) is > 0 and < 4)
                Count(paragraph, 4, paragraph.InnerText.IndexOf(')', StringComparison.Ordinal) + 1);
        }
    }));

    /// <summary>Tasks on a level below their chapters, which goes on counting behind each; and a list that is named by a style.</summary>
    [Fact]
    public void Read_NumbersOfALevelThatNeverRestartsInAListOfAStyle_AreTheSameEdition() => Same(Changed(main =>
    {
        var tasks = Level(1, NumberFormatValues.Decimal, "%2");
        tasks.LevelRestart = new LevelRestart { Val = 0 };
        main.AddNewPart<NumberingDefinitionsPart>().Numbering = new Numbering(
            new AbstractNum(new NumberingStyleLink { Val = "liebiao" }) { AbstractNumberId = 0 },
            new AbstractNum(new StyleLink { Val = "liebiao" }, Level(0, NumberFormatValues.ChineseCountingThousand, "%1、"), tasks) { AbstractNumberId = 1 },
            Instance(1, 0), Instance(2, 1));
        main.StyleDefinitionsPart!.Styles!.Append(new Style(new StyleName { Val = "liebiao" }, new StyleParagraphProperties(new NumberingProperties(new NumberingId { Val = 2 }))) { Type = StyleValues.Numbering, StyleId = "liebiao" });
        CountChaptersAndTasks(main, instance: 1, taskLevel: 1);
    }));

    /// <summary>Digits in a row are another way to write the same number: it stands as Word shows it, and is read as the number.</summary>
    [Fact]
    public void Read_ChaptersNumberedByDigitsInARow_AreNumberedWithoutAGap()
    {
        var edition = DocumentImport.Read(
            Changed(main =>
            {
                main.AddNewPart<NumberingDefinitionsPart>().Numbering = new Numbering(List(0, NumberFormatValues.IdeographDigital, "%1、"), List(1, NumberFormatValues.Decimal, "%1"), Instance(1, 0), Instance(2, 1));
                CountChaptersAndTasks(main, instance: 1, taskLevel: null);
            }),
            Shipped.Files.Gazetteer).Value;

        Assert.StartsWith("一〇、", edition.Chapters[9].Title.Squeezed, StringComparison.Ordinal);
        Assert.StartsWith("一五、", edition.Chapters[14].Title.Squeezed, StringComparison.Ordinal);
        Assert.DoesNotContain(edition.Checks, c => c.Outcome == CheckOutcome.Failed);
    }

    [Fact]
    public void Transcribe_NumbersOfAnotherForm_AreRefused()
    {
        var file = Changed(main =>
        {
            main.AddNewPart<NumberingDefinitionsPart>().Numbering = new Numbering(List(0, NumberFormatValues.UpperRoman, "%1"), Instance(1, 0));
            Count(main.Document!.Body!.Descendants<TableRow>().ElementAt(2).GetFirstChild<TableCell>()!.GetFirstChild<Paragraph>()!, 1, 0);
        });

        Assert.Contains("an automatic number of another form", DocumentImport.Transcribe(file, TestContext.Current.CancellationToken).Fault?.Message, StringComparison.Ordinal);
    }

    /// <param name="main">The document.</param>
    /// <param name="instance">The list that counts them.</param>
    /// <param name="taskLevel">The level that counts the tasks; null to leave their numbers as they are.</param>
    private static void CountChaptersAndTasks(MainDocumentPart main, int instance, int? taskLevel)
    {
        foreach (var row in main.Document!.Body!.Descendants<TableRow>())
        {
            var first = row.GetFirstChild<TableCell>()!.GetFirstChild<Paragraph>()!;
            if (first.InnerText.All(char.IsAsciiDigit) && taskLevel is { } level)
                Count(first, instance, 0, level);
            else if (row.Elements<TableCell>().Count() == 1)
                Count(first, instance, first.InnerText.IndexOf('、', StringComparison.Ordinal) + 1);
        }
    }

    private static AbstractNum List(int id, NumberFormatValues format, string text) => new(Level(0, format, text)) { AbstractNumberId = id };

    private static Level Level(int index, NumberFormatValues format, string text) =>
        new(new StartNumberingValue { Val = 1 }, new NumberingFormat { Val = format }, new LevelText { Val = text }) { LevelIndex = index };

    private static NumberingInstance Instance(int id, int list) => new(new AbstractNumId { Val = list }) { NumberID = id };

    /// <summary>Takes the number out of a paragraph and has Word count it.</summary>
    private static void Count(Paragraph paragraph, int instance, int length, int level = 0)
    {
        var text = paragraph.InnerText[(length == 0 ? paragraph.InnerText.Length : length)..];
        var properties = paragraph.ParagraphProperties?.CloneNode(true) as ParagraphProperties ?? new ParagraphProperties();
        properties.Append(new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = instance }));
        Replace(paragraph, [properties, new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve })]);
    }

    private static void Replace(OpenXmlElement element, IEnumerable<OpenXmlElement> children)
    {
        element.RemoveAllChildren();
        element.Append(children);
    }

    private static byte[] Changed(Action<MainDocumentPart> change)
    {
        using var stream = new MemoryStream();
        stream.Write(WordFile.OfTheDocument());
        using (var document = WordprocessingDocument.Open(stream, isEditable: true))
            change(document.MainDocumentPart!);
        return stream.ToArray();
    }

    private static byte[] With(string words) => OddFiles.Zip([.. Parts.Select(p => p.Name switch
    {
        "word/document.xml" => (p.Name, Encoding.UTF8.GetBytes(Changed(Encoding.UTF8.GetString(p.Content), words))),
        "word/styles.xml" => (p.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(p.Content).Replace("</w:styles>", Secret + "</w:styles>", StringComparison.Ordinal))),
        _ => p,
    })]);

    private static string Changed(string xml, string words)
    {
        Assert.Contains(Run, xml, StringComparison.Ordinal);
        return xml.Replace(Run, words.Replace("@", Run, StringComparison.Ordinal), StringComparison.Ordinal).Replace("<w:document ", $"<w:document {Others} ", StringComparison.Ordinal);
    }

    private static void Same(byte[] file)
    {
        var read = DocumentImport.Read(file, Shipped.Files.Gazetteer);

        Assert.True(read.IsOk, read.Fault?.ToString());
        Assert.Equal(Shipped.Edition.Passages().Select(p => p.Squeezed), read.Value.Passages().Select(p => p.Squeezed));
    }

    /// <summary>A number and a title at the edges of pages are none of the document's words; a sentence that restricts the list is.</summary>
    [Theory]
    [InlineData("— 1 —", null)]
    [InlineData("大连等 9 城市服务业扩大开放综合试点任务", null)]
    [InlineData("注：本表任务暂不在西安市实施。", "words stand in the head or foot of its pages, which is not read: '注：本表任务暂不在西安市实施。'")]
    public void Read_WordsAtTheFootOfPages_AreLeftOutOnlyWhereTheyAreNoSentence(string words, string? refusal)
    {
        var read = DocumentImport.Read(Changed(main => main.AddNewPart<FooterPart>().Footer = new Footer(new Paragraph(new Run(new Text(words))))), Shipped.Files.Gazetteer);

        if (refusal is null)
            Assert.Equal(Shipped.Edition.Id, read.Value.Id);
        else
            Assert.Contains(refusal, read.Fault!.ToString(), StringComparison.Ordinal);
    }
}
