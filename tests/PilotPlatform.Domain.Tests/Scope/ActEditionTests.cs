using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>An act settles the task that has the words on which it was recorded, whatever number an edition gives it.</summary>
public sealed class ActEditionTests
{
    private static readonly DateOnly Monday = new(2026, 9, 21);

    private static readonly TaskWords Shipping = Shipped.Rules.Words;

    private static readonly ActHistory Found = ActHistory.Empty.Record(Act(ActKind.Qualification, 127, Shipping.Of(127), "suzhou", 1));

    private static readonly CompiledRuleSet Exchanged = Edition(tasks => tasks.Select(t => t.Number switch { 127 => t with { Number = 148 }, 148 => t with { Number = 127 }, _ => t }));

    [Fact]
    public void AsOf_EditionThatExchangesTwoNumbers_SettlesTheTaskWithItsWords()
    {
        Assert.Equal((ActKind.Qualification, 127, "suzhou"), Assert.Single(Found.AsOf(Shipping, Monday).Acts));
        Assert.Equal((ActKind.Qualification, 148, "suzhou"), Assert.Single(Found.AsOf(Exchanged.Words, Monday).Acts));
        Assert.Equal((ActKind.Qualification, 148, "suzhou"), Assert.Single(Found.AsOf(Exchanged.Words, Monday, task: 148).Acts));
        Assert.Empty(Found.AsOf(Exchanged.Words, Monday, task: 127).Acts);
    }

    [Fact]
    public void AsOf_EditionWithOtherWordsUnderTheNumber_SettlesNothing()
    {
        var changed = Edition(tasks => tasks.Select(t => t.Number == 127 ? t with { Text = Shipped.Source.Tasks[0].Text } : t));

        Assert.Empty(Found.AsOf(changed.Words, Monday).Acts);
        Assert.Null(ActRules.WhyNotRevoke(changed, Found, "a1", Monday));
    }

    [Fact]
    public void AsOf_ActWithoutWords_SettlesTheTaskWithItsNumber()
    {
        var early = ActHistory.Empty.Record(Act(ActKind.Qualification, 127, words: null, "suzhou", 1));

        Assert.Equal((ActKind.Qualification, 127, "suzhou"), Assert.Single(early.AsOf(Exchanged.Words, Monday).Acts));
        Assert.Equal((ActKind.Qualification, 127, "suzhou"), Assert.Single(early.AsOf(Exchanged.Words, Monday, task: 127).Acts));
    }

    /// <summary>Where two tasks read alike their scopes tell them apart, and where these are alike only their numbers.</summary>
    [Theory]
    [InlineData(148, false)]
    [InlineData(147, true)]
    public void Of_WordsThatTwoTasksShare_AreToldApartByTheirScopes(int task, bool apart)
    {
        var alike = Edition(tasks => tasks.Select(t => t.Number == task ? t with { Text = Shipped.Source.Tasks.Single(other => other.Number == 127).Text } : t)).Words;

        Assert.Equal(apart, alike.Of(127) is not null && alike.Of(task) is not null && alike.Of(127) != alike.Of(task));
        Assert.Equal(apart ? 127 : null, alike.Of(127) is { } words ? alike.Settled(ActSubject.Of(127, words)) : null);
        Assert.Empty(Found.AsOf(alike, Monday).Acts);
    }

    [Fact]
    public void WhyNotRecord_WhereAnActWasRecordedUnderAnotherNumber_SaysThatItIs()
    {
        Assert.Equal(FaultReason.ActOutOfOrder, ActRules.WhyNotRecord(Exchanged, Found, new NewAct(ActKind.Qualification, 148, "suzhou", Monday))?.Reason);
        Assert.Null(ActRules.WhyNotRecord(Exchanged, Found, new NewAct(ActKind.Qualification, 127, "suzhou", Monday)));
    }

    /// <summary>Steps recorded under two numbers, and one without words, are those of one task.</summary>
    [Fact]
    public void WhyNotRevoke_StepThatAnotherFollowsUnderAnotherNumber_IsRefused()
    {
        var moved = Edition(tasks => tasks.Select(t => t.Number switch { 147 => t with { Number = 146 }, 146 => t with { Number = 147 }, _ => t }));
        var history = ActHistory.Empty
            .Record(Act(ActKind.Willingness, 147, Shipping.Of(147), "ningbo", 1))
            .Record(Act(ActKind.Demonstration, 146, words: null, "ningbo", 2))
            .Record(Act(ActKind.Procedure, 146, moved.Words.Of(146), "ningbo", 3));

        Assert.Equal(["a1", "a2", "a3"], history.Of(moved.Words, 146).Select(a => a.Id));
        Assert.Equal([FaultReason.ActOutOfOrder, FaultReason.ActOutOfOrder, null], new[] { "a1", "a2", "a3" }.Select(id => ActRules.WhyNotRevoke(moved, history, id, Monday)?.Reason));
    }

    /// <summary>A later step that was recorded on words which an edition does not have rests on the earlier one all the same: in another edition both hold.</summary>
    [Fact]
    public void WhyNotRevoke_ActWithoutWordsThatAStepOnOtherWordsFollows_IsRefused()
    {
        var changed = Edition(tasks => tasks.Select(t => t.Number == 147 ? t with { Text = Shipped.Source.Tasks[0].Text } : t));
        var history = ActHistory.Empty
            .Record(Act(ActKind.Willingness, 147, words: null, "ningbo", 1))
            .Record(Act(ActKind.Demonstration, 147, Shipping.Of(147), "ningbo", 2));

        Assert.Equal(["a1"], history.Of(changed.Words, 147).Select(a => a.Id));
        Assert.Equal(FaultReason.ActOutOfOrder, ActRules.WhyNotRevoke(changed, history, "a1", Monday)?.Reason);
        Assert.Null(ActRules.WhyNotRevoke(changed, history.Revoke("a2", Monday, 3), "a1", Monday));
    }

    private static CompiledRuleSet Edition(Func<IEnumerable<ScopeTask>, IEnumerable<ScopeTask>> change)
    {
        var source = Shipped.Source with { Tasks = [.. change(Shipped.Source.Tasks).OrderBy(t => t.Number)] };
        return RuleSetCompiler.Load(Shipped.RuleSet with { Tasks = [] }, source).Value;
    }

    private static Act Act(ActKind kind, int task, string? words, string city, long position) => new($"a{position}", kind, task, ActSubject.Of(task, words), city, Monday, position);
}
