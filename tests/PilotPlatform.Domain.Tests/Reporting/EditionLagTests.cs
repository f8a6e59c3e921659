using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>A replica that is a moment behind takes nothing back; one whose rules do not read an edition goes on with the one before.</summary>
public sealed class EditionLagTests
{
    [Fact]
    public void IsNew_ScopeOfTheEditionBefore_IsForAMomentAndAnewWithTheNextEdition()
    {
        var time = new FakeTimeProvider();
        var lag = new EditionLag(time, TimeSpan.FromSeconds(60));

        Assert.False(lag.IsNew("first", "first"));
        Assert.True(lag.IsNew("first", "second"));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.True(lag.IsNew("first", "second"));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(lag.IsNew("first", "second"));
        Assert.False(lag.IsNew("second", "second"));
        Assert.True(lag.IsNew("second", "first"));
    }
}
