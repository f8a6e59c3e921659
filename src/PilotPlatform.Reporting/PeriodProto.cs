using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Windows and snapshots of periods as messages.</summary>
internal static class PeriodProto
{
    /// <param name="window">The window.</param>
    /// <param name="period">Of which period.</param>
    /// <param name="city">Name of its city; empty for that of all.</param>
    /// <param name="at">When it is read.</param>
    /// <param name="sees">Whether the reader is told the words with which it was closed.</param>
    public static Period.Types.Window ToProto(this Core.Window window, Core.ReportingPeriod period, string city, Core.Moment at, bool sees) => new()
    {
        City = city,
        Open = period.IsOpen(window, at),
        ClosesDate = window.ClosesOn?.ToProto(),
        Reason = sees ? window.Reason : "",
    };

    /// <param name="freeze">The snapshot.</param>
    /// <param name="programme">Of which programme.</param>
    /// <param name="sees">Whether the reader sees what is not published of a city, or, of none, of any: otherwise only accepted reports are counted, and no words told.</param>
    public static Period.Types.Snapshot ToProto(this Core.Freeze freeze, ProgrammeName programme, Func<string?, bool> sees) => new()
    {
        AsOfPosition = freeze.AsOfPosition,
        CommitmentCount = freeze.Rows.Length,
        ReportedCount = freeze.Rows.Count(r => IsReported(r, sees)),
        Author = sees(null) ? freeze.Author : "",
        FreezeTime = freeze.Time.ToTimestamp(),
        ReopenReason = sees(null) ? freeze.Reopening?.Reason ?? "" : "",
        ReopenAuthor = sees(null) ? freeze.Reopening?.Author ?? "" : "",
        ReopenTime = freeze.Reopening?.Time.ToTimestamp(),
        ImplementedCount = freeze.Rows.Count(IsImplemented),
        Cities = { freeze.Rows.GroupBy(CityOf).OrderBy(rows => rows.Key, StringComparer.Ordinal).Select(rows => ToProto($"{programme}/cities/{rows.Key}", [.. rows], sees)) },
    };

    public static FrozenCommitment ToProto(this Core.FrozenRow row, ProgrammeName programme)
    {
        var commitment = $"{programme}/commitments/{row.Commitment}";
        var message = new FrozenCommitment
        {
            Commitment = commitment,
            State = (Commitment.Types.State)((int)row.State + 1),
            Lamp = (Commitment.Types.Lamp)((int?)row.Lamp + 1 ?? 0),
            ProgressReport = row.Report is { } serial ? $"{commitment}/progressReports/{serial}" : "",
            ReportState = (ProgressReport.Types.State)((int?)row.ReportState + 1 ?? 0),
        };
        if (row.Percent is { } percent)
            message.ProgressPercent = percent;
        return message;
    }

    private static Period.Types.CitySnapshot ToProto(string city, Core.FrozenRow[] rows, Func<string?, bool> sees) => new()
    {
        City = city,
        CommitmentCount = rows.Length,
        ReportedCount = rows.Count(r => IsReported(r, sees)),
        ImplementedCount = rows.Count(IsImplemented),
    };

    private static bool IsReported(Core.FrozenRow row, Func<string?, bool> sees) => row.ReportState == Core.ReportState.Accepted || (row.Report is not null && sees(CityOf(row)));

    private static bool IsImplemented(Core.FrozenRow row) => row.State is Core.CommitmentState.Implemented or Core.CommitmentState.StruckOff;

    /// <summary>The city in the id of a commitment, such as <c>65-suzhou</c>.</summary>
    public static string CityOf(Core.FrozenRow row) => row.Commitment[(row.Commitment.IndexOf('-', StringComparison.Ordinal) + 1)..];
}
