using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.ServiceDefaults;
using V1 = PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Reports as messages.</summary>
internal static class ReportProto
{
    private static readonly Value Nothing = Value.ForNull();

    /// <summary>The report with some of its rows, counted over all tables.</summary>
    public static V1.Report ToProto(this MadeReport made, string wordsName, PagePlace place)
    {
        var document = made.Document;
        var message = new V1.Report
        {
            Name = $"{made.Source.Programme}/reports/{ReportQueries.IdOf(document.Kind)}",
            Kind = (V1.Report.Types.Kind)((int)document.Kind + 1),
            Title = document.Title,
            Basis = new V1.ReportBasis
            {
                LedgerPosition = made.Standing.Position,
                ReadDate = made.Standing.Day.ToProto(),
                Edition = made.Source.Edition,
                RuleSet = made.Source.RuleSet,
                ActsPosition = made.Source.ActsPosition,
                LampRule = made.Source.LampRule,
                Calendar = made.Source.CalendarName,
                Words = wordsName,
            },
            Definition = made.Words["definition"],
        };
        var before = 0;
        foreach (var section in document.Sections)
        {
            message.Sections.Add(section.ToProto(place.Start - before, place.Size, isFirstPage: place.Start <= before));
            before += section.Table?.Rows.Length ?? 0;
        }

        return message;
    }

    private static V1.Report.Types.Section ToProto(this ReportSection section, int start, int size, bool isFirstPage)
    {
        var message = new V1.Report.Types.Section { Heading = section.Heading };
        if (isFirstPage)
            message.Paragraphs.AddRange(section.Paragraphs);
        if (section.Table is not { } table)
            return message;
        message.Table = table.Key;
        message.RowCount = table.Rows.Length;
        message.Columns.AddRange(table.Columns.Select(c => new V1.Report.Types.Column { Key = c.Key, Title = c.Title, Type = (V1.Report.Types.Column.Types.Type)((int)c.Type + 1) }));
        var (from, to) = (Math.Clamp(start, 0, table.Rows.Length), Math.Clamp(start + size, 0, table.Rows.Length));
        message.Rows.AddRange(table.Rows[from..to].Select(row => ToProto(row, table.Columns)));
        return message;
    }

    private static ListValue ToProto(ImmutableArray<ReportValue> row, ImmutableArray<ReportColumn> columns) => new()
    {
        Values =
        {
            row.Zip(columns, (value, column) => (value, column.Type) switch
            {
                ({ Text: { } text }, _) => Value.ForString(text),
                ({ Number: null }, _) => Nothing,
                ({ Day: { } day }, ColumnType.Date) => Value.ForString(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                ({ Number: { } number }, _) => Value.ForNumber(number),
            }),
        },
    };
}
