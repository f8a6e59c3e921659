using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting.Reports;

namespace PilotPlatform.Reporting.Reports.Files;

/// <summary>A form that reports are given out in.</summary>
internal sealed record ReportFile(string Extension, string MediaType, Func<ReportDocument, ReportWords, byte[]> Write)
{
    private static readonly ReportFile Workbook = new("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", WorkbookFile.Write);

    private static readonly ReportFile Document = new("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", WordFile.Write);

    private static readonly ReportFile Values = new("csv", "text/csv; charset=utf-8", CsvFile.Write);

    /// <summary>The form of a report; a form to be filled in is a workbook only.</summary>
    public static Result<ReportFile> Of(ReportKind kind, Report.Types.Format format) => (format, kind) switch
    {
        (Report.Types.Format.Xlsx, _) => Workbook,
        (Report.Types.Format.Docx or Report.Types.Format.Csv, ReportKind.ProgressForm) => Fault.Invalid("format", "a form to be filled in is a workbook"),
        (Report.Types.Format.Docx, _) => Document,
        (Report.Types.Format.Csv, _) => Values,
        _ => Fault.Invalid("format", "must be given, with one of its values"),
    };
}
