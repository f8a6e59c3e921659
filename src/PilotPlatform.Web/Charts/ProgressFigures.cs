using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Charts;

/// <summary>A period, as it stood at its end.</summary>
/// <param name="Period">The period, as the report calls it.</param>
/// <param name="RateBasisPoints">The implementation rate in basis points; null if nothing applied.</param>
/// <param name="Implemented">Cells whose commitment was implemented or struck off.</param>
/// <param name="Applying">Cells that apply.</param>
/// <param name="Committed">Cells that had a commitment.</param>
/// <param name="Reported">Cells whose commitment had reported for the period.</param>
public sealed record TrendPoint(string Period, double? RateBasisPoints, double Implemented, double Applying, double Committed, double Reported)
{
    /// <summary>The points of the report <c>trend</c>, oldest first.</summary>
    public static IReadOnlyList<TrendPoint> Of(Report report)
    {
        var table = report.Sections.First(section => section.Table == "trend");
        var places = table.Columns.Select((column, place) => (column.Key, place)).ToDictionary(c => c.Key, c => c.place, StringComparer.Ordinal);
        return
        [
            .. table.Rows.Select(row => new TrendPoint(
                row.Values[places["period"]].StringValue,
                row.Values[places["rate"]] is { HasNumberValue: true } rate ? rate.NumberValue : null,
                row.Values[places["implemented"]].NumberValue,
                row.Values[places["applying"]].NumberValue,
                row.Values[places["committed"]].NumberValue,
                row.Values[places["reported"]].NumberValue)),
        ];
    }
}

/// <summary>How the programme goes.</summary>
/// <param name="Overview">Its figures now.</param>
/// <param name="Trend">The last periods, oldest first; null if they cannot be asked for now.</param>
public sealed record ProgressFigures(Overview Overview, IReadOnlyList<TrendPoint>? Trend);
