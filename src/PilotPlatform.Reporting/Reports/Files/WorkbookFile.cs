using System.IO.Packaging;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>Reports as a workbook: a sheet for each table, and one that says what they were made from.</summary>
public static class WorkbookFile
{
    private const int LongestSheetName = 31;
    private const string NotInSheetNames = "[]:*?/\\'";

    private const string Main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

    public static byte[] Write(ReportDocument document, ReportWords words)
    {
        using var package = new MemoryStream();
        using (var workbook = SpreadsheetDocument.Create(package, SpreadsheetDocumentType.Workbook))
        {
            workbook.CompressionOption = CompressionOption.NotCompressed; // it is packed again
            var main = workbook.AddNewPart<WorkbookPart>(Main, "rId1");
            main.AddNewPart<WorkbookStylesPart>("rIdStyles").Stylesheet = WorkbookStyles.Sheet();
            var (sheets, titles) = (new Sheets(), new DefinedNames());
            foreach (var section in document.Sections.Where(s => s.Table is not null))
            {
                using var sheet = Add(section.Heading, WorkbookSheet.HeadOf(document, section));
                if (document.Kind == ReportKind.ProgressForm)
                    WorkbookSheet.WriteForm(sheet, document, section, words);
                else
                    WorkbookSheet.WriteTable(sheet, document, section);
            }

            if (document.Kind == ReportKind.ProgressForm)
                using (var guide = Add(words["sheet.guide"]))
                    WorkbookSheet.WriteLines(guide, document.Sections.SelectMany(s => s.Paragraphs));
            using (var basis = Add(words["basis"]))
                WorkbookSheet.WriteLines(basis, [document.Title, .. document.Basis]);
            main.Workbook = new Workbook(sheets);
            if (titles.HasChildren)
                main.Workbook.AppendChild(titles);

            Stream Add(string name, int head = 0)
            {
                var id = (uint)sheets.ChildElements.Count + 1;
                var part = main.AddNewPart<WorksheetPart>($"rIdSheet{id}");
                var sheet = sheets.AppendChild(new Sheet { Name = NameOf(name, sheets), SheetId = id, Id = $"rIdSheet{id}" });
                if (head > 0)
                    titles.AppendChild(new DefinedName($"'{sheet.Name}'!${head}:${head}") { Name = "_xlnm.Print_Titles", LocalSheetId = id - 1 });
                return part.GetStream(FileMode.Create, FileAccess.Write);
            }
        }

        return FixedArchive.Pack(package);
    }

    /// <summary>A name that a sheet can have, and no other has.</summary>
    private static string NameOf(string wanted, Sheets others)
    {
        var clean = new string([.. XmlWords.Clean(wanted).Where(c => !NotInSheetNames.Contains(c, StringComparison.Ordinal))]);
        var name = clean.Length > LongestSheetName - 3 ? clean[..(LongestSheetName - 3)] : clean;
        return others.Elements<Sheet>().Any(s => s.Name == name) ? $"{name} {others.ChildElements.Count + 1}" : name;
    }
}
