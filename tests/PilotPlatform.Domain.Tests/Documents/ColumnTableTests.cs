using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Documents.Pages;

namespace PilotPlatform.Domain.Tests.Documents;

/// <summary>Tables without ruled lines, set glyph by glyph: told apart where the page says how, refused where it does not.</summary>
public sealed class ColumnTableTests
{
    private const double Size = 10;
    private const double Height = 800;

    [Fact]
    public void Read_RowsWithRoomBetween_AreTheRows() =>
        Assert.Equal(
            ["序号|任务内容|适用范围", "一、首章", "1|促进数据要素流通交易发展|*", "2|发展|大连、厦门", "二、次章", "3|完善|*"],
            Rows(Page(1, Head, Across("一、首章"), Row(1, ["促进数据要素流", "通交易发展"], ["*"]), Row(2, ["发展"], ["大连、", "厦门"]), Across("二、次章"), Row(3, ["完善"], ["*"]))));

    [Fact]
    public void Read_RowCutByAPage_IsOneRow() =>
        Assert.Equal(
            ["序号|任务内容|适用范围", "1|发展|*", "2|促进数据要素流通交易发展|大连"],
            Rows(Page(1, Head, Row(1, ["发展"], ["*"]), Row(2, ["促进数据要素流", "通交易"], ["大连"])), Page(2, Row(null, ["发展"], []))));

    [Fact]
    public void Read_NumbersAtTheHeadOfRowsThatStandClose_TellThemApart() =>
        Assert.Equal(
            ["序号|任务内容|适用范围", "1|促进数据流通|*", "2|发展数据要素交易|大连", "3|完善|*"],
            Rows(Page(1, Close([(1, "促进数据"), (null, "流通"), (2, "发展数据"), (null, "要素"), (null, "交易"), (3, "完善")]))));

    /// <summary>The first page does not say whether a number stands at the head of its row or in its middle, and overleaf both would do.</summary>
    [Fact]
    public void Read_NumbersThatFitHeadsAndMiddles_AreRefused() =>
        Assert.Contains("cannot be told apart", Refused(
            Page(1, Close([(1, "促进"), (2, "发展")])),
            Page(2, [.. Close([(null, "数据"), (3, "要素"), (null, "流通"), (null, "交易"), (4, "市场"), (null, "建设")]).Skip(1)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_WordsWithoutANumber_AreRefusedWithThePage() =>
        Assert.Contains("page 1: '无号*' stands in a table without ruled lines and belongs to no number", Refused(
            Page(1, Head, Row(1, ["发展数据要素流通", "交易"], ["*"]), Row(null, ["无号"], ["*"]), Row(2, ["完善"], ["*"]), Row(3, ["完善"], ["*"]))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_PagesWithoutAHead_AreRefused() =>
        Assert.Contains("no page has a table", Refused(Page(1, Row(1, ["发展"], ["*"]))).Message, StringComparison.Ordinal);

    /// <summary>Whatever the rows, each comes back with its words, on however many pages they stand.</summary>
    [Fact]
    public void Read_AnyRows_GivesEachAsItWasSet() =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 3]).Array[1, 40].Sample(sizes =>
        {
            var rows = sizes.Select((s, i) => (Number: i + 1, Text: Lines(i, s.Item1, 30), Scope: Lines(i, s.Item2, 6))).ToArray();
            PageContent[] pages = [.. rows.Chunk(6).Select((own, i) => Page(i + 1, [Head, .. own.Select(r => Row(r.Number, r.Text, r.Scope))]))];
            return Rows(pages).Where(r => !r.StartsWith('序')).SequenceEqual(rows.Select(r => $"{r.Number}|{string.Concat(r.Text)}|{string.Concat(r.Scope)}"));
        });

    private static string[] Lines(int seed, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(line => string.Concat(Enumerable.Range(0, line < count - 1 ? length : (seed % length) + 1).Select(i => (char)('一' + ((seed * 31) + (line * 7) + i)))))];

    private static IEnumerable<string> Rows(params PageContent[] pages) =>
        PageReader.Read(pages).Value.OfType<DocumentPart.Row>().Select(r => string.Join('|', r.Cells));

    private static Fault Refused(params PageContent[] pages) => PageReader.Read(pages).Fault!;

    /// <summary>Takes the height at which something begins, and gives its glyphs and the height at which it ends.</summary>
    private delegate (IEnumerable<Glyph> Glyphs, double Bottom) Set(double top);

    private static Set Head => top => ([.. Line("序号", 20, top), .. Line("任务内容", 150, top), .. Line("适用范围", 400, top)], top - 24);

    private static PageContent Page(int number, params Set[] sets)
    {
        var glyphs = ImmutableArray.CreateBuilder<Glyph>();
        var top = Height - 100;
        foreach (var set in sets)
        {
            var (own, bottom) = set(top);
            glyphs.AddRange(own);
            top = bottom;
        }

        return new PageContent(number, Height, glyphs.ToImmutable(), [], []);
    }

    private static Set Across(string words) => top => (Line(words, 20, top), top - 24);

    /// <summary>A row whose cells stand at one middle.</summary>
    private static Set Row(int? number, string[] text, string[] scope) => top =>
    {
        const double Distance = 14;
        var most = Math.Max(text.Length, scope.Length);
        double Of(int lines) => top - ((most - lines) * Distance / 2);
        return (
            [
                .. number is { } n ? Line($"{n}", 25, Of(1)) : [],
                .. text.SelectMany((line, i) => Line(line, 60, Of(text.Length) - (i * Distance))),
                .. scope.SelectMany((line, i) => Line(line, 400, Of(scope.Length) - (i * Distance))),
            ],
            top - (most * Distance) - 8);
    };

    /// <summary>Lines at one distance, with a scope beside each number.</summary>
    private static Set[] Close((int? Number, string Text)[] lines) =>
    [
        Head,
        .. lines.Select(line => (Set)(top => ([.. line.Number is { } n ? Line($"{n}", 25, top) : [], .. Line(line.Text, 60, top), .. line.Number is { } m ? Line(m == 2 ? "大连" : "*", 400, top) : []], top - 14))),
    ];

    private static IEnumerable<Glyph> Line(string words, double left, double baseline) =>
        words.Select((c, i) => new Glyph(c.ToString(), left + (i * Size), left + ((i + 1) * Size), baseline, Size));
}
