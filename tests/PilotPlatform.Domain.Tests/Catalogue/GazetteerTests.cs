using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>The places that are known: a name leads to one place, and containment to an end.</summary>
public sealed class GazetteerTests
{
    private static readonly Gazetteer Gazetteer = Shipped.Files.Gazetteer;

    private static readonly Place Province = new("liaoning", PlaceKind.Province, "辽宁省", "辽宁", "Liaoning");
    private static readonly Place City = new("dalian", PlaceKind.City, "大连市", "大连", "Dalian", "liaoning");

    [Fact]
    public void FindCity_IdOfEveryCity_FindsIt() =>
        Assert.All(Gazetteer.Places.Where(p => p.Kind == PlaceKind.City), city => Assert.Equal(city, Gazetteer.FindCity(city.Id)));

    [Fact]
    public void FindCity_ChineseNameOfEveryCity_FindsIt() =>
        Assert.All(Gazetteer.Places.Where(p => p.Kind == PlaceKind.City), city => Assert.Equal(city, Gazetteer.FindCity(city.Name)));

    [Fact]
    public void FindCity_EveryNameOfAPilotCity_FindsIt() =>
        Assert.All(Shipped.Edition.Cities.Select(c => c.Place), city =>
            Assert.All([city.Id, city.Name, city.Short, city.English, city.English.ToUpperInvariant(), $" {city.Short} "], name =>
                Assert.Equal(city, Gazetteer.FindCity(name))));

    [Theory]
    [InlineData("")]
    [InlineData("kunshan")]
    [InlineData("辽宁")]
    [InlineData("大连 市")]
    [InlineData("Atlantis")]
    public void FindCity_NameOfNoCity_FindsNothing(string name) => Assert.Null(Gazetteer.FindCity(name));

    [Theory]
    [InlineData("beijing", "beijing-city")]
    [InlineData("Chongqing", "chongqing-city")]
    public void FindCity_MunicipalityUnderTheCentralGovernment_IsACityToo(string name, string id) => Assert.Equal(id, Gazetteer.FindCity(name)?.Id);

    [Fact]
    public void Around_Kunshan_LeadsFromSuzhouOverJiangsuToTheDelta() =>
        Assert.Equal(["suzhou", "jiangsu", "yangtze-river-delta"], Gazetteer.Around(Gazetteer.Find("kunshan")!).Select(p => p.Id));

    [Fact]
    public void ProvinceOf_EveryCity_IsAProvince() =>
        Assert.All(Gazetteer.Places.Where(p => p.Kind == PlaceKind.City), city => Assert.Equal(PlaceKind.Province, Gazetteer.ProvinceOf(city)?.Kind));

    [Fact]
    public void ProvinceOf_Province_IsNone() => Assert.Null(Gazetteer.ProvinceOf(Gazetteer.Find("liaoning")!));

    [Fact]
    public void Of_IdThatRepeats_IsRefused() =>
        Assert.Contains("'dalian'", Gazetteer.Of([Province, City, City with { Name = "大连" }]).Fault?.Message, StringComparison.Ordinal);

    [Fact]
    public void Of_PlaceWithinNowhere_IsRefused() => Assert.Contains("'liaoning'", Gazetteer.Of([City]).Fault?.Message, StringComparison.Ordinal);

    [Fact]
    public void Of_ProvinceWithinACity_IsRefused() => Assert.False(Gazetteer.Of([Province with { Within = "dalian" }, City with { Within = null }]).IsOk);

    [Fact]
    public void Of_PlacesWithinEachOther_IsRefused()
    {
        var other = City with { Id = "lvshun", Within = "dalian" };

        Assert.Contains("within itself", Gazetteer.Of([City with { Within = "lvshun" }, other]).Fault?.Message, StringComparison.Ordinal);
    }
}
