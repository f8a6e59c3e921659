using System.Diagnostics.Metrics;

namespace PilotPlatform.ScopeRules;

/// <summary>What an operator of the scope rules would act on.</summary>
internal sealed class ScopeRulesMetrics : IDisposable
{
    private readonly Meter meter;
    private readonly Counter<long> decisions;
    private readonly Counter<long> logged;
    private readonly Counter<long> swaps;
    private readonly UpDownCounter<int> watchers;

    public ScopeRulesMetrics(IMeterFactory meters)
    {
        meter = meters.Create("PilotPlatform.ScopeRules");
        decisions = meter.CreateCounter<long>("pilotplatform.scope_rules.decisions", "{decision}", "Decisions made, by method.");
        logged = meter.CreateCounter<long>("pilotplatform.scope_rules.decision_log", "{question}", "Questions that the decision log wrote, dropped, spilled or made wait, by outcome.");
        swaps = meter.CreateCounter<long>("pilotplatform.scope_rules.swaps", "{swap}", "Exchanges of the state that decisions are made with.");
        watchers = meter.CreateUpDownCounter<int>("pilotplatform.scope_rules.watchers", "{stream}", "Streams of Watch that are open.");
    }

    public void Decided(string method, int count) => decisions.Add(count, new KeyValuePair<string, object?>("method", method));

    public void LogWritten() => Logged("written");

    public void LogDropped() => Logged("dropped");

    public void LogSpilled() => Logged("spilled");

    public void LogBlocked() => Logged("blocked");

    public void Swapped() => swaps.Add(1);

    public void WatchBegan() => watchers.Add(1);

    public void WatchEnded() => watchers.Add(-1);

    public void Dispose() => meter.Dispose();

    private void Logged(string outcome) => logged.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
