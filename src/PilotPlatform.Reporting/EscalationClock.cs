using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Escalates what was ignored, in its time. It never accepts, grants or confirms anything.</summary>
public sealed partial class EscalationClock(
    CommitmentBoard board, Bearings bearings, IOptions<ReportingOptions> options, TimeProvider time, ILogger<EscalationClock> logger) : BackgroundService
{
    private const string Author = "reporting";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.EscalationInterval, time);
        do
            await EscalateAsync(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task EscalateAsync(CancellationToken cancellation)
    {
        var today = bearings.Now.Today;
        foreach (var due in board.All(c => c.Due(today) is not null))
        {
            try
            {
                var taken = await board.RecordAsync(
                    due.Name,
                    current => current?.Due(today) is { } level ? current.Escalate("", level, "", bearings.Now) : Fault.NothingIgnored(due.Name.ToString(), "it was answered"),
                    Author,
                    request: null,
                    cancellation);
                if (taken.IsOk)
                    Log.Escalated(logger, due.Name.ToString(), taken.Value.After.Escalation?.ToString() ?? "");
            }
            catch (FaultException away)
            {
                Log.NotEscalated(logger, due.Name.ToString(), away.Fault.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Commitment} was escalated to {Level}: a reminder was ignored")]
        public static partial void Escalated(ILogger logger, string commitment, string level);

        [LoggerMessage(Level = LogLevel.Warning, Message = "{Commitment} was not escalated: {Reason}")]
        public static partial void NotEscalated(ILogger logger, string commitment, string reason);
    }
}
