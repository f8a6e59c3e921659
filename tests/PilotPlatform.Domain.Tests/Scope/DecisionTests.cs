using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Verdicts for an asker of whom nothing is known.</summary>
public sealed class DecisionTests
{
    private static readonly (Reach Reach, Decision Decision, TaskRule Rule)[] Cells =
    [
        .. from rule in Shipped.Rules.Rules
           from city in Shipped.Source.Cities
           select (Shipped.Rules.Reach(rule, city, ActBook.Empty), Shipped.Rules.Decide(rule, city, ActBook.Empty), rule),
    ];

    [Fact]
    public void Decide_EveryCell_StatesTheReachItRestsOn() =>
        Assert.All(Cells, c => Assert.Equal((c.Reach.State, c.Reach.Reason), (c.Decision.Reach.State, c.Decision.Reach.Reason)));

    [Fact]
    public void Decide_CellThatIsNotReached_DoesNotApplyAndIsSettled() =>
        Assert.All(Cells.Where(c => c.Reach.State == ReachState.DoesNotApply), c =>
        {
            Assert.Equal(Verdict.DoesNotApply, c.Decision.Verdict);
            Assert.Equal([Verdict.DoesNotApply], c.Decision.Possible);
            Assert.Empty(c.Decision.Pending);
            Assert.Empty(c.Decision.Clauses);
        });

    /// <summary>A user who is told "applies" where the text says more has been misled.</summary>
    [Fact]
    public void Decide_CellThatIsReachedButWhoseTextIsNotCovered_IsUndetermined() =>
        Assert.All(Cells.Where(c => c.Reach.State == ReachState.Applies), c =>
        {
            Assert.Equal(c.Rule.TextCovered, c.Decision.TextCovered);
            Assert.Equal(c.Rule.TextCovered ? Verdict.Applies : Verdict.Undetermined, c.Decision.Verdict);
        });

    [Fact]
    public void Decide_CellThatIsOpen_SaysWhatItCanBecomeAndWhatWouldSettleIt() =>
        Assert.All(Cells.Where(c => c.Reach.State is ReachState.AwaitsAct or ReachState.UnderStudy), c =>
        {
            Assert.Equal(Verdict.Undetermined, c.Decision.Verdict);
            Assert.Equal([Verdict.Applies, Verdict.DoesNotApply], c.Decision.Possible);
            Assert.Equal(c.Reach.Pending, c.Decision.Pending);
        });

    [Fact]
    public void Decide_EveryCell_HasClausesOnlyForTask65() =>
        Assert.All(Cells, c => Assert.Equal(c.Rule.Number == 65, c.Decision.Clauses.Length > 0));

    [Fact]
    public void Decide_CityOutsideTheProgramme_DoesNotApply() =>
        Assert.All(Shipped.Rules.Rules, rule =>
            Assert.Equal(Verdict.DoesNotApply, Shipped.Rules.Decide(rule, Shipped.City("beijing"), ActBooks.All[^1]).Verdict));
}
