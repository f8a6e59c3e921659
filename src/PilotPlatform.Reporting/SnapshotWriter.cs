using Microsoft.Extensions.Options;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>Stores what stands behind every so many entries, so that the next start folds only what came after.</summary>
public sealed partial class SnapshotWriter(ReportingLedger ledger, IOptions<LedgerOptions> options, ILogger<SnapshotWriter> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            for (var last = ledger.StartedFrom; await ledger.WaitAsync(last + options.Value.SnapshotEntries, stoppingToken);)
                last = await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service is stopping.
        }
    }

    /// <summary>A snapshot that cannot be stored costs the next start time, and nobody anything now.</summary>
    private async Task<long> WriteAsync(CancellationToken cancellation)
    {
        try
        {
            var position = await ledger.SnapshotAsync(cancellation);
            Log.Stored(logger, position);
            return position;
        }
        catch (LedgerException failed)
        {
            Log.NotStored(logger, failed.Message);
            return ledger.Position;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Stored a snapshot at position {Position}")]
        public static partial void Stored(ILogger logger, long position);

        [LoggerMessage(Level = LogLevel.Warning, Message = "No snapshot was stored: {Reason}")]
        public static partial void NotStored(ILogger logger, string reason);
    }
}
