using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules.DecisionLogs;

/// <summary>
/// The log of decisions: bounded, and written off the way of requests. What happens when it cannot keep up is a matter of policy, and
/// counted.
/// </summary>
internal sealed partial class DecisionLog : BackgroundService
{
    private readonly DecisionLogOptions options;
    private readonly SnapshotKeeper keeper;
    private readonly TimeProvider time;
    private readonly ScopeRulesMetrics metrics;
    private readonly ILogger<DecisionLog> logger;
    private readonly DecisionLogWriter writer;
    private readonly DecisionLogFiles files;
    private readonly Channel<DecisionLogEntry> waiting;
    private readonly Channel<DecisionLogEntry> spilling;

    public DecisionLog(
        IOptions<ScopeRulesOptions> options, SnapshotKeeper keeper, DecisionLogFiles files, ScopeRulesMetrics metrics, TimeProvider time, ILogger<DecisionLog> logger)
    {
        (this.options, this.keeper, this.files, this.metrics, this.time, this.logger) = (options.Value.DecisionLog, keeper, files, metrics, time, logger);
        writer = new DecisionLogWriter(this.options.MaskedFacts);
        waiting = Channel.CreateBounded<DecisionLogEntry>(
            new BoundedChannelOptions(this.options.Capacity)
            {
                SingleReader = true,
                FullMode = this.options.Policy == DecisionLogPolicy.DropOldest ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
            },
            _ => metrics.LogDropped());
        spilling = Channel.CreateBounded<DecisionLogEntry>(new BoundedChannelOptions(this.options.SpillCapacity) { SingleReader = true });
    }

    public bool IsOn => options.Sink != DecisionLogSink.Off;

    /// <summary>Takes a question with its answer; waits only under the policy Block.</summary>
    public ValueTask RecordAsync(string method, ServerCallContext context, IMessage question, AnswerState state, VerdictTotal totals)
    {
        if (!IsOn)
            return ValueTask.CompletedTask;

        var entry = new DecisionLogEntry(
            time.GetUtcNow(), method, context.Author(), context.TraceId(), question, state, totals);
        if (waiting.Writer.TryWrite(entry))
            return ValueTask.CompletedTask;
        if (options.Policy == DecisionLogPolicy.Block)
            return BlockAsync(entry, context.CancellationToken);

        if (!spilling.Writer.TryWrite(entry))
            metrics.LogDropped();
        return ValueTask.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn)
            return;

        WriteSpilled();
        await Task.WhenAll(
            TellOfUnknownAsync(stoppingToken),
            ReadAsync(waiting.Reader, Write, WriteSpilled, stoppingToken),
            ReadAsync(spilling.Reader, entry => Keep(() => Count(files.TrySpill(writer.Line(entry)), metrics.LogSpilled)), () => { }, stoppingToken));
        WriteSpilled();
    }

    /// <summary>A misspelt name of a fact would mask nothing, and nobody would know.</summary>
    private async Task TellOfUnknownAsync(CancellationToken stopping)
    {
        while (keeper.State.Edition is null && !stopping.IsCancellationRequested)
            await keeper.Exchanged.WaitAsync(TimeSpan.FromSeconds(1), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var name in stopping.IsCancellationRequested ? [] : writer.Unknown(keeper.Current.Active.Rules.Facts))
            Log.MasksNothing(logger, name);
    }

    /// <summary>Takes what waits, as it comes and until the end; then what is left.</summary>
    /// <param name="entries">What waits.</param>
    /// <param name="take">Takes one.</param>
    /// <param name="paused">Called whenever nothing waits.</param>
    /// <param name="stopping">Cancelled when the service ends.</param>
    private static async Task ReadAsync(ChannelReader<DecisionLogEntry> entries, Action<DecisionLogEntry> take, Action paused, CancellationToken stopping)
    {
        do
        {
            while (entries.TryRead(out var entry))
                take(entry);
            paused();
            await ((Task)entries.WaitToReadAsync(stopping).AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        while (!stopping.IsCancellationRequested);
        while (entries.TryRead(out var entry))
            take(entry);
    }

    private async ValueTask BlockAsync(DecisionLogEntry entry, CancellationToken cancellation)
    {
        metrics.LogBlocked();
        await waiting.Writer.WriteAsync(entry, cancellation);
    }

    private void WriteSpilled() => Keep(() =>
    {
        foreach (var line in files.TakeSpilled())
            Write(line);
    });

    private void Write(DecisionLogEntry entry) => Write(writer.Line(entry));

    private void Write(string line) => Keep(() =>
    {
        if (options.Sink == DecisionLogSink.Logger)
            Log.Decided(logger, line);
        var kept = options.Sink == DecisionLogSink.Logger || files.TryWrite(line, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        Count(kept, metrics.LogWritten);
    });

    private void Count(bool kept, Action outcome)
    {
        if (kept)
            outcome();
        else
            metrics.LogDropped();
    }

    /// <summary>A disk that cannot be written costs a line of the log, never an answer.</summary>
    private void Keep(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            metrics.LogDropped();
            Log.NotWritten(logger, failed.Message);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Information, Message = "{Decision}")]
        public static partial void Decided(ILogger logger, string decision);

        [LoggerMessage(Level = LogLevel.Error, Message = "ScopeRules:DecisionLog:MaskedFacts names '{Fact}', which the active rule set does not know: its values are not masked")]
        public static partial void MasksNothing(ILogger logger, string fact);

        [LoggerMessage(Level = LogLevel.Error, Message = "A decision was not logged: {Reason}")]
        public static partial void NotWritten(ILogger logger, string reason);
    }
}
