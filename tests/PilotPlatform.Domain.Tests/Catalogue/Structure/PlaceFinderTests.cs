using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Catalogue.Structure;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Catalogue.Structure;

/// <summary>Places that the texts of the tasks name.</summary>
public sealed class PlaceFinderTests
{
    private static readonly PlaceFinder Finder = Shipped.Files.Structure.Places;

    public static TheoryData<string> Areas => new(Shipped.Files.Gazetteer.Places.Where(p => p.Kind == PlaceKind.Area).Select(p => p.Id));

    [Theory]
    [InlineData(31, "福州 fuzhou", "台湾 taiwan")]
    [InlineData(35, "台湾 taiwan", "昆山 kunshan")]
    [InlineData(49, "广东自贸试验区深圳前海蛇口片区 qianhai-shekou")]
    [InlineData(59, "灵山湾影视文化产业区 lingshan-bay-film-zone", "青岛 qingdao")]
    [InlineData(65, "三峡船闸 three-gorges-ship-lock")]
    [InlineData(68, "辽宁省 liaoning")]
    [InlineData(98, "科大硅谷 keda-silicon-valley")]
    [InlineData(101, "安徽自贸试验区合肥片区 anhui-pilot-ftz-hefei-area", "合肥国际金融后台服务基地 hefei-financial-back-office-base")]
    [InlineData(116, "青岛胶东机场 qingdao-jiaodong-airport", "空港综合保税区 qingdao-airport-bonded-zone")]
    [InlineData(128, "中德(太仓)产业合作示范区 china-germany-taicang-zone")]
    [InlineData(79)]
    public void Find_TaskOfTheDocument_NamesItsPlaces(int task, params string[] places) =>
        Assert.Equal(places, Finder.Find(Shipped.Edition.Tasks[task - 1].Text).Select(m => $"{m.Words.Verbatim} {m.Place.Id}"));

    /// <summary>An area that stands in the document is found, by itself or as part of a longer name.</summary>
    [Theory]
    [MemberData(nameof(Areas))]
    public void Find_AreaWhoseNameStandsInATask_IsFoundWithItsSpan(string id)
    {
        var area = Shipped.Files.Gazetteer.Find(id)!;
        foreach (var task in Shipped.Edition.Tasks)
        {
            var named = task.Text.Find(area.Name) ?? task.Text.Find(area.Short);
            if (named is null)
                continue;
            Assert.Contains(Finder.Find(task.Text), m => m.Words.Span.Start <= named.Span.Start && m.Words.Span.End >= named.Span.End && IsOrLiesWithin(m.Place, area));
        }
    }

    [Fact]
    public void Find_EveryMention_StandsInTheSource() =>
        Assert.All(Shipped.Edition.Tasks.SelectMany(t => Finder.Find(t.Text)), m =>
            Assert.Equal(m.Words.Verbatim, Shipped.Document[m.Words.Span.Start..m.Words.Span.End]));

    /// <summary>No task of one city names a place of another, but for the exchanges of 98, which are no places.</summary>
    [Fact]
    public void Find_TasksOfNamedCities_NameNoPilotCityOfOthers() =>
        Assert.All(Shipped.Edition.Tasks.Where(t => t.Group == ScopeGroup.NamedCities), task =>
            Assert.All(Finder.Find(task.Text).Select(m => CityOf(m.Place)).Where(c => Shipped.Edition.Cities.Any(p => p.Place.Id == c)), city =>
                Assert.Contains(city, task.NamedCities)));

    [Theory]
    [InlineData("在深圳证券交易所")]
    [InlineData("")]
    [InlineData("海")]
    public void Find_WordsWithoutAPlace_AreNone(string text) => Assert.Empty(Finder.Find(new Passage(new Span(0, text.Length), 1, 1, text)));

    [Theory]
    [InlineData("中德（太仓）产业合作示范区", "china-germany-taicang-zone")]
    [InlineData("昆 山", "kunshan")]
    [InlineData("昆\n山", "kunshan")]
    [InlineData("太仓市", "taicang")]
    public void Find_NameInAnotherForm_IsTheSamePlace(string text, string place) =>
        Assert.Equal([place], Finder.Find(new Passage(new Span(0, text.Length), 1, 1, text)).Select(m => m.Place.Id));

    private static bool IsOrLiesWithin(Place place, Place area) => place == area || Shipped.Files.Gazetteer.Around(place).Contains(area) || place.Name.Contains(area.Short, StringComparison.Ordinal);

    private static string? CityOf(Place place) => place.Kind == PlaceKind.City ? place.Id : Shipped.Files.Gazetteer.Around(place).FirstOrDefault(p => p.Kind == PlaceKind.City)?.Id;
}
