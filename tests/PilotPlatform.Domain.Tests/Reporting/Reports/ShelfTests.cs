using CsCheck;
using PilotPlatform.Reporting.Reports;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>What is kept of what was made: no more than it may weigh, and the latest.</summary>
public sealed class ShelfTests
{
    [Fact]
    public void Keep_MoreThanItMayWeigh_LetsGoWhatWasAskedForLongestAgo()
    {
        var shelf = new Shelf<string, int>(10, weight => weight);
        foreach (var (key, weight) in new[] { ("one", 4), ("two", 4) })
            shelf.Keep(key, weight);
        Assert.True(shelf.TryFind("one", out _));

        shelf.Keep("three", 5);

        Assert.Equal([true, false, true], new[] { "one", "two", "three" }.Select(key => shelf.TryFind(key, out _)));
    }

    [Fact]
    public void Keep_WhatIsTooHeavyByItself_GivesItBackAndKeepsTheOthers()
    {
        var shelf = new Shelf<string, int>(10, weight => weight);
        shelf.Keep("one", 4);

        Assert.Equal(11, shelf.Keep("heavy", 11));
        Assert.False(shelf.TryFind("heavy", out _));
        Assert.True(shelf.TryFind("one", out _));
    }

    [Fact]
    public void Keep_InAnyOrder_NeverWeighsMoreThanItMay() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 12]).List[1, 60].Sample(kept =>
    {
        var shelf = new Shelf<int, int>(10, weight => weight);
        foreach (var (key, weight) in kept)
            shelf.Keep(key, weight);
        var found = Enumerable.Range(0, 10).Where(key => shelf.TryFind(key, out _)).Select(key => shelf.TryFind(key, out var weight) ? weight : 0);
        return found.Sum() <= 10;
    });
}
