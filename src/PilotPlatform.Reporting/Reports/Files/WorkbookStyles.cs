using DocumentFormat.OpenXml.Spreadsheet;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>The looks of cells, by their place in the stylesheet.</summary>
internal static class WorkbookStyles
{
    public const int Title = 1;
    public const int Head = 2;
    public const int Line = 3;

    private const int FirstOfTypes = 4;
    private const int FirstOfInputs = 10;

    private const uint PercentFormat = 164;
    private const uint RateFormat = 10;
    private const uint PointsFormat = 2;
    private const uint DateFormat = 165;

    /// <summary>The look of a value.</summary>
    public static int Of(ColumnType type, bool isInput) => (isInput ? FirstOfInputs : FirstOfTypes) + (int)type;

    public static Stylesheet Sheet() => new(
        new NumberingFormats(
            new NumberingFormat { NumberFormatId = PercentFormat, FormatCode = "0\"%\"" },
            new NumberingFormat { NumberFormatId = DateFormat, FormatCode = "yyyy-mm-dd" }),
        new Fonts(Font(11), Font(16, isBold: true), Font(11, isBold: true)),
        new Fills(
            new Fill(new PatternFill { PatternType = PatternValues.None }),
            new Fill(new PatternFill { PatternType = PatternValues.Gray125 }),
            Filled("FFE7EDF5"),
            Filled("FFFFF8DC")),
        new Borders(new Border(), Framed()),
        new CellFormats(
            [
                new CellFormat(),
                Format(font: 1, fill: 0, border: 0, format: 0, isWrapped: true, isCentred: true),
                Format(font: 2, fill: 2, border: 1, format: 0, isWrapped: true, isCentred: true),
                Format(font: 0, fill: 0, border: 0, format: 0, isWrapped: true),
                .. Enum.GetValues<ColumnType>().Select(type => Format(font: 0, fill: 0, border: 1, FormatOf(type), isWrapped: type == ColumnType.Text, isCentred: type != ColumnType.Text)),
                .. Enum.GetValues<ColumnType>().Select(type => Input(Format(font: 0, fill: 3, border: 1, FormatOf(type), isWrapped: type == ColumnType.Text, isCentred: type != ColumnType.Text))),
            ]));

    private static uint FormatOf(ColumnType type) => type switch
    {
        ColumnType.Percent => PercentFormat,
        ColumnType.Rate => RateFormat,
        ColumnType.Date => DateFormat,
        ColumnType.Points => PointsFormat,
        _ => 0,
    };

    private static Font Font(double size, bool isBold = false)
    {
        var font = new Font();
        if (isBold)
            font.AppendChild(new Bold());
        font.Append(new FontSize { Val = size }, new FontName { Val = "宋体" });
        return font;
    }

    private static Fill Filled(string color) => new(new PatternFill(new ForegroundColor { Rgb = color }) { PatternType = PatternValues.Solid });

    private static Border Framed() => new(
        new LeftBorder { Style = BorderStyleValues.Thin },
        new RightBorder { Style = BorderStyleValues.Thin },
        new TopBorder { Style = BorderStyleValues.Thin },
        new BottomBorder { Style = BorderStyleValues.Thin });

    private static CellFormat Format(uint font, uint fill, uint border, uint format, bool isWrapped, bool isCentred = false) => new(
        new Alignment { Vertical = VerticalAlignmentValues.Top, Horizontal = isCentred ? HorizontalAlignmentValues.Center : HorizontalAlignmentValues.General, WrapText = isWrapped })
    {
        FontId = font,
        FillId = fill,
        BorderId = border,
        NumberFormatId = format,
        ApplyAlignment = true,
        ApplyBorder = true,
        ApplyFill = true,
        ApplyFont = true,
        ApplyNumberFormat = true,
    };

    /// <summary>A cell that can be written in although its sheet is protected.</summary>
    private static CellFormat Input(CellFormat format)
    {
        format.AppendChild(new Protection { Locked = false });
        format.ApplyProtection = true;
        return format;
    }
}
