using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Reporting;

/// <summary>
/// Keeps the picture of the scope in step with catalogue and scope rules: at once on an announcement, otherwise within the refresh
/// interval. When it has moved, commitments are held against it, and what a commitment rests on is recorded anew where its cell changed.
/// </summary>
internal sealed partial class ReachKeeper(
    ScopePicture scope, ScopeAnswers answers, CommitmentBoard board, Announcements announcements, IOptions<ReportingOptions> options, TimeProvider time,
    ILogger<ReachKeeper> logger) : BackgroundService
{
    private const string Author = "reporting";

    private static readonly TimeSpan FirstTries = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim moved = new(0);
    private ReachPicture? current;
    private ReachPicture? checkedWith;

    /// <exception cref="FaultException">None has been read yet.</exception>
    public ReachPicture Current => current ?? throw new FaultException(Fault.NotReady("the picture of the scope"));

    public override void Dispose()
    {
        moved.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await announcements.ListenAsync(Announcements.EditionPublished, _ => moved.Release());
        await announcements.ListenAsync(Announcements.ScopeMoved, _ => moved.Release());
        while (!stoppingToken.IsCancellationRequested)
        {
            await RefreshAsync(stoppingToken);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            var interval = Task.Delay(current is null ? FirstTries : options.Value.RefreshInterval, time, waiting.Token);
            await Task.WhenAny(moved.WaitAsync(waiting.Token), interval);
            await waiting.CancelAsync();
        }
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            current = await scope.ReadAsync(current, cancellation) ?? current;
            if (current is null || ReferenceEquals(current, checkedWith))
                return;

            var picture = current;
            foreach (var commitment in board.All(c => c.Name.Parent.ToString() == picture.Programme && c.Reach() != picture.Of(c.Name.TaskNumber, c.Name.City)))
                await RecheckAsync(commitment.Name, cancellation);
            checkedWith = picture;
        }
        catch (Exception away) when (away is RpcException or FaultException && !cancellation.IsCancellationRequested)
        {
            if (current is not null)
                Log.ScopeAway(logger, away.Message);
        }
        catch (Exception stopped) when (cancellation.IsCancellationRequested && stopped is RpcException or OperationCanceledException or FaultException)
        {
            // The service is stopping.
        }
    }

    /// <summary>Asks for the answer in full, since it is what the ledger keeps as the basis.</summary>
    private async Task RecheckAsync(CommitmentName name, CancellationToken cancellation)
    {
        var (reach, basis) = await answers.AskAsync(name.PilotTask, name.City, cancellation);
        var recorded = await board.RecordAsync(
            name,
            current => current?.Recheck(reach, basis) is { } changed ? changed : Fault.Forbidden(name.ToString(), "as it was", "recheck"),
            Author,
            request: null,
            cancellation);
        if (recorded.IsOk)
            Log.BasisChanged(logger, name.ToString(), reach.ToString(), basis.Reason);
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The scope rules cannot be asked: {Detail}")]
        public static partial void ScopeAway(ILogger logger, string detail);

        [LoggerMessage(Level = LogLevel.Information, Message = "What {Commitment} rests on is {Reach} now: {Reason}")]
        public static partial void BasisChanged(ILogger logger, string commitment, string reach, string reason);
    }
}
