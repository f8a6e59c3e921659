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
    ScopePicture scope, ScopeAnswers answers, CommitmentBoard board, IEnumerable<Projection> projections, TaskTrails trails, CarryOverLapses lapses, Announcements announcements, IOptions<ReportingOptions> options, TimeProvider time,
    ILogger<ReachKeeper> logger) : BackgroundService
{
    private const string Author = "reporting";

    /// <summary>For how many looks a scope that is behind may only be a moment behind.</summary>
    private const int LooksOfAMoment = 6;

    private readonly CarryOverFile words = CarryOverFile.Load(options.Value.CarryOver);
    private readonly AwaitedEdition awaited = new();
    private readonly EditionLag lag = new(time, options.Value.RefreshInterval * LooksOfAMoment);
    private ReachPicture? current;

    /// <exception cref="FaultException">None has been read yet.</exception>
    public ReachPicture Current => current ?? throw new FaultException(Fault.NotReady("the picture of the scope"));

    /// <summary>What has been read; null while nothing has.</summary>
    public ReachPicture? Latest => current;

    /// <summary>
    /// Why nothing can be found of a city or a task; null if they are of the programme. While nothing has been read, nothing is known to be none; a city that the
    /// edition has no more is one as long as something stands of it.
    /// </summary>
    public Fault? Lacks(ProgrammeName programme, ChildName? city, PilotTaskName? task)
    {
        if (city is not null && city.Parent != programme)
            return Fault.Missing(city.Parent.City(city.Id));
        if (task is not null && task.Parent != programme)
            return Fault.Missing(task.ToString());
        if (city is null && task is null || current?.Lacks(programme, city?.Id, task?.Number) is not { } lacking)
            return null;
        return city is not null && board.All(c => c.Name.Parent == programme && c.Name.City == city.Id).Count > 0 ? Lacks(programme, city: null, task) : lacking;
    }

    /// <summary>Number of the task that a commitment stands for in an edition; null for none.</summary>
    /// <exception cref="FaultException">What became of its task in the edition has not been read yet.</exception>
    public int? TaskOf(Commitment commitment, string edition)
    {
        if (commitment.Edition == edition)
            return commitment.TaskNumber;
        return Current is { } picture && picture.Edition == edition ? picture.TaskOf(commitment) : throw new FaultException(Fault.NotReady("the picture of the scope"));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await announcements.ListenAsync(Announcements.EditionPublished, awaited.Announced);
        await announcements.FollowAsync([Announcements.EditionPublished, Announcements.ScopeMoved], RefreshAsync, NextLook, time, stoppingToken);
    }

    /// <summary>When the scope is read again; null for soon: an edition that was announced may reach the replica that is asked only a moment later.</summary>
    private TimeSpan? NextLook() => awaited.IsAwaited(current?.Edition) || current is null ? null : options.Value.RefreshInterval;

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            var (picture, newest) = await scope.ReadAsync(current, board.RestedOn, projections.SelectMany(p => p.Editions).Concat(trails.Asked).ToHashSet(StringComparer.Ordinal), cancellation);
            current = picture;
            trails.Follow(picture);
            if (lag.IsNew(picture.Edition, newest))
                return;
            await lapses.RecordAsync(picture, newest, Author, cancellation);
            // Also by a picture that is known: what was opened meanwhile may rest on an answer of before.
            foreach (var commitment in board.All(c => c.Name.Parent.ToString() == picture.Programme && !c.HasEnded && c.Reach() != picture.Of(c).Reach))
                await TryRecheckAsync(commitment, picture, cancellation);
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

    /// <summary>One that cannot be held against the scope now does not keep others from it; it is tried again with the next look.</summary>
    private async Task TryRecheckAsync(Commitment commitment, ReachPicture picture, CancellationToken cancellation)
    {
        try
        {
            await RecheckAsync(commitment, picture, cancellation);
        }
        catch (Exception away) when (away is RpcException or FaultException && !cancellation.IsCancellationRequested)
        {
            Log.NotRechecked(logger, commitment.Name.ToString(), away.Message);
        }
    }

    /// <summary>Asks for the answer in full, since it is what the ledger keeps as the basis.</summary>
    private async Task RecheckAsync(Commitment commitment, ReachPicture picture, CancellationToken cancellation)
    {
        var name = commitment.Name;
        var (reach, basis) = picture.Of(commitment).Task is { } task
            ? await answers.AskAsync(new PilotTaskName(name.Parent, task), name.City, cancellation)
            : (Domain.Scope.ReachState.DoesNotApply, new Basis(picture.Edition, picture.RuleSet, picture.ActsPosition, words.NotCarriedOn, []) { EnglishReason = words.EnglishNotCarriedOn });
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

        [LoggerMessage(Level = LogLevel.Warning, Message = "What {Commitment} rests on could not be looked at: {Detail}")]
        public static partial void NotRechecked(ILogger logger, string commitment, string detail);

        [LoggerMessage(Level = LogLevel.Information, Message = "What {Commitment} rests on is {Reach} now: {Reason}")]
        public static partial void BasisChanged(ILogger logger, string commitment, string reach, string reason);
    }
}
