namespace PilotPlatform.ScopeRules.State;

/// <summary>Opens and replays the ledger before the first request.</summary>
internal sealed partial class ScopeStartup(ScopeLedger ledger, ILogger<ScopeStartup> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ledger.Open();
        Log.Replayed(logger, ledger.Record.Position);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "Replayed the ledger to position {Position}")]
        public static partial void Replayed(ILogger logger, long position);
    }
}
