using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Comparison;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using Decision = PilotPlatform.Domain.Reporting.CarryOverDecision;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>What a later edition does to commitments: every kind of fate, and every reach.</summary>
public sealed class ConsequencesTests
{
    private const string Later = "programmes/nine-cities/editions/fedcba9876543210";

    private static readonly CarryOver[] Plain = [CarryOver.Same, CarryOver.Narrower, CarryOver.Wider];

    public static TheoryData<CarryOver, ReachState> Fates => [.. from kind in Enum.GetValues<CarryOver>() from reach in Enum.GetValues<ReachState>() select (kind, reach)];

    [Theory]
    [MemberData(nameof(Fates))]
    public void Of_EveryFateAndReach_SuggestsWhatCanBeMeant(CarryOver kind, ReachState reach)
    {
        var fate = new TaskFate(kind, IsRenumbered: false, kind == CarryOver.None ? [] : kind == CarryOver.Split ? [12, 13] : [12], []);

        var row = Assert.Single(Of([Samples.Opened], new() { [12] = fate }, (_, _) => reach));

        Assert.Equal(
            (kind, reach) switch
            {
                (CarryOver.None, _) or (_, ReachState.DoesNotApply) => new CarryOverPlan(Later, Decision.End, TaskNumber: null, Into: null),
                (_, ReachState.Applies) => new CarryOverPlan(Later, Decision.Continue, 12, Into: null),
                _ => null,
            },
            row.Suggested);
        Assert.Equal(Plain.Contains(kind) && reach == ReachState.Applies, row.IsPlain);
    }

    [Fact]
    public void Of_ASplitTask_GoesOnAsTheFirstPartThatReachesTheCity()
    {
        var row = Assert.Single(Of([Samples.Opened], new() { [12] = new TaskFate(CarryOver.Split, IsRenumbered: false, [12, 13], []) }, (task, _) => task == 13 ? ReachState.Applies : ReachState.DoesNotApply));

        Assert.Equal((Decision.Continue, 13), (row.Suggested!.Decision, row.Suggested.TaskNumber));
    }

    [Fact]
    public void Of_TasksThatBecameOne_GoOnAsTheFirstThatIsNotOver()
    {
        var into = new TaskFate(CarryOver.Merged, IsRenumbered: false, [12], []);
        var over = Samples.In(CommitmentState.StruckOff);
        Commitment[] commitments = [over, Numbered(13), Numbered(14)];

        var rows = Of(commitments, new() { [12] = into, [13] = into, [14] = into }, (_, _) => ReachState.Applies);

        Assert.Equal([Decision.Continue, Decision.Continue, Decision.Merge], rows.Select(r => r.Suggested!.Decision));
        Assert.Equal(commitments[1].Name.ToString(), rows[2].Suggested!.Into);
    }

    [Fact]
    public void Of_RulesThatAreNotRead_SuggestsOnlyAnEndThatIsCertain()
    {
        var fates = new Dictionary<int, TaskFate> { [12] = new(CarryOver.Same, IsRenumbered: true, [13], []) };

        Assert.Equal([null, Decision.End], Of([Samples.Opened, Numbered(15)], fates, (_, _) => null).Select(r => r.Suggested?.Decision));
    }

    [Fact]
    public void Of_WhatRestsOnTheEditionOrHasEnded_SaysNothing()
    {
        var ended = Carried(new CarryOverPlan("editions/between", Decision.End, TaskNumber: null, Into: null));
        var carried = Carried(Samples.Onward with { Edition = Later });

        Assert.Empty(Of([ended, carried], [], (_, _) => ReachState.Applies));
        Assert.Equal((Later, 13, CommitmentState.NotStarted), (carried.Edition, carried.TaskNumber, carried.State));
        Assert.Equal((true, CommitmentState.StruckOff), (ended.HasEnded, ended.State));
    }

    [Fact]
    public void AcceptCarryOver_WithoutItsGround_IsRefusedByName()
    {
        var proposed = Samples.Opened.Take(c => c.ProposeCarryOver("", Samples.Onward, into: null, ""));
        var ground = Samples.GroundOf(Samples.Onward);
        string? Refused(CarryOverGround on, string author = "office") => proposed.AcceptCarryOver("", "", author, on).Fault?.Reason;

        Assert.Equal(FaultReason.WrongState, Refused(ground, "reporter"));
        Assert.Equal(FaultReason.WrongState, Refused(ground with { Edition = Later + "0" }));
        Assert.Equal(FaultReason.ResourceExists, Refused(ground with { Holder = Samples.Other.Name }));
        Assert.Equal(FaultReason.ScopeDoesNotReach, Refused(ground with { Reach = ReachState.DoesNotApply }));
        Assert.Equal(FaultReason.ScopeUndetermined, Refused(ground with { Reach = ReachState.AwaitsAct }));
        Assert.Equal(FaultReason.EtagMismatch, Refused(ground with { Plan = Samples.Onward with { TaskNumber = 14 } }));
        Assert.Null(Refused(ground));
        Assert.Equal(FaultReason.WrongState, proposed.ProposeCarryOver("", Samples.Onward, into: null, "").Fault?.Reason);
    }

    [Fact]
    public void AcceptCarryOver_IntoWhatIsOver_IsRefused()
    {
        var plan = new CarryOverPlan(Later, Decision.Merge, TaskNumber: null, Samples.Other.Name.ToString());
        var proposed = Samples.Opened.Take(c => c.ProposeCarryOver("", plan, Samples.Other, "版本衔接"));

        foreach (var into in new[] { null, Samples.Other with { State = CommitmentState.Merged }, Samples.Other with { State = CommitmentState.StruckOff } })
            Assert.Equal(FaultReason.WrongState, proposed.AcceptCarryOver("", "", "office", Samples.GroundOf(plan) with { Into = into }).Fault?.Reason);
    }

    [Fact]
    public void Reopen_WhereAnotherStandsByNow_IsRefused() => Assert.Equal(
        FaultReason.ResourceExists, Samples.In(CommitmentState.StruckOff).Reopen("", "出现反复", newDueDate: null, Samples.At(1), Samples.Other.Name).Fault?.Reason);

    [Theory]
    [InlineData(Decision.Merge)]
    [InlineData(Decision.End)]
    public void Reopen_WhatALaterEditionEnded_IsRefused(Decision decision) => Assert.Equal(
        FaultReason.WrongState, Carried(new CarryOverPlan(Later, decision, TaskNumber: null, decision == Decision.Merge ? Samples.Other.Name.ToString() : null)).Reopen("", "出现反复", newDueDate: null, Samples.At(1)).Fault?.Reason);

    private static Commitment Numbered(int task) => Samples.Opened with { Name = Samples.Name with { TaskNumber = task } };

    private static Commitment Carried(CarryOverPlan plan) => Samples.Opened
        .Take(c => c.ProposeCarryOver("", plan, plan.Into is null ? null : Samples.Other, "版本衔接"))
        .Take(c => c.AcceptCarryOver("", "", "office", Samples.GroundOf(plan)));

    private static ImmutableArray<Consequence> Of(IEnumerable<Commitment> commitments, Dictionary<int, TaskFate> fates, Func<int, string, ReachState?> reach) =>
        Consequences.Of(commitments, Later, from => new EditionMap(from, Later, fates.ToFrozenDictionary()), reach);
}
