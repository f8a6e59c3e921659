using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>All 1431 cells of the shipped document under the shipped rule set, with no act recorded.</summary>
public sealed class ReachMatrixTests
{
    private static readonly (int Task, string City, Reach Reach)[] Cells =
        [.. Shipped.Rules.Rules.SelectMany(rule => Shipped.Source.Cities.Select(city => (rule.Number, city.Id, Shipped.Rules.Reach(rule, city, ActBook.Empty))))];

    [Fact]
    public void Cells_OfTheDocument_AreOneTaskByOneCity()
    {
        Assert.Equal(1431, Cells.Length);
        Assert.Distinct(Cells.Select(c => (c.Task, c.City)));
    }

    [Fact]
    public void Reach_EveryCell_IsWhatTheColumnSaysReadByHand()
    {
        var expected = ScopeColumn.OfTheDocument.SelectMany(row => ScopeColumn.Cities.Select(c => (row.Key, c.Id, ScopeColumn.Of(row.Value, c.Short))));

        Assert.Equal(expected, Cells.Select(c => (c.Task, c.City, c.Reach.State)));
    }

    [Theory]
    [InlineData(ReachState.Applies, 954)]
    [InlineData(ReachState.DoesNotApply, 423)]
    [InlineData(ReachState.AwaitsAct, 45)]
    [InlineData(ReachState.UnderStudy, 9)]
    public void Reach_EveryCell_CountsByState(ReachState state, int count) => Assert.Equal(count, Cells.Count(c => c.Reach.State == state));

    [Theory]
    [InlineData("dalian", 107)]
    [InlineData("ningbo", 107)]
    [InlineData("xiamen", 105)]
    [InlineData("qingdao", 106)]
    [InlineData("shenzhen", 103)]
    [InlineData("hefei", 109)]
    [InlineData("fuzhou", 104)]
    [InlineData("xian", 106)]
    [InlineData("suzhou", 107)]
    public void Reach_OfACity_CountsTheTasksThatApply(string city, int count) =>
        Assert.Equal(count, Cells.Count(c => c.City == city && c.Reach.State == ReachState.Applies));

    [Theory]
    [InlineData("national", 99)]
    [InlineData("national-under-study", 1)]
    [InlineData("national-with-optional-matter", 1)]
    [InlineData("willing-cities-by-procedure", 1)]
    [InlineData("willing-cities", 1)]
    [InlineData("qualifying-cities", 3)]
    [InlineData("named-cities", 53)]
    public void Rules_OfTheDocument_CountByForm(string form, int count) => Assert.Equal(count, Shipped.Rules.Rules.Count(r => r.ScopeForm == form));

    [Fact]
    public void Pending_EveryCell_IsThereOnlyWhileSomethingIsOpen() =>
        Assert.All(Cells, c => Assert.Equal(c.Reach.State is ReachState.AwaitsAct or ReachState.UnderStudy, c.Reach.Pending.Length > 0));

    [Theory]
    [InlineData("beijing")]
    [InlineData("shanghai")]
    [InlineData("hangzhou")]
    [InlineData("suzhou-anhui")]
    [InlineData("chongqing")]
    public void Reach_CityOutsideTheProgramme_AppliesNowhereAndCitesTheNote(string city)
    {
        Assert.All(Shipped.Rules.Rules, rule =>
        {
            var reach = Shipped.Reach(rule.Number, city);
            Assert.Equal(ReachState.DoesNotApply, reach.State);
            Assert.Contains(reach.Citations, c => c.Part == CitedPart.Note && c.Words == Shipped.Edition.Note);
            Assert.Contains(Shipped.City(city).Name, reach.Reason.Chinese, StringComparison.Ordinal);
            Assert.Contains(Shipped.City(city).English, reach.Reason.English, StringComparison.Ordinal);
        });
    }

    /// <summary>The whole gazetteer, so that no city outside is taken for one of the nine by its name.</summary>
    [Fact]
    public void Reach_EveryCityOfTheGazetteer_AppliesOnlyInThePilotCities()
    {
        var pilot = ScopeColumn.Cities.Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var rule = Shipped.Rules.Find(1)!;

        Assert.All(Shipped.Files.Gazetteer.Places.Where(p => p.Kind == Domain.Catalogue.PlaceKind.City), city =>
            Assert.Equal(pilot.Contains(city.Id), Shipped.Rules.Reach(rule, Shipped.City(city.Id), ActBook.Empty).State == ReachState.Applies));
    }

    [Fact]
    public void Find_TaskThatIsNone_IsNothing()
    {
        Assert.Null(Shipped.Rules.Find(0));
        Assert.Null(Shipped.Rules.Find(160));
    }
}
