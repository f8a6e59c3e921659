using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Records what time brings: what was ignored is escalated, and evidence that has expired is told of. It never accepts, grants or confirms anything.</summary>
public sealed partial class EscalationClock(
    CommitmentBoard board, PeriodBoard periods, Bearings bearings, IOptions<ReportingOptions> options, TimeProvider time, ILogger<EscalationClock> logger) : BackgroundService
{
    private const string Author = "reporting";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.EscalationInterval, time);
        do
        {
            await ExpireAsync(stoppingToken);
            await EscalateAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task EscalateAsync(CancellationToken cancellation)
    {
        var at = bearings.Now;
        IEnumerable<ReportingPeriod> BegunFor(Commitment commitment) => periods.Begun(commitment.Name.Parent, at);
        Result<CommitmentEvent> Next(Commitment current) => current.Due(BegunFor(current), at) is { Next: { } level } ignored
            ? current.Escalate("", level, ignored.Party, "", BegunFor(current), at)
            : Fault.NothingIgnored(current.Name.ToString(), "it was answered");
        foreach (var due in board.All(c => c.Due(BegunFor(c), at) is not null))
        {
            var taken = await RecordAsync(due, Next, cancellation);
            if (taken is { Event: CommitmentEvent.Escalated escalated })
                Log.Escalated(logger, due.Name.ToString(), escalated.Level);
        }
    }

    private async Task ExpireAsync(CancellationToken cancellation)
    {
        var today = bearings.Now.Today;
        foreach (var holding in board.All(c => c.Expired(today) is not null))
        {
            Result<CommitmentEvent> Next(Commitment current) => current.Expired(today) is { } expired ? expired : Fault.Forbidden(holding.Name.ToString(), "as it was", "recheck");
            while (await RecordAsync(holding, Next, cancellation) is { Event: CommitmentEvent.EvidenceExpired expired })
                Log.Expired(logger, new EvidenceName(holding.Name, expired.Serial).ToString(), expired.ValidUntil);
        }
    }

    /// <summary>The step that was recorded; null where there is none any more, or the ledger is away.</summary>
    private async Task<StepTaken?> RecordAsync(Commitment commitment, Func<Commitment, Result<CommitmentEvent>> decide, CancellationToken cancellation)
    {
        try
        {
            var taken = await board.RecordAsync(commitment.Name, current => decide(current!), Author, request: null, cancellation);
            return taken.IsOk ? taken.Value : null;
        }
        catch (FaultException away)
        {
            Log.NotRecorded(logger, commitment.Name.ToString(), away.Fault.Message);
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Commitment} was escalated to {Level}: a reminder was ignored")]
        public static partial void Escalated(ILogger logger, string commitment, EscalationLevel level);

        [LoggerMessage(Level = LogLevel.Information, Message = "{Evidence} has expired: it was good until {Day}")]
        public static partial void Expired(ILogger logger, string evidence, DateOnly day);

        [LoggerMessage(Level = LogLevel.Warning, Message = "What time has brought to {Commitment} was not recorded: {Reason}")]
        public static partial void NotRecorded(ILogger logger, string commitment, string reason);
    }
}
