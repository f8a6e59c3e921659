using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Runs a pump for each active subscription, in one of all replicas.</summary>
public sealed class WebhookDispatcher(ReportingLedger ledger, SubscriptionBoard board, WebhookPump pump) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ledger.LeadAsync(RunAsync, stoppingToken);

    private async Task RunAsync(CancellationToken cancellation)
    {
        var pumps = new Dictionary<ChildName, (CancellationTokenSource Ending, Task Running)>();
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                var changed = board.Changed;
                var active = board.Everything.Where(s => s.State == SubscriptionState.Active).Select(s => s.Name).ToHashSet();
                foreach (var (name, (ending, running)) in pumps.Where(p => !active.Contains(p.Key) || p.Value.Running.IsCompleted).ToArray())
                {
                    await ending.CancelAsync();
                    await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    ending.Dispose();
                    pumps.Remove(name);
                }

                foreach (var name in active.Where(name => !pumps.ContainsKey(name)))
                {
                    var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                    pumps.Add(name, (ending, pump.RunAsync(name, ending.Token)));
                }

                await changed.WaitAsync(cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            foreach (var (ending, running) in pumps.Values)
            {
                await ending.CancelAsync();
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                ending.Dispose();
            }
        }
    }
}
