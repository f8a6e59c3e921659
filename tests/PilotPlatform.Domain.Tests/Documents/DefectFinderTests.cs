using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Documents;

/// <summary>The defects of the shipped document: flagged with their place, never repaired.</summary>
public sealed class DefectFinderTests
{
    private static readonly IReadOnlyList<SourceDefect> Defects = Shipped.Edition.Defects;

    [Fact]
    public void Defects_OfTheDocument_StandAtTheirOffsets() =>
        Assert.All(Defects, d =>
        {
            Assert.Equal(d.Quote, Shipped.Document[d.Span.Start..d.Span.End]);
            Assert.Equal(d.StartLine, Shipped.Document[..d.Span.Start].Count(c => c == '\n') + 1);
        });

    [Fact]
    public void Defects_OfTheDocument_StandInItsOrder() => Assert.Equal(Defects.OrderBy(d => d.Span.Start), Defects);

    [Fact]
    public void Defects_OfTheDocument_HoldTheForeignWord()
    {
        var word = Assert.Single(Defects, d => d.Kind == DefectKind.ForeignWord);

        Assert.Equal("and", word.Quote);
        Assert.Equal("作用 and 区位", Shipped.Document[(word.Span.Start - 3)..(word.Span.End + 3)]);
    }

    [Fact]
    public void Defects_OfTheDocument_HoldTheTwoCutParagraphs() =>
        Assert.Equal(["发\n\n挥", "陕\n\n西"], Defects.Where(d => d.Kind == DefectKind.CutParagraph).Select(d => d.Quote));

    [Fact]
    public void Defects_OfTheDocument_HoldTheMarkOfTheExtraction()
    {
        var markup = Assert.Single(Defects, d => d.Kind == DefectKind.Markup);

        Assert.Equal("\\*", markup.Quote);
    }

    [Fact]
    public void Defects_OfTheDocument_HoldTheSpaceInsideTheAnnexHead() =>
        Assert.Contains(Defects, d => d is { Kind: DefectKind.StraySpace, Quote: "附 件" });

    [Fact]
    public void Defects_OfTheDocument_HoldTheSpacesAroundNumbers() =>
        Assert.Contains(Defects, d => d.Kind == DefectKind.StraySpace && Shipped.Document[(d.Span.Start - 1)..(d.Span.End + 1)] == "等 9");

    /// <summary>Counted once more without the finder: every space beside a Chinese character, but for those of the foreign word, which is flagged as a whole.</summary>
    [Fact]
    public void Defects_OfTheDocument_HoldEverySpaceBesideAChineseCharacter()
    {
        var text = Shipped.Document;
        var spaces = Enumerable.Range(1, text.Length - 2).Where(i => text[i] == ' ' && (TextForm.IsChinese(text[i - 1]) || TextForm.IsChinese(text[i + 1])) && text[i - 1] != '#')
            .Where(i => !text[Math.Max(0, i - 4)..Math.Min(text.Length, i + 5)].Contains("and", StringComparison.Ordinal));

        Assert.Empty(spaces.Where(i => !Defects.Any(d => d.Kind == DefectKind.StraySpace && d.Span.Start <= i && i < d.Span.End)).Select(i => (i, text[(i - 5)..(i + 5)])));
    }

    [Theory]
    [InlineData("发挥作用 and 区位优势", DefectKind.ForeignWord, "and")]
    [InlineData("支持大连,宁波", DefectKind.AsciiPunctuation, ",")]
    [InlineData("标“\\*”的", DefectKind.Markup, "\\*")]
    [InlineData("等 9城市", DefectKind.StraySpace, " ")]
    [InlineData("末尾\\", DefectKind.Markup, "\\")]
    [InlineData("支持\u200B大连", DefectKind.HiddenCharacter, "\u200B")]
    [InlineData("支持\u202E大连", DefectKind.HiddenCharacter, "\u202E")]
    [InlineData("支持\u0000大连", DefectKind.HiddenCharacter, "\u0000")]
    public void FindIn_TextWithADefect_FindsOnlyIt(string text, DefectKind kind, string quote)
    {
        var defect = Assert.Single(Find(text));

        Assert.Equal((kind, quote), (defect.Kind, defect.Quote));
    }

    [Theory]
    [InlineData("")]
    [InlineData("支持大连，宁波。")]
    [InlineData("打造“一站式”服务")]
    [InlineData("PEPPOL")]
    [InlineData("plain words, with a comma (and brackets)")]
    [InlineData("共3,000项")]
    public void FindIn_TextWithoutADefect_FindsNothing(string text) => Assert.Empty(Find(text));

    [Theory]
    [InlineData("大连、大连", "大连")]
    [InlineData("大连、厦门、大连", "大连")]
    [InlineData("大连、厦门", "")]
    [InlineData("*", "")]
    public void RepeatsIn_AList_FindsTheNameThatItHasAgain(string text, string repeated)
    {
        var source = new SourceText(text);

        Assert.Equal(repeated, string.Concat(DefectFinder.RepeatsIn(source, source.Cut(new Span(0, text.Length))).Select(d => d.Quote)));
    }

    private static IEnumerable<SourceDefect> Find(string text)
    {
        var source = new SourceText(text);
        return DefectFinder.FindIn(source, source.Cut(new Span(0, text.Length)));
    }
}
