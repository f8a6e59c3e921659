using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>What recorded acts settle: the cells they are about, and no other.</summary>
public sealed class ActTests
{
    private static readonly (int Task, string City)[] Settled = [(1, "dalian"), (12, "dalian"), (12, "suzhou"), (65, "xian")];

    private static readonly ImmutableArray<string> Cities = [.. ScopeColumn.Cities.Select(c => c.Id)];

    [Fact]
    public void Reach_JointStudyFinished_SettlesTask24InAllNineAtOnce()
    {
        var acts = ActBooks.Of((ActKind.JointStudy, 24, null));

        Assert.All(Cities, city => Assert.Equal(ReachState.UnderStudy, Shipped.Reach(24, city).State));
        Assert.All(Cities, city => Assert.Equal(ReachState.Applies, Shipped.Reach(24, city, acts).State));
        Assert.Equal(ReachState.DoesNotApply, Shipped.Reach(24, "beijing", acts).State);
    }

    [Fact]
    public void Reach_JointStudyOfOneCityOnly_SettlesNothing() =>
        Assert.All(Cities, city => Assert.Equal(ReachState.UnderStudy, Shipped.Reach(24, city, ActBooks.Of((ActKind.JointStudy, 24, city))).State));

    /// <summary>All eight sets of the three acts that task 147 asks for.</summary>
    [Fact]
    public void Reach_EverySetOfActsForTask147_AppliesOnlyWithAllThree()
    {
        ActKind[] asked = [ActKind.Willingness, ActKind.Demonstration, ActKind.Procedure];

        Assert.All(Enumerable.Range(0, 8), set =>
        {
            var recorded = asked.Where((_, i) => (set & (1 << i)) != 0).ToArray();
            var reach = Shipped.Reach(147, "ningbo", ActBooks.Of([.. recorded.Select(kind => (kind, 147, (string?)"ningbo"))]));

            Assert.Equal(set == 7 ? ReachState.Applies : ReachState.AwaitsAct, reach.State);
            Assert.Equal(asked.Except(recorded), reach.Pending.Select(p => p.Kind));
        });
    }

    [Theory]
    [InlineData(47, ActKind.Qualification, Settler.CompetentBody)]
    [InlineData(127, ActKind.Qualification, Settler.CompetentBody)]
    [InlineData(148, ActKind.Qualification, Settler.CompetentBody)]
    [InlineData(151, ActKind.Willingness, Settler.City)]
    public void Reach_TheOneActThatATaskAsksFor_SettlesItInItsCityOnly(int task, ActKind kind, Settler settler)
    {
        Assert.All(Cities, city =>
        {
            var pending = Assert.Single(Shipped.Reach(task, city).Pending);
            Assert.Equal((kind, settler, false), (pending.Kind, pending.Settler, pending.Shared));

            var acts = ActBooks.Of((kind, task, city));
            Assert.All(Cities, other => Assert.Equal(other == city ? ReachState.Applies : ReachState.AwaitsAct, Shipped.Reach(task, other, acts).State));
        });
    }

    [Theory]
    [InlineData(24, Settler.Ministry)]
    [InlineData(147, Settler.City)]
    public void Reach_WhileUndetermined_SaysWhoCanSettleIt(int task, Settler settler)
    {
        var reach = Shipped.Reach(task, "qingdao");

        Assert.Equal(settler, reach.Pending[0].Settler);
        Assert.All(reach.Pending, p => Assert.Contains(p.Question.Chinese, reach.Reason.Chinese, StringComparison.Ordinal));
    }

    [Fact]
    public void Decide_UptakeOfTheRiverSeaMatter_SettlesTheClauseAndNotTheReach()
    {
        (string, FactValue)[] shipment =
        [
            ("transport-mode", FactValue.OfChoice("river-sea")), ("cargo", FactValue.OfChoice("new-energy-vehicle")), ("through-three-gorges-lock", FactValue.Of(yes: false)),
        ];

        var before = Shipped.Decide(65, "dalian", shipment);
        var after = Shipped.Decide(65, "dalian", shipment, ActBooks.Of((ActKind.Uptake, 65, "dalian")));

        Assert.Equal((ReachState.Applies, ReachState.Applies), (before.Reach.State, after.Reach.State));
        Assert.Equal((Verdict.Undetermined, Verdict.Applies), (before.Verdict, after.Verdict));
        Assert.Equal(ActKind.Uptake, Assert.Single(before.Missing).Act!.Kind);
        Assert.Equal([Basis.ActPending], before.Bases);
        Assert.Equal([Verdict.DoesNotApply, Verdict.Applies], after.Clauses.Select(c => c.Verdict));
        Assert.Empty(after.Missing);
    }

    /// <summary>Every cell, every kind of act: an act of another city or another task changes nothing.</summary>
    [Fact]
    public void Reach_ActOfAnotherCityOrTask_ChangesNothing() =>
        Assert.All(Undetermined(), cell =>
        {
            var other = Cities.First(c => c != cell.City);
            var acts = ActBooks.Of(
            [
                .. Enum.GetValues<ActKind>().Where(k => k != ActKind.JointStudy).SelectMany(kind =>
                    new (ActKind, int, string?)[] { (kind, cell.Task, other), (kind, cell.Task + 1, cell.City), (kind, cell.Task, null) }),
            ]);
            Assert.Equal(Shipped.Reach(cell.Task, cell.City).State, Shipped.Reach(cell.Task, cell.City, acts).State);
        });

    /// <summary>Acts only ever settle: whatever is recorded on top of any set of acts, what applied goes on applying.</summary>
    [Fact]
    public void Reach_OneMoreAct_NeverTurnsASettledCellBack() =>
        Assert.All(Undetermined().Concat(Settled), cell =>
        {
            foreach (var acts in Subsets(cell.Task, cell.City))
            {
                var before = Shipped.Reach(cell.Task, cell.City, acts).State;
                if (before is not (ReachState.Applies or ReachState.DoesNotApply))
                    continue;
                foreach (var kind in Enum.GetValues<ActKind>())
                {
                    Assert.Equal(before, Shipped.Reach(cell.Task, cell.City, acts.With(kind, cell.Task, cell.City)).State);
                    Assert.Equal(before, Shipped.Reach(cell.Task, cell.City, acts.With(kind, cell.Task, null)).State);
                }
            }
        });

    /// <summary>Whatever is recorded, no act makes a task apply where its scope does not name the city.</summary>
    [Fact]
    public void Reach_WithEveryActRecorded_DoesNotApplyWhereItDidNot()
    {
        var acts = ActBooks.All[^1];
        var outside = ScopeColumn.OfTheDocument.SelectMany(row => ScopeColumn.Cities.Where(c => ScopeColumn.Of(row.Value, c.Short) == ReachState.DoesNotApply).Select(c => (row.Key, c.Id))).ToArray();

        Assert.Equal(423, outside.Length);
        Assert.All(outside, cell => Assert.Equal(ReachState.DoesNotApply, Shipped.Reach(cell.Key, cell.Id, acts).State));
        Assert.Equal(1431 - 423, Shipped.Rules.Rules.Sum(r => Cities.Count(c => Shipped.Reach(r.Number, c, acts).State == ReachState.Applies)));
    }

    private static IEnumerable<(int Task, string City)> Undetermined() =>
        from row in ScopeColumn.OfTheDocument
        from city in ScopeColumn.Cities
        where ScopeColumn.Of(row.Value, city.Short) is ReachState.AwaitsAct or ReachState.UnderStudy
        select (row.Key, city.Id);

    /// <summary>Every set of the seven kinds of acts, each recorded for the city or for all.</summary>
    private static IEnumerable<ActBook> Subsets(int task, string city) =>
        Enumerable.Range(0, 128).Select(set => ActBooks.Of(
            [.. Enum.GetValues<ActKind>().Where(k => (set & (1 << (int)k)) != 0).Select(k => (k, task, k == ActKind.JointStudy ? null : city))]));
}
