namespace PilotPlatform.Reporting;

/// <summary>Opens and replays the ledger before the first request.</summary>
internal sealed partial class ReportingStartup(ReportingLedger ledger, IEnumerable<Projection> projections, ContentStore contents, WebhookSecrets secrets, ILogger<ReportingStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ledger.Open(projections);
        contents.Open();
        secrets.Open();
        Log.Replayed(logger, ledger.StartedFrom, ledger.Position);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Replayed the ledger from position {From} to {Position}")]
        public static partial void Replayed(ILogger logger, long from, long position);
    }
}
