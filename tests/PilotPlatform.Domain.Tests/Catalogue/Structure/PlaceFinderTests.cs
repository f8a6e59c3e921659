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
    [InlineData(34, "苏州市 suzhou", "长三角 yangtze-river-delta", "苏州市 suzhou")]
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

    /// <summary>Words that end like the name of a place and name none: kinds of zones, of which no one is meant, and parts of other words.</summary>
    private static readonly string[] NoNames =
    [
        "综合保税区", "自贸试验区", "试验区", "示范区", "集聚区", "开发区", "特定区域", "区域", "地区", "园区", "区块", "区内", "城区", "政策区", "联动区", "双区联动", // kinds of zones
        "试点城市", "城市", "城域网", "创投城", "多国多园", "两国双园", "口岸", "港口", "空港", "港澳", "香港交易所", "基地", "国际运输走廊", // kinds of places, and parts of words
    ];

    /// <summary>Whatever in a task ends like the name of a place is found as one, or is one of the words that are known to name none.</summary>
    [Fact]
    public void Find_WordsThatEndLikePlaces_AreFoundOrKnownToNameNone() =>
        Assert.All(Shipped.Edition.Tasks, task =>
        {
            var text = task.Text.Verbatim;
            bool[] covered = new bool[text.Length];
            foreach (var span in Finder.Find(task.Text).Select(m => new Span(m.Words.Span.Start - task.Text.Span.Start, m.Words.Span.End - task.Text.Span.Start))
                .Concat(NoNames.SelectMany(word => Enumerable.Range(0, text.Length).Where(i => string.CompareOrdinal(text, i, word, 0, word.Length) == 0).Select(i => new Span(i, i + word.Length)))))
                Array.Fill(covered, true, span.Start, span.End - span.Start);
            Assert.All(
                Enumerable.Range(0, text.Length).Where(i => "区园港岛湾谷城".Contains(text[i], StringComparison.Ordinal) || Endings.Any(e => string.CompareOrdinal(text, i, e, 0, e.Length) == 0)),
                i => Assert.True(covered[i], $"{task.Number}: {text[Math.Max(0, i - 8)..Math.Min(text.Length, i + 3)]}"));
        });

    private static readonly string[] Endings = ["三角", "机场", "基地", "船闸", "走廊", "口岸", "经济带", "海峡", "流域", "都市圈"];

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
