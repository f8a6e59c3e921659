using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Acts as steps in their order, recorded and revoked, never edited.</summary>
public sealed class ActRulesTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Theory]
    [InlineData(147, ActKind.Qualification, "ningbo", "act.kind")]
    [InlineData(1, ActKind.Willingness, "ningbo", "act.kind")]
    [InlineData(24, ActKind.JointStudy, "ningbo", "act.city")]
    [InlineData(147, ActKind.Willingness, null, "act.city")]
    [InlineData(147, ActKind.Willingness, "beijing", "act.city")]
    public void WhyNotRecord_ActThatTheTaskDoesNotKnow_IsRefusedWithItsField(int task, ActKind kind, string? city, string field)
    {
        var fault = ActRules.WhyNotRecord(Shipped.Rules, ActHistory.Empty, new NewAct(kind, task, city, Monday));

        Assert.Equal((FaultReason.NoSuchAct, field), (fault?.Reason, fault?.Subject));
    }

    [Fact]
    public void WhyNotRecord_TaskThatIsNone_IsRefused() =>
        Assert.Equal("act.pilot_task", ActRules.WhyNotRecord(Shipped.Rules, ActHistory.Empty, new NewAct(ActKind.Willingness, 160, "ningbo", Monday))?.Subject);

    [Fact]
    public void WhyNotRecord_StepsInTheirOrder_AreTaken()
    {
        var history = ActHistory.Empty;
        foreach (var kind in new[] { ActKind.Willingness, ActKind.Demonstration, ActKind.Procedure })
        {
            Assert.Null(ActRules.WhyNotRecord(Shipped.Rules, history, new NewAct(kind, 147, "ningbo", Monday)));
            history = history.Record(Act(kind, history.Position + 1));
        }

        Assert.Equal(ReachState.Applies, Shipped.Reach(147, "ningbo", history.AsOf(Shipped.Rules.Words, Monday)).State);
    }

    [Theory]
    [InlineData(ActKind.Demonstration)]
    [InlineData(ActKind.Procedure)]
    public void WhyNotRecord_StepBeforeItsTurn_IsRefused(ActKind kind) =>
        Assert.Equal(FaultReason.ActOutOfOrder, ActRules.WhyNotRecord(Shipped.Rules, ActHistory.Empty, new NewAct(kind, 147, "ningbo", Monday))?.Reason);

    [Fact]
    public void WhyNotRecord_StepThatHoldsBeforeTheOneItFollows_IsRefused()
    {
        var fault = ActRules.WhyNotRecord(
            Shipped.Rules, ActHistory.Empty.Record(Act(ActKind.Willingness, 1)), new NewAct(ActKind.Demonstration, 147, "ningbo", Monday.AddDays(-1)));

        Assert.Equal((FaultReason.ActOutOfOrder, "act.effective_date"), (fault?.Reason, fault?.Subject));
    }

    [Fact]
    public void WhyNotRecord_ActThatStands_IsRefusedUntilItIsRevoked()
    {
        var history = ActHistory.Empty.Record(Act(ActKind.Willingness, 1));
        var again = new NewAct(ActKind.Willingness, 147, "ningbo", Monday);

        Assert.Equal(FaultReason.ActOutOfOrder, ActRules.WhyNotRecord(Shipped.Rules, history, again)?.Reason);
        Assert.Null(ActRules.WhyNotRecord(Shipped.Rules, history.Revoke("a1", Monday, 2), again));
    }

    [Fact]
    public void WhyNotRevoke_StepThatAnotherFollows_IsRefusedUntilThatIsRevoked()
    {
        var history = ActHistory.Empty.Record(Act(ActKind.Willingness, 1)).Record(Act(ActKind.Demonstration, 2));

        Assert.Equal(FaultReason.ActOutOfOrder, ActRules.WhyNotRevoke(Shipped.Rules, history, "a1", Monday)?.Reason);
        Assert.Null(ActRules.WhyNotRevoke(Shipped.Rules, history, "a2", Monday));
        Assert.Null(ActRules.WhyNotRevoke(Shipped.Rules, history.Revoke("a2", Monday, 3), "a1", Monday));
    }

    /// <summary>A step that was revoked later than the day from which the one before it is to go would stand without it on the days between.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(9, false)]
    [InlineData(10, true)]
    [InlineData(11, true)]
    public void WhyNotRevoke_StepThatAnotherFollowedOnPastDays_IsTakenOnlyFromTheDayOnWhichThatEnds(int day, bool taken)
    {
        var history = ActHistory.Empty.Record(Act(ActKind.Willingness, 1)).Record(Act(ActKind.Demonstration, 2)).Revoke("a2", Monday.AddDays(10), 3);

        var fault = ActRules.WhyNotRevoke(Shipped.Rules, history, "a1", Monday.AddDays(day));

        Assert.Equal(taken ? (null, null) : (FaultReason.ActOutOfOrder, "revoke_date"), (fault?.Reason, fault?.Subject));
        var after = history.Revoke("a1", Monday.AddDays(day), 4);
        Assert.Equal(taken, Enumerable.Range(0, 20).All(d => after.AsOf(Shipped.Rules.Words, Monday.AddDays(d)) is var book
            && (!book.Acts.Contains((ActKind.Demonstration, 147, "ningbo")) || book.Acts.Contains((ActKind.Willingness, 147, "ningbo")))));
    }

    [Fact]
    public void WhyNotRevoke_ActThatIsNoneOrRevokedOrYetToHold_IsRefused()
    {
        var history = ActHistory.Empty.Record(Act(ActKind.Willingness, 1));

        Assert.Equal(FaultReason.ResourceNotFound, ActRules.WhyNotRevoke(Shipped.Rules, history, "a9", Monday)?.Reason);
        Assert.Equal(FaultReason.InvalidArgument, ActRules.WhyNotRevoke(Shipped.Rules, history, "a1", Monday.AddDays(-1))?.Reason);
        Assert.Equal(FaultReason.WrongState, ActRules.WhyNotRevoke(Shipped.Rules, history.Revoke("a1", Monday, 2), "a1", Monday)?.Reason);
    }

    /// <summary>The day decides what holds, the position what was known.</summary>
    [Fact]
    public void AsOf_DayAndPosition_GiveWhatHeldAndWasKnownThen()
    {
        var history = ActHistory.Empty.Record(Act(ActKind.Willingness, 3)).Revoke("a3", Monday.AddDays(10), 7);

        bool Holds(int day, long? position = null) => !history.AsOf(Shipped.Rules.Words, Monday.AddDays(day), position).Acts.IsEmpty;

        Assert.Equal([false, true, true, false], new[] { -1, 0, 9, 10 }.Select(day => Holds(day)));
        Assert.Equal([false, true, true, false], new long[] { 2, 3, 6, 7 }.Select(position => Holds(10, position)));
        Assert.Equal(7, history.AsOf(Shipped.Rules.Words, Monday).Position);
        Assert.Equal(3, history.AsOf(Shipped.Rules.Words, Monday, 3).Position);
    }

    private static Act Act(ActKind kind, long position) => new($"a{position}", kind, 147, ActSubject.Of(147, Shipped.Rules.Words.Of(147)), "ningbo", Monday, position);
}
