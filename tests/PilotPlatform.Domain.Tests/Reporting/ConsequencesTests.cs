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

    [Theory]
    [InlineData("", "? ? ?")]
    [InlineData("13", "as12 13 13")]
    [InlineData("14", "14 as12 14")]
    [InlineData("14 15", "? ? ?")]
    public void Of_TasksThatBecameOne_TheOnlyOneThatWasReportedOnGoesOn(string reported, string suggested) =>
        Assert.Equal($"as12 as12 {suggested}", Told([Over, Elsewhere, Numbered(13), Numbered(14), Numbered(15)], reported));

    [Theory]
    [InlineData("", "?")]
    [InlineData("13", "?")]
    [InlineData("12", "12")]
    [InlineData("12 13", "?")]
    public void Of_ACellThatIsTaken_IsMergedOnlyIntoWhatWasReportedOn(string reported, string suggested) =>
        Assert.Equal(suggested, Told([Numbered(12) with { Basis = Samples.Opened.Basis with { Edition = Later } }, Numbered(13)], reported));

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
        Assert.Equal((true, CommitmentState.Ended), (ended.HasEnded, ended.State));
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

    /// <summary>What can only be refused when it is agreed to is not proposed, and who means a task that the comparison does not name says why.</summary>
    [Theory]
    [InlineData(true, ReachState.Applies, "", null)]
    [InlineData(true, ReachState.AwaitsAct, "", null)]
    [InlineData(true, ReachState.DoesNotApply, "同一事项", FaultReason.ScopeDoesNotReach)]
    [InlineData(false, ReachState.Applies, "", FaultReason.InvalidArgument)]
    [InlineData(false, ReachState.Applies, "同一事项", null)]
    public void ProposeCarryOver_AsATask_IsRefusedWhereItCannotBeMeant(bool carriesOn, ReachState reach, string note, string? reason) =>
        Assert.Equal(reason, Samples.Opened.ProposeCarryOver("", Samples.Onward, into: null, note, isOfTheProvince: false, new CarryOverTarget(carriesOn, reach, Samples.Basis)).Fault?.Reason);

    [Fact]
    public void Lapse_OfAProposal_LeavesNobodyWaitedFor()
    {
        var proposed = Samples.Opened.Take(c => c.ProposeCarryOver("", Samples.Onward, into: null, ""));

        Assert.Null(proposed.Lapse(Samples.Onward.Edition, goesOn: true));
        var lapsed = proposed.Take(c => c.Lapse("editions/after", goesOn: false)!);
        Assert.DoesNotContain(Waiting.On(lapsed, Samples.At(1)), w => w.Reason == WaitReason.CarryOverDecision);
        Assert.Equal(FaultReason.WrongState, lapsed.AcceptCarryOver("", "", "office", Samples.GroundOf(Samples.Onward)).Fault?.Reason);
        Assert.False(((CommitmentEvent)new CommitmentEvent.CarryOverLapsed("editions/after", WasGranted: false)).IsPublic());
    }

    /// <summary>It stays ended until somebody reopens it, for its task and with all that was reported.</summary>
    [Fact]
    public void Lapse_OfAnEnd_LetsItBeReopened()
    {
        var ended = Samples.Ended(Samples.Reported(1).Accepted());

        Assert.Equal(FaultReason.WrongState, ended.Reopen("", "恢复实施", newDueDate: null, Samples.At(1)).Fault?.Reason);
        Assert.Null(ended.Lapse("editions/after", goesOn: false));
        var lapsed = ended.Take(c => c.Lapse(Samples.Basis.Edition, goesOn: true)!);
        Assert.Equal((CommitmentState.Ended, Samples.Basis.Edition, 12), (lapsed.State, lapsed.Edition, lapsed.TaskNumber));
        Assert.Null(lapsed.Lapse(Samples.Basis.Edition, goesOn: true));
        var again = lapsed.Take(c => c.Reopen("", "恢复实施", newDueDate: null, Samples.At(1)));
        Assert.Equal((CommitmentState.InProgress, 1), (again.State, again.Reports.Count));
    }

    /// <summary>An edition that was a mistake takes nothing from what was done before it.</summary>
    [Theory]
    [InlineData(CommitmentState.NotStarted)]
    [InlineData(CommitmentState.AwaitingAcknowledgement)]
    [InlineData(CommitmentState.Implemented)]
    public void Reopen_OfWhatAnEditionEnded_ComesBackToWhereItStood(CommitmentState before)
    {
        var standing = Samples.In(before) is { Course.Problems: [{ IsOpen: true }, ..] } held ? held.Answered() : Samples.In(before);
        var lapsed = Samples.Ended(standing).Take(c => c.Lapse(Samples.Basis.Edition, goesOn: true)!);

        var again = lapsed.Take(c => c.Reopen("", "恢复实施", newDueDate: null, Samples.At(1)));

        Assert.Equal((before, null), (again.State, again.Course.EndedFrom));
    }

    [Fact]
    public void AcceptCarryOver_OfAnEnd_LeavesWhatWasStruckOffStruckOff() =>
        Assert.Equal((CommitmentState.StruckOff, true), (Samples.Ended(Samples.In(CommitmentState.StruckOff)).State, Samples.Ended(Samples.In(CommitmentState.StruckOff)).HasEnded));

    private static Commitment Over => Numbered(10) with { State = CommitmentState.StruckOff };

    private static Commitment Elsewhere => Samples.Opened with { Name = Samples.Name with { TaskNumber = 11, City = "hefei" } };

    /// <summary>What is suggested where all tasks became task 12: that a commitment goes on as it, the task of the one it is merged into, or nothing.</summary>
    private static string Told(Commitment[] commitments, string reported)
    {
        var numbers = reported.Split(' ');
        Commitment[] standing = [.. commitments.Select(c => numbers.Contains($"{c.Name.TaskNumber}") ? c with { Reports = Samples.Reported(1).Reports } : c)];
        var fates = standing.ToDictionary(c => c.Name.TaskNumber, _ => new TaskFate(CarryOver.Merged, IsRenumbered: false, [12], []));
        return string.Join(' ', Of(standing, fates, (_, _) => ReachState.Applies).Select(row => row.Suggested switch
        {
            null => "?",
            { Decision: Decision.Merge } into => $"{CommitmentName.Parse("into", into.Into!).Value.TaskNumber}",
            { } plan => $"as{plan.TaskNumber}",
        }));
    }

    private static Commitment Numbered(int task) => Samples.Opened with { Name = Samples.Name with { TaskNumber = task } };

    private static Commitment Carried(CarryOverPlan plan) => Samples.Opened
        .Take(c => c.ProposeCarryOver("", plan, plan.Into is null ? null : Samples.Other, "版本衔接"))
        .Take(c => c.AcceptCarryOver("", "", "office", Samples.GroundOf(plan)));

    private static ImmutableArray<Consequence> Of(IReadOnlyCollection<Commitment> commitments, Dictionary<int, TaskFate> fates, Func<int, string, ReachState?> reach) =>
        Consequences.Of(commitments, Later, from => new EditionMap(from, Later, fates.ToFrozenDictionary()), reach);
}
