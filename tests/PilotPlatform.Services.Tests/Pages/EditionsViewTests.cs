using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>What the list of editions compares each with.</summary>
public sealed class EditionsViewTests
{
    /// <summary>The third replaced the first, which had been made current again, and not the second, which was published before it.</summary>
    [Fact]
    public void ReplacedBy_EditionBehindOneThatBecameCurrentAgain_IsThatOne()
    {
        var (first, second, third) = (Of("first", 1, 3), Of("second", 2), Of("third", 4));
        var view = new EditionsView(new PageFrame("", "", ""), [third, second, first]);

        Assert.Equal([first, first, null], [view.ReplacedBy(third), view.ReplacedBy(second), view.ReplacedBy(first)]);
    }

    private static Edition Of(string name, params int[] times) => new() { Name = name, CurrentTimes = { times.Select(t => new Timestamp { Seconds = t }) } };
}
