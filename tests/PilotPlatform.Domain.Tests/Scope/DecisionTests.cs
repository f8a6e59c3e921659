using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Verdicts for an asker of whom nothing is known, on all 1431 cells.</summary>
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
            Assert.Equal([Basis.OutOfScope], c.Decision.Bases);
            Assert.Empty(c.Decision.Missing);
            Assert.Empty(c.Decision.Clauses);
        });

    /// <summary>A user who is told "applies" where the text says more has been misled.</summary>
    [Fact]
    public void Decide_CellThatIsReached_AppliesOnlyIfAClauseAsksForNothing() =>
        Assert.All(Cells.Where(c => c.Reach.State == ReachState.Applies), c =>
            Assert.Equal(c.Rule.Clauses.Any(clause => !clause.Condition.Leaves().Any(l => l is not Condition.AllOf)) ? Verdict.Applies : Verdict.Undetermined, c.Decision.Verdict));

    [Fact]
    public void Decide_CellThatIsOpen_SaysWhatItCanBecomeAndWhatWouldSettleIt() =>
        Assert.All(Cells.Where(c => c.Decision.Verdict == Verdict.Undetermined), c =>
        {
            Assert.Equal(c.Decision.Missing.Any(m => m.Fact is not null) ? [Verdict.Applies, Verdict.DoesNotApply] : [Verdict.Applies], c.Decision.Possible);
            Assert.NotEmpty(c.Decision.Missing);
            Assert.NotEmpty(c.Decision.Because);
            Assert.Equal(c.Decision.Missing.Select(m => m.Basis).Distinct().Order(), c.Decision.Bases);
            Assert.All(c.Decision.Missing, m => Assert.NotEmpty(m.Citations));
        });

    [Fact]
    public void Decide_ScopeThatWaitsForActs_NamesThemAmongWhatIsMissing() =>
        Assert.All(Cells.Where(c => c.Reach.State is ReachState.AwaitsAct or ReachState.UnderStudy), c =>
        {
            Assert.NotEqual(Verdict.Applies, c.Decision.Verdict);
            Assert.Subset(c.Decision.Missing.Select(m => m.Act).OfType<Condition.ActRecorded>().ToHashSet(), c.Reach.Pending.ToHashSet());
        });

    [Fact]
    public void Decide_CityOutsideTheProgramme_DoesNotApply() =>
        Assert.All(Shipped.Rules.Rules, rule =>
            Assert.Equal(Verdict.DoesNotApply, Shipped.Rules.Decide(rule, Shipped.City("beijing"), ActBooks.All[^1]).Verdict));

    [Fact]
    public void Decide_ForeignShareAtTheBoundAndOneBeyond_TurnsThere()
    {
        static Verdict At(long share) => Shipped.Decide(1, "suzhou", [("foreign-share", FactValue.OfBasisPoints(share))]).Verdict;

        Assert.Equal([Verdict.Applies, Verdict.DoesNotApply, Verdict.DoesNotApply], new[] { 5000L, 5001, 10_000 }.Select(At));
    }

    [Fact]
    public void Decide_ForeignShareBeyondTheBound_CitesTheWordsOfTheBound()
    {
        var decision = Shipped.Decide(1, "suzhou", [("foreign-share", FactValue.OfBasisPoints(5001))]);

        Assert.Equal([Basis.OutOfBounds], decision.Bases);
        Assert.Contains(decision.Because, c => c.Words.Verbatim == "外资股比不超过 50%");
    }

    [Fact]
    public void Decide_CarveOut_SaysSoInItsWords()
    {
        var decision = Shipped.Decide(2, "xian", [("field-prohibited-to-foreign-investment", FactValue.Of(yes: true))]);

        Assert.Equal((Verdict.DoesNotApply, Basis.CarvedOut), (decision.Verdict, Assert.Single(decision.Bases)));
    }

    /// <summary>Suzhou does not say Kunshan, Taicang says it is not Kunshan, and a place in Kunshan is in Suzhou.</summary>
    [Theory]
    [InlineData("kunshan", Verdict.Applies)]
    [InlineData("suzhou", Verdict.Undetermined)]
    [InlineData("jiangsu", Verdict.Undetermined)]
    [InlineData("taicang", Verdict.DoesNotApply)]
    [InlineData("dalian", Verdict.DoesNotApply)]
    public void Decide_PlaceAgainstAnAreaWithinTheCity_GoesByContainment(string place, Verdict verdict) =>
        Assert.Equal(verdict, Shipped.Decide(35, "suzhou", [("actor", FactValue.OfChoice("taiwan-doctor")), ("place", FactValue.OfPlace(place))]).Verdict);

    /// <summary>Absent and not known are told apart, and neither is a no.</summary>
    [Fact]
    public void Decide_FactThatIsNotKnown_IsMissingAsIfAbsentAndSaysSo()
    {
        var absent = Shipped.Decide(2, "xian", []);
        var notKnown = Shipped.Decide(2, "xian", [("field-prohibited-to-foreign-investment", FactValue.NotKnown)]);

        Assert.Equal((Verdict.Undetermined, Verdict.Undetermined), (absent.Verdict, notKnown.Verdict));
        Assert.Equal((false, true), (Assert.Single(absent.Missing).NotKnown, Assert.Single(notKnown.Missing).NotKnown));
    }
}
