using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Windows and snapshots of periods as messages.</summary>
internal static class PeriodProto
{
    public static Period.Types.Window ToProto(this Core.Window window, Core.ReportingPeriod period, string city, DateOnly today) => new()
    {
        City = city,
        Open = !period.IsFrozen && window.IsOpenOn(today),
        ClosesDate = window.ClosesOn?.ToProto(),
        Reason = window.Reason,
    };

    public static Period.Types.Snapshot ToProto(this Core.Freeze freeze) => new()
    {
        AsOfPosition = freeze.AsOfPosition,
        CommitmentCount = freeze.Rows.Length,
        ReportedCount = freeze.Rows.Count(r => r.Report is not null),
        Author = freeze.Author,
        FreezeTime = freeze.Time.ToTimestamp(),
        ReopenReason = freeze.Reopening?.Reason ?? "",
        ReopenAuthor = freeze.Reopening?.Author ?? "",
        ReopenTime = freeze.Reopening?.Time.ToTimestamp(),
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
}
