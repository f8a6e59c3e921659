using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>One commitment stands for a task in a city, also where another comes to it between a decision and its entry.</summary>
public sealed class CellTests : IAsyncDisposable
{
    private const int Wanted = 13;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-cells-");
    private readonly FakeTimeProvider time = new(Samples.Day.ToUniversalTime());
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly OpenedLedger opened;
    private readonly CommitmentBoard board;
    private readonly Cells cells;

    public CellTests()
    {
        opened = new OpenedLedger(Options.Create(new LedgerOptions { Path = Path.Combine(folder.FullName, "ledger.db") }), time, services.GetRequiredService<IMeterFactory>());
        var recording = new ReportingLedger(opened, time, NullLogger<ReportingLedger>.Instance);
        board = new CommitmentBoard(recording);
        recording.Open([board]);
        cells = new Cells(board);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static string Later => Samples.Onward.Edition;

    [Fact]
    public async Task AcceptCarryOver_WhileAnotherIsAccepted_IsDecidedAgainAndRefused()
    {
        var (one, other) = (await ProposedAsync(12), await ProposedAsync(14));

        var accepted = await AcceptAsync(one, between: () => AcceptAsync(other));

        Assert.Equal(FaultReason.ResourceExists, accepted.Fault?.Reason);
        Assert.Equal(other, cells.HolderOf(one, Later, Wanted));
        Assert.Equal(Samples.Basis.Edition, board.Find(one).Value.Edition);
    }

    [Fact]
    public async Task AcceptCarryOver_WhileTheTaskIsOpened_IsDecidedAgainAndRefused()
    {
        var one = await ProposedAsync(12);

        var accepted = await AcceptAsync(one, between: () => OpenAsync(Wanted));

        Assert.Equal(FaultReason.ResourceExists, accepted.Fault?.Reason);
    }

    [Fact]
    public async Task Open_WhileAnotherIsCarriedOver_IsDecidedAgainAndRefused()
    {
        var one = await ProposedAsync(12);

        var created = await OpenAsync(Wanted, between: () => AcceptAsync(one));

        Assert.Equal(FaultReason.ResourceExists, created.Fault?.Reason);
        Assert.Equal(one, cells.HolderOf(Named(99), Later, Wanted));
    }

    [Fact]
    public async Task AcceptCarryOver_WhileOtherThingsHappen_IsTaken()
    {
        var one = await ProposedAsync(12);

        var accepted = await AcceptAsync(one, between: () => OpenAsync(40));

        Assert.Equal((Later, Wanted), (accepted.Value.After.Edition, accepted.Value.After.TaskNumber));
    }

    /// <summary>What was folded may be ahead of the position that the ledger tells for a moment: a snapshot says the one that its rows are of.</summary>
    [Fact]
    public async Task AtOnce_WithACommitmentThatTheLedgerDoesNotTellOfYet_IsOfItsPosition()
    {
        _ = (await OpenAsync(40)).Value;
        var entry = (await board.RecordAsync(Named(40), now => now!.Dispatch("", "", Samples.At(0)), "office", request: null, Stop)).Value.After;
        var (kind, payload) = EventCodec.Commitments.Encode(new CommitmentEvent.Acknowledged(""));

        board.Apply(new LedgerEntry(entry.Position + 1, Named(40).ToString(), entry.Revision + 1, kind, payload, "unit", time.GetUtcNow(), Request: null, default));

        var (position, commitments) = board.AtOnce(Named(40).Parent);
        Assert.Equal(position, Assert.Single(commitments).Position);
    }

    /// <summary>An end falls with its edition, unless what was opened anew stands for the task by then, and not by a replica that is behind.</summary>
    [Theory]
    [InlineData(false, false, RequestState.Lapsed)]
    [InlineData(true, false, RequestState.Granted)]
    [InlineData(false, true, RequestState.Granted)]
    public async Task Lapse_OfAnEndOfAnEditionBefore_IsRecordedWhereNobodyStandsForTheTask(bool isOpenedAnew, bool isBehind, RequestState left)
    {
        var (first, third) = (Samples.Basis.Edition, $"{Samples.Name.Parent}/editions/00000000000000cc");
        var end = Samples.Onward with { Decision = CarryOverDecision.End, TaskNumber = null };
        await TakeAsync(Samples.Name, _ => Commitment.Open(Samples.Name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)));
        await TakeAsync(Samples.Name, now => now!.ProposeCarryOver("", end, into: null, "不再实施"));
        await TakeAsync(Samples.Name, now => now!.AcceptCarryOver("", "", "office", Samples.GroundOf(end)));
        if (isOpenedAnew) // in an edition that had the task again, under another number
            await TakeAsync(Named(Wanted), _ => Commitment.Open(Named(Wanted), Samples.Plan, ReachState.Applies, Samples.Basis with { Edition = third }, Samples.At(0)));
        var picture = new ReachPicture(
            Samples.Name.Parent.ToString(), first, Samples.Basis.RuleSet, 0, [Samples.Name.City], new Dictionary<int, ImmutableArray<ReachState>> { [12] = [ReachState.Applies] }.ToFrozenDictionary(),
            FrozenDictionary<int, int>.Empty,
            new Dictionary<string, EditionMap> { [third] = new(third, first, new Dictionary<int, TaskFate> { [Wanted] = TaskFate.Removed with { CarriedTo = [12] } }.ToFrozenDictionary()) }.ToFrozenDictionary());

        await new CarryOverLapses(board).RecordAsync(picture, isBehind ? third : first, "reporting", Stop);

        Assert.Equal(left, Assert.Single(board.Find(Samples.Name).Value.Course.CarryOvers).State);

        async Task TakeAsync(CommitmentName name, Func<Commitment?, Result<CommitmentEvent>> step) => _ = (await board.RecordAsync(name, step, "someone", request: null, Stop)).Value;
    }

    public async ValueTask DisposeAsync()
    {
        await opened.DisposeAsync();
        await services.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private static CommitmentName Named(int task) => Samples.Name with { TaskNumber = task };

    private async Task<CommitmentName> ProposedAsync(int task)
    {
        var name = Named(task);
        _ = (await board.RecordAsync(name, _ => Commitment.Open(name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)), "someone", request: null, Stop)).Value;
        _ = (await board.RecordAsync(name, now => now!.ProposeCarryOver("", Samples.Onward, into: null, ""), "someone", request: null, Stop)).Value;
        return name;
    }

    /// <summary>Agrees as the service does; something may happen between the first decision and its entry.</summary>
    private Task<Result<StepTaken>> AcceptAsync(CommitmentName name, Func<Task<Result<StepTaken>>>? between = null) => RecordAsync(
        name,
        now => now!.AcceptCarryOver("", "", "office", Samples.GroundOf(Samples.Onward) with { Holder = cells.HolderOf(name, Later, Wanted) }),
        Wanted,
        between);

    private Task<Result<StepTaken>> OpenAsync(int task, Func<Task<Result<StepTaken>>>? between = null) => RecordAsync(
        Named(task),
        _ => cells.HolderOf(Named(task), Later, task) is { } holder
            ? Fault.Exists(holder.ToString())
            : Commitment.Open(Named(task), Samples.Plan, ReachState.Applies, Samples.Basis with { Edition = Later }, Samples.At(0)),
        task,
        between);

    private Task<Result<StepTaken>> RecordAsync(
        CommitmentName name, Func<Commitment?, Result<CommitmentEvent>> decide, int task, Func<Task<Result<StepTaken>>>? between)
    {
        return board.RecordAsync(name, Decide, "office", request: null, Stop, () => cells.RivalsOf(name, Later, task));

        Result<CommitmentEvent> Decide(Commitment? now)
        {
            var decided = decide(now);
            if (Interlocked.Exchange(ref between, null) is { } meanwhile)
                _ = Task.Run(meanwhile, Stop).GetAwaiter().GetResult().Value;
            return decided;
        }
    }
}
