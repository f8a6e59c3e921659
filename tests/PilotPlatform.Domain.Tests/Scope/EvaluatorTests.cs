using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Conditions under every combination of what is known.</summary>
public sealed class EvaluatorTests
{
    private static readonly Citation Words = new(CitedPart.Scope, new Passage(new Span(0, 1), 1, 1, "*"));

    private static readonly Condition True = new Condition.CityIn(["dalian"], Words);
    private static readonly Condition False = new Condition.CityIn(["suzhou"], Words);
    private static readonly Condition Unknown = Act(ActKind.Willingness);

    private static readonly Gen<Condition> Leaf = Gen.Enum<Truth>().Select(Of);

    private static readonly Gen<Condition> Tree = Gen.Recursive<Condition>((depth, tree) => depth > 3
        ? Leaf
        : Gen.OneOf(
            Leaf,
            tree.Array[0, 3].Select(c => (Condition)new Condition.AllOf([.. c])),
            tree.Array[0, 3].Select(c => (Condition)new Condition.AnyOf([.. c])),
            tree.Select(c => (Condition)new Condition.Not(c))));

    public static TheoryData<Truth, Truth> Pairs => new(
        from first in Enum.GetValues<Truth>() from second in Enum.GetValues<Truth>() select (first, second));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Evaluate_EveryPair_IsKleenes(Truth first, Truth second)
    {
        ImmutableArray<Condition> conditions = [Of(first), Of(second)];

        Assert.Equal(new[] { first, second }.All(), Evaluate(new Condition.AllOf(conditions)));
        Assert.Equal(new[] { first, second }.Any(), Evaluate(new Condition.AnyOf(conditions)));
        Assert.Equal(first.Not(), Evaluate(new Condition.Not(Of(first))));
    }

    [Fact]
    public void Evaluate_AnyTree_IsUnknownOnlyIfALeafIs() =>
        Tree.Sample(tree => Evaluate(tree) != Truth.Unknown || tree.Unknown(1, "dalian", ActBook.Empty).Any());

    [Fact]
    public void Evaluate_AnyTreeWithEveryActRecorded_IsKnown()
    {
        var acts = ActBooks.Of((ActKind.Willingness, 1, "dalian"));

        Tree.Sample(tree => tree.Evaluate(1, "dalian", acts) != Truth.Unknown && !tree.Unknown(1, "dalian", acts).Any());
    }

    /// <summary>What was known without the act stays so with it.</summary>
    [Fact]
    public void Evaluate_AnyTreeWithOneMoreAct_NeverContradictsWhatWasKnown()
    {
        var acts = ActBooks.Of((ActKind.Willingness, 1, "dalian"));

        Tree.Sample(tree => Evaluate(tree) is var before && (before == Truth.Unknown || before == tree.Evaluate(1, "dalian", acts)));
    }

    [Fact]
    public void Holds_SharedAct_IsLookedUpWithoutACity()
    {
        var shared = new Condition.ActRecorded(ActKind.JointStudy, Shared: true, Settler.Ministry, new Bilingual("", ""), Words);

        Assert.True(ActBooks.Of((ActKind.JointStudy, 1, null)).Holds(shared, 1, "dalian"));
        Assert.False(ActBooks.Of((ActKind.JointStudy, 1, "dalian")).Holds(shared, 1, "dalian"));
        Assert.False(ActBooks.Of((ActKind.JointStudy, 2, null)).Holds(shared, 1, "dalian"));
    }

    private static Condition.ActRecorded Act(ActKind kind) => new(kind, Shared: false, Settler.City, new Bilingual("", ""), Words);

    private static Condition Of(Truth truth) => truth switch { Truth.True => True, Truth.False => False, _ => Unknown };

    private static Truth Evaluate(Condition condition) => condition.Evaluate(1, "dalian", ActBook.Empty);
}
