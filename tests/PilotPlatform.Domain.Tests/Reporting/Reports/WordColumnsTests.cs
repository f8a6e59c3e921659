using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>Columns of Word tables: numbers, days and short names do not break, however many columns there are.</summary>
public sealed class WordColumnsTests
{
    private const int Character = 180;
    private const int Beside = 114;

    [Fact]
    public void WidthsOf_ManyColumns_LeaveRoomForWhatDoesNotBreak()
    {
        ReportTable table = new(
            "ledger",
            [new("number", "序号", ColumnType.Number, 6), new("city", "城市", ColumnType.Text, 10), new("due", "完成时限", ColumnType.Date, 13), new("percent", "进度", ColumnType.Percent, 8), new("task", "任务内容", ColumnType.Text, 400)],
            []);
        string[] row = ["159", "大连市", "2026-12\u201106", "100%", "允许外商投资企业经营国内互联网虚拟专用网业务，外资股比不超过 50%"];

        var widths = WordColumns.WidthsOf(table, [row], 12_756, Character, Beside);

        Assert.InRange(widths.Sum(), 12_700, 12_756);
        foreach (var (column, characters) in new[] { (0, 1.8), (1, 3.0), (2, 3.0), (3, 2.4) })
            Assert.True(widths[column] >= Beside + (characters * Character), $"{table.Columns[column].Key}: {widths[column]}");
        Assert.True(widths[4] > 9_000, "What is left is for the text.");
    }

    [Fact]
    public void WidthsOf_FewColumns_AreAsTheyAskFor() =>
        Assert.Equal(
            [2000, 6000],
            WordColumns.WidthsOf(new("t", [new("city", "城市", ColumnType.Text, 10), new("problem", "堵点", ColumnType.Text, 30)], []), [["大连市", "缺少实施细则"]], 8000, 210, Beside));
}
