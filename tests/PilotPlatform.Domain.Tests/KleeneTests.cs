namespace PilotPlatform.Domain.Tests;

/// <summary>Strong Kleene logic against its truth tables, written out.</summary>
public sealed class KleeneTests
{
    public static TheoryData<Truth, Truth, Truth, Truth> Pairs => new()
    {
        { Truth.False, Truth.False, Truth.False, Truth.False },
        { Truth.False, Truth.Unknown, Truth.False, Truth.Unknown },
        { Truth.False, Truth.True, Truth.False, Truth.True },
        { Truth.Unknown, Truth.False, Truth.False, Truth.Unknown },
        { Truth.Unknown, Truth.Unknown, Truth.Unknown, Truth.Unknown },
        { Truth.Unknown, Truth.True, Truth.Unknown, Truth.True },
        { Truth.True, Truth.False, Truth.False, Truth.True },
        { Truth.True, Truth.Unknown, Truth.Unknown, Truth.True },
        { Truth.True, Truth.True, Truth.True, Truth.True },
    };

    [Theory]
    [InlineData(Truth.False, Truth.True)]
    [InlineData(Truth.Unknown, Truth.Unknown)]
    [InlineData(Truth.True, Truth.False)]
    public void Not_EachValue_FollowsTheTable(Truth value, Truth expected) => Assert.Equal(expected, value.Not());

    [Theory]
    [MemberData(nameof(Pairs))]
    public void AllAndAny_EachPair_FollowTheTables(Truth first, Truth second, Truth all, Truth any)
    {
        Truth[] values = [first, second];

        Assert.Equal(all, values.All());
        Assert.Equal(any, values.Any());
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Not_OfEachPair_TurnsAllIntoAny(Truth first, Truth second, Truth all, Truth any)
    {
        Truth[] negated = [first.Not(), second.Not()];

        Assert.Equal(all.Not(), negated.Any());
        Assert.Equal(any.Not(), negated.All());
    }

    [Fact]
    public void All_OfNothing_IsTrue() => Assert.Equal(Truth.True, Array.Empty<Truth>().All());

    [Fact]
    public void Any_OfNothing_IsFalse() => Assert.Equal(Truth.False, Array.Empty<Truth>().Any());
}
