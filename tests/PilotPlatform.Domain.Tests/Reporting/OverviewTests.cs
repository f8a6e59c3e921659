using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>The implementation rate: implemented of applying, undetermined apart.</summary>
public sealed class OverviewTests
{
    [Fact]
    public void Of_EveryReachAndState_CountsByTheDefinition()
    {
        var cells = from reach in Enum.GetValues<ReachState>()
                    from state in Enum.GetValues<CommitmentState>().Cast<CommitmentState?>().Append(null)
                    select new OverviewCell(reach, state, null, IsOverdue: false);

        var totals = OverviewTotals.Of(cells);

        Assert.Equal((11, 22, 10, 2), (totals.Applying, totals.Undetermined, totals.Committed, totals.Implemented));
        Assert.Equal(1818, totals.RateBasisPoints);
        Assert.All(totals.ByState, count => Assert.Equal(1, count));
    }

    [Fact]
    public void RateBasisPoints_NothingApplies_IsNoNumber() => Assert.Null(OverviewTotals.Of([new(ReachState.DoesNotApply, null, null, IsOverdue: false)]).RateBasisPoints);

    [Fact]
    public void RateBasisPoints_AThird_IsRoundedDown() =>
        Assert.Equal(3333, OverviewTotals.Of(
            [new(ReachState.Applies, CommitmentState.Implemented, null, IsOverdue: false), .. Enumerable.Repeat(new OverviewCell(ReachState.Applies, null, null, IsOverdue: false), 2)]).RateBasisPoints);
}
