using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Components;

/// <summary>Signs for states, so that none is told by its colour alone.</summary>
public static class Signs
{
    public static IReadOnlyList<Reach.Types.State> ReachStates { get; } =
        [Reach.Types.State.Applies, Reach.Types.State.DoesNotApply, Reach.Types.State.AwaitsAct, Reach.Types.State.UnderStudy];

    public static IReadOnlyList<Decision.Types.Verdict> Verdicts { get; } =
        [Decision.Types.Verdict.Applies, Decision.Types.Verdict.Undetermined, Decision.Types.Verdict.DoesNotApply];

    public static string Of(Reach.Types.State state) => state switch
    {
        Reach.Types.State.Applies => "●",
        Reach.Types.State.DoesNotApply => "–",
        Reach.Types.State.AwaitsAct => "◐",
        Reach.Types.State.UnderStudy => "◌",
        _ => "?",
    };

    public static string Of(Decision.Types.Verdict verdict) => verdict switch
    {
        Decision.Types.Verdict.Applies => "●",
        Decision.Types.Verdict.DoesNotApply => "–",
        _ => "◐",
    };

    public static string Of(Commitment.Types.Lamp lamp) => lamp switch
    {
        Commitment.Types.Lamp.Green => "✓",
        Commitment.Types.Lamp.Blue => "▽",
        Commitment.Types.Lamp.Yellow => "▲",
        Commitment.Types.Lamp.Red => "■",
        _ => "",
    };

    /// <summary>One letter as the class of a style: a matrix has 1431 of them.</summary>
    public static string Style(Reach.Types.State state) => state switch
    {
        Reach.Types.State.Applies => "a",
        Reach.Types.State.DoesNotApply => "n",
        Reach.Types.State.AwaitsAct => "w",
        Reach.Types.State.UnderStudy => "s",
        _ => "u",
    };

    public static string Style(Decision.Types.Verdict verdict) => verdict switch
    {
        Decision.Types.Verdict.Applies => "a",
        Decision.Types.Verdict.DoesNotApply => "n",
        _ => "w",
    };

    public static int CountOf(this ReachMatrix.Types.Total total, Reach.Types.State state) => state switch
    {
        Reach.Types.State.Applies => total.AppliesCount,
        Reach.Types.State.DoesNotApply => total.DoesNotApplyCount,
        Reach.Types.State.AwaitsAct => total.AwaitsActCount,
        Reach.Types.State.UnderStudy => total.UnderStudyCount,
        _ => 0,
    };

    public static int All(this ReachMatrix.Types.Total total) => ReachStates.Sum(total.CountOf);
}
