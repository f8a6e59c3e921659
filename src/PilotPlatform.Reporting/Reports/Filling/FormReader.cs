using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;

namespace PilotPlatform.Reporting.Reports.Filling;

/// <summary>Reads a form that was handed back: the form as it was given out, filled in, or nothing at all.</summary>
public static class FormReader
{
    private const int MostCharactersOfAPart = 64 * 1024 * 1024;

    /// <param name="file">The workbook.</param>
    /// <param name="sheetNames">Names that the sheet of the form has, in either language.</param>
    /// <param name="titles">The heads that people read, in either language.</param>
    /// <param name="mostRows">Most rows that are read.</param>
    public static Result<ImmutableArray<FormRow>> Read(byte[] file, IReadOnlyCollection<string> sheetNames, IReadOnlyCollection<ImmutableArray<string>> titles, int mostRows)
    {
        if (WorkbookGuard.Check(file) is { } fault)
            return fault;
        try
        {
            using var workbook = SpreadsheetDocument.Open(new MemoryStream(file, writable: false), isEditable: false, new OpenSettings { AutoSave = false, MaxCharactersInPart = MostCharactersOfAPart });
            var main = workbook.WorkbookPart;
            var sheets = main?.Workbook?.Sheets?.Elements<Sheet>().ToArray() ?? [];
            if (sheets.FirstOrDefault(s => s.Name?.Value is { } name && sheetNames.Contains(name)) is not { Id.Value: { } id })
                return Fault.WorkbookWrongSheet($"it has no sheet '{sheetNames.First()}', but {string.Join(", ", sheets.Select(s => $"'{s.Name}'"))}");
            if (sheets.FirstOrDefault(s => s.Id?.Value == id) is { State: { } state } && state.Value != SheetStateValues.Visible)
                return Fault.WorkbookWrongSheet("the sheet of the form is hidden");
            if (sheets.Where(s => s.Id?.Value != id).Select(s => FormulaOn(s, main!)).FirstOrDefault(cell => cell is not null) is { } formula)
                return Fault.WorkbookHasFormulas(formula);
            return main!.GetPartById(id) is WorksheetPart sheet
                ? Rows(sheet, titles, new CellTexts(main), mostRows)
                : Fault.WorkbookWrongSheet("its sheet holds no cells");
        }
        catch (Exception damaged) when (damaged is OpenXmlPackageException or XmlException or InvalidDataException or IOException or FormatException or OverflowException
            or ArgumentException or InvalidOperationException or NotSupportedException or NullReferenceException or InvalidCastException or KeyNotFoundException)
        {
            return Fault.WorkbookDamaged("its parts are not those of a workbook");
        }
    }

    /// <summary>The first cell with a formula on a sheet beside the form, such as <c>填报说明!B3</c>; null if there is none.</summary>
    private static string? FormulaOn(Sheet beside, WorkbookPart main)
    {
        if (beside.Id?.Value is not { } id || main.GetPartById(id) is not WorksheetPart sheet)
            return null;
        using var reader = OpenXmlReader.Create(sheet);
        var cell = "";
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Cell) && reader.IsStartElement)
                cell = reader.Attributes.FirstOrDefault(a => a.LocalName == "r").Value ?? "";
            else if (reader.ElementType == typeof(CellFormula))
                return $"{beside.Name}!{cell}";
        }

        return null;
    }

    private static Result<ImmutableArray<FormRow>> Rows(WorksheetPart sheet, IReadOnlyCollection<ImmutableArray<string>> titles, CellTexts texts, int mostRows)
    {
        var rows = ImmutableArray.CreateBuilder<FormRow>();
        var (number, hasHead) = (0, false);
        using var reader = OpenXmlReader.Create(sheet);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(MergeCell) && reader.IsStartElement)
                return Fault.WorkbookHasMergedCells(reader.Attributes.FirstOrDefault(a => a.LocalName == "ref").Value ?? "");
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
                continue;
            var row = (Row)reader.LoadCurrentElement()!;
            number = row.RowIndex?.Value is { } said ? checked((int)said) : number + 1;
            if (number > mostRows + ProgressFormColumns.HeadRows)
                return Fault.WorkbookTooLarge($"it has a row {number}, and no more than {mostRows} are taken");
            var (cells, strange) = (new Dictionary<int, string>(), new Dictionary<int, string>());
            if (Fill(cells, strange, row, number, texts) is { } formula)
                return formula;
            if (number == 1)
            {
                if (Changed(cells) is { } changed)
                    return changed;
                hasHead = true;
            }
            else if (number == ProgressFormColumns.HeadRows)
            {
                if (Renamed(cells, titles) is { } renamed)
                    return renamed;
            }
            else if (hasHead && (strange.Count > 0 || cells.Values.Any(v => v.Length > 0)))
            {
                if (rows.Count == mostRows)
                    return Fault.WorkbookTooLarge($"no more than {mostRows} rows are taken");
                rows.Add(new FormRow(number, ByColumn(cells), ByColumn(strange)));
            }
        }

        return hasHead ? rows.ToImmutable() : Fault.WorkbookColumnsChanged("the hidden first row is gone");
    }

    private static Fault? Fill(Dictionary<int, string> cells, Dictionary<int, string> strange, Row row, int number, CellTexts texts)
    {
        var column = -1;
        foreach (var cell in row.Elements<Cell>())
        {
            column = cell.CellReference?.Value is { } reference ? ColumnOf(reference) : column + 1;
            if (cell.CellFormula is not null)
                return Fault.WorkbookHasFormulas(WorkbookSheet.Cell(column, number));
            if (StrangeIn(cell) is { } what)
                strange[column] = what;
            else
                cells[column] = texts.Of(cell).Trim();
        }

        return null;
    }

    private static Fault? Changed(Dictionary<int, string> head)
    {
        for (var column = 0; column < ProgressFormColumns.All.Length; column++)
            if (head.GetValueOrDefault(column, "") is var found && found != ProgressFormColumns.All[column])
                return Fault.WorkbookColumnsChanged($"column {WorkbookSheet.Letters(column)} is '{found}', not '{ProgressFormColumns.All[column]}'");
        return head.Where(c => c.Key >= ProgressFormColumns.All.Length && c.Value.Length > 0).Select(c => Fault.WorkbookColumnsChanged($"column {WorkbookSheet.Letters(c.Key)} was added")).FirstOrDefault();
    }

    /// <summary>The first head that is another than was given out, in the language that most of them are in.</summary>
    private static Fault? Renamed(Dictionary<int, string> head, IReadOnlyCollection<ImmutableArray<string>> titles)
    {
        var given = titles.MaxBy(spoken => spoken.Where((title, column) => head.GetValueOrDefault(column) == title).Count());
        foreach (var (column, title) in given.Index())
            if (head.GetValueOrDefault(column, "") is var found && found != title)
                return Fault.WorkbookColumnsChanged($"column {WorkbookSheet.Letters(column)} is '{found}', not '{title}'");
        return null;
    }

    private static FrozenDictionary<string, string> ByColumn(Dictionary<int, string> cells) =>
        cells.Where(c => c.Key >= 0 && c.Key < ProgressFormColumns.All.Length).ToFrozenDictionary(c => ProgressFormColumns.All[c.Key], c => c.Value, StringComparer.Ordinal);

    /// <summary>What a cell holds, if that is neither text nor number; null if it is.</summary>
    private static string? StrangeIn(Cell cell) => cell.DataType?.Value switch
    {
        { } kind when kind == CellValues.Boolean => "a truth value",
        { } kind when kind == CellValues.Error => "an error",
        { } kind when kind == CellValues.Date => "a date",
        _ => null,
    };

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetter))
            column = checked((column * 26) + char.ToUpperInvariant(letter) - 'A' + 1);
        return column - 1;
    }
}
