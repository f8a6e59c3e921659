using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Documents;

/// <summary>The layout of a document: each line has its place or is named as one that has none.</summary>
public sealed class TextLayoutTests
{
    private static readonly Layout Document = TextLayout.Read(new SourceText(Shipped.Document)).Value;

    [Theory]
    [InlineData(BlockKind.Title, 1)]
    [InlineData(BlockKind.SectionHeading, 3)]
    [InlineData(BlockKind.Paragraph, 12)]
    [InlineData(BlockKind.AnnexReference, 1)]
    [InlineData(BlockKind.AnnexTitle, 1)]
    [InlineData(BlockKind.ChapterTitle, 15)]
    [InlineData(BlockKind.Row, 159)]
    [InlineData(BlockKind.Note, 1)]
    public void Read_TheDocument_FindsItsBlocks(BlockKind kind, int count) => Assert.Equal(count, Document.Blocks.Count(b => b.Kind == kind));

    [Fact]
    public void Read_TheDocument_FindsEveryRepeatedHead()
    {
        var heads = Shipped.Document.Split('\n').Index().Where(l => l.Item.StartsWith("序号\t", StringComparison.Ordinal)).Select(l => l.Index + 1).ToArray();

        Assert.Equal(heads[1..], Document.Defects.Where(d => d.Kind == DefectKind.RepeatedHead).Select(d => d.StartLine));
    }

    [Fact]
    public void Read_RowsOfTheDocument_HaveTheCellsOfTheirLine() =>
        Assert.All(Document.Blocks.Where(b => b.Kind == BlockKind.Row), row =>
            Assert.Equal(row.Passage.Verbatim.Split('\t'), row.Cells.Select(c => c.Verbatim)));

    [Theory]
    [InlineData("7\t促进数据要素流通交易。", "2 cells")]
    [InlineData("7\t促进数据要素流通交易。\t", "2 cells")]
    [InlineData("7\t促进数据要素\t流通交易。\t*", "4 cells")]
    [InlineData("促进数据要素流通交易。", "neither a heading nor a row nor a note")]
    public void Read_LineWithoutAPlace_IsNamed(string line, string problem)
    {
        var row = Shipped.Row(7);

        var fault = Layout(Shipped.Changed(row, line + "\n"));

        var violation = Assert.Single(fault.Violations);
        Assert.Equal($"line {Shipped.Document.Split(row)[0].Count(c => c == '\n') + 1}", violation.Subject);
        Assert.Contains(problem, violation.Problem, StringComparison.Ordinal);
        Assert.Contains(line.TrimEnd(), violation.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("七")]
    [InlineData("７")]
    public void Read_RowWithAnotherNumber_SaysThatItIsNone(string number) => Assert.Contains(
        $"'{number}' is not the number of a task", Assert.Single(Layout(Shipped.Changed(Shipped.Row(7), $"{number}\t促进数据要素流通交易。\t*\n")).Violations).Problem, StringComparison.Ordinal);

    /// <summary>Writers set the words of the head apart.</summary>
    [Fact]
    public void Read_HeadWithSpaces_IsTheHead() =>
        Assert.Equal(Document.Blocks.Length, TextLayout.Read(new SourceText(Shipped.Document.Replace("序号\t", "序　号\t", StringComparison.Ordinal))).Value.Blocks.Length);

    [Fact]
    public void Read_SeveralLinesWithoutAPlace_NamesEachOfThem()
    {
        var document = Shipped.Document
            .Replace(Shipped.Row(7), "7\t促进数据要素流通交易。\n", StringComparison.Ordinal)
            .Replace(Shipped.Row(100), "第一百项\n", StringComparison.Ordinal)
            .Replace("注：标", "标", StringComparison.Ordinal);

        Assert.Equal(3, Layout(document).Violations.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n \t\n")]
    public void Read_DocumentWithoutWords_HasNoBlocks(string document) =>
        Assert.Empty(TextLayout.Read(new SourceText(document)).Value.Blocks);

    [Fact]
    public void Read_RowCutByAPageBreak_IsRefusedAndNamedByBothItsLines()
    {
        var fault = Layout(Shipped.Changed("促进数据要素流通交易。\t*", "促进数据要素\n\n流通交易。\t*"));

        Assert.Equal(2, fault.Violations.Length);
    }

    /// <summary>What a page break puts between the halves of a paragraph is no part of its words.</summary>
    [Fact]
    public void Read_NoteCutByAPageBreakWithARepeatedHead_HoldsNoWordsOfTheHead()
    {
        var layout = TextLayout.Read(new SourceText(Shipped.Changed("，除另有说明外，", "，除另有\n\n序号\t任务内容\t适用范围\n说明外，")));

        Assert.DoesNotContain("任务内容", layout.IsOk ? layout.Value.Blocks[^1].Passage.Verbatim : "", StringComparison.Ordinal);
    }

    private static Fault Layout(string document) => TextLayout.Read(new SourceText(document)).Fault!;
}
