using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>What cells of a workbook say to those who read them: texts where they lie, and numbers as they are shown.</summary>
internal sealed class CellTexts(WorkbookPart main)
{
    private const int PercentOfOne = 100;

    /// <summary>Formats that every workbook has: 0% and 0.00%.</summary>
    private static readonly uint[] PercentFormats = [9, 10];

    private readonly string[] shared = main.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(WordsOf).ToArray() ?? [];
    private readonly bool[] areShares = AreShares(main.WorkbookStylesPart?.Stylesheet);

    public string Of(Cell cell)
    {
        var kind = cell.DataType?.Value;
        if (kind == CellValues.SharedString)
            return shared[int.Parse(cell.CellValue?.Text ?? "", NumberStyles.None, CultureInfo.InvariantCulture)];
        if (kind == CellValues.InlineString)
            return cell.InlineString is { } inline ? WordsOf(inline) : "";
        var text = cell.CellValue?.Text ?? "";
        if (!(kind is null || kind == CellValues.Number) || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return text;
        var shown = areShares.ElementAtOrDefault((int)(cell.StyleIndex?.Value ?? 0)) ? number * PercentOfOne : number;
        return shown.ToString("0.##########", CultureInfo.InvariantCulture);
    }

    /// <summary>Of each style, whether a number in it is shown as percent of one.</summary>
    private static bool[] AreShares(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>().Where(f => IsShare(f.FormatCode?.Value ?? "")).Select(f => f.NumberFormatId?.Value ?? 0).ToHashSet() ?? [];
        return styles?.CellFormats?.Elements<CellFormat>().Select(f => f.NumberFormatId?.Value is { } id && (PercentFormats.Contains(id) || own.Contains(id))).ToArray() ?? [];
    }

    /// <summary>Whether a format has a percent sign that counts: neither quoted nor escaped.</summary>
    private static bool IsShare(string format)
    {
        var isQuoted = false;
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] == '"')
                isQuoted = !isQuoted;
            else if (!isQuoted && format[i] == '\\')
                i++;
            else if (!isQuoted && format[i] == '%')
                return true;
        }

        return false;
    }

    /// <summary>The words of a text and of its runs, without what is only how they are read aloud.</summary>
    private static string WordsOf(OpenXmlCompositeElement text) =>
        string.Concat(text.ChildElements.Select(part => part switch { Text words => words.Text, Run run => run.Text?.Text ?? "", _ => "" })).ReplaceLineEndings("\n");
}
