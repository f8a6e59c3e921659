namespace PilotPlatform.Domain.Tests;

/// <summary>Refusals and results are values.</summary>
public sealed class FaultTests
{
    [Fact]
    public void Invalid_OneViolation_IsTheSameAsTheFieldAlone() =>
        Assert.Equal(Fault.Invalid("field", "is wrong").Message, Fault.Invalid([new Violation("field", "is wrong")]).Message);

    [Fact]
    public void ToString_SeveralViolations_SaysEachOnItsLine() =>
        Assert.Equal(
            "2 fields are out of their limits\n  a: is wrong\n  b: too",
            Fault.Invalid([new Violation("a", "is wrong"), new Violation("b", "too")]).ToString());

    [Fact]
    public void UnknownCity_WithSuggestions_AsksWhetherTheyWereMeant() =>
        Assert.EndsWith("did you mean suzhou, xuzhou?", Fault.UnknownCity("city", "sushou", ["suzhou", "xuzhou"]).Message, StringComparison.Ordinal);

    [Fact]
    public void UnknownCity_WithoutSuggestions_AsksNothing() =>
        Assert.EndsWith("is not the name of a city", Fault.UnknownCity("city", "zzz", []).Message, StringComparison.Ordinal);

    [Fact]
    public void Value_OfARefusal_IsThrownWithTheRefusal()
    {
        Result<int> refused = Fault.Missing("programmes/x");

        Assert.Equal(refused.Fault, Assert.Throws<FaultException>(() => refused.Value).Fault);
        Assert.False(refused.IsOk);
    }

    [Fact]
    public void Then_OnAValue_GoesOn() => Assert.Equal(3, ((Result<int>)2).Then<int>(two => two + 1).Value);

    [Fact]
    public void Then_OnARefusal_KeepsIt()
    {
        Result<int> refused = Fault.Missing("programmes/x");

        Assert.Same(refused.Fault, refused.Then<int>(_ => throw new InvalidOperationException()).Fault);
    }
}
