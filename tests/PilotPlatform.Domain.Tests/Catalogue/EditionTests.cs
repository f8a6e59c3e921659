using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>What the shipped document holds, counted; the numbers stand in the document itself or were counted by hand.</summary>
public sealed class EditionTests
{
    private static readonly Edition Edition = Shipped.Edition;

    private static readonly string[] Cities = ["dalian", "ningbo", "xiamen", "qingdao", "shenzhen", "hefei", "fuzhou", "xian", "suzhou"];

    [Fact]
    public void Tasks_OfTheDocument_AreNumberedToOneHundredAndFiftyNineWithoutAGap() =>
        Assert.Equal(Enumerable.Range(1, 159), Edition.Tasks.Select(t => t.Number));

    [Fact]
    public void Chapters_OfTheDocument_HaveTheirSizes() =>
        Assert.Equal([18, 17, 15, 12, 12, 11, 9, 10, 13, 11, 4, 8, 8, 3, 8], Edition.Chapters.Select(c => c.TaskCount));

    [Fact]
    public void Chapters_OfTheDocument_BeginWhereTheOneBeforeEnds()
    {
        var due = 1;
        foreach (var chapter in Edition.Chapters)
        {
            Assert.Equal(due, chapter.FirstTask);
            Assert.All(Edition.Tasks.Where(t => t.Chapter == chapter.Number), t => Assert.InRange(t.Number, due, due + chapter.TaskCount - 1));
            due += chapter.TaskCount;
        }

        Assert.Equal(160, due);
    }

    /// <summary>The source escapes the mark in its note, and may in a scope as well.</summary>
    [Fact]
    public void Tasks_WithTheMarkEscaped_AreFromTheNationalRoundAllTheSame()
    {
        var task = Shipped.Read(Shipped.Changed("7\t促进数据要素流通交易。\t*", "7\t促进数据要素流通交易。\t\\*")).Value.Tasks[6];

        Assert.Equal(("\\*", ScopeGroup.National), (task.Scope.Verbatim, task.Group));
        Assert.Equal(Domain.Catalogue.Structure.ScopeForm.National, Shipped.Files.Structure.Of(task).Form);
    }

    [Fact]
    public void Tasks_FromTheNationalRound_AreOneHundredAndThreeThatBeginWithTheMark()
    {
        Assert.Equal(103, Edition.Tasks.Count(t => t.Group == ScopeGroup.National));
        Assert.All(Edition.Tasks, t => Assert.Equal(t.Group == ScopeGroup.National, t.Scope.Verbatim.StartsWith('*')));
    }

    [Fact]
    public void Tasks_NewInThisRound_AreThree()
    {
        var added = Edition.Tasks.Where(t => t.Group == ScopeGroup.New).ToArray();

        Assert.Equal([47, 127, 148], added.Select(t => t.Number));
        Assert.All(added, t => Assert.Equal("在符合条件的试点城市开展", t.Scope.Verbatim));
    }

    [Fact]
    public void Tasks_OfNamedCities_AreFiftyThree() => Assert.Equal(53, Edition.Tasks.Count(t => t.Group == ScopeGroup.NamedCities));

    [Fact]
    public void Tasks_OfTwoCities_AreOne()
    {
        var shared = Assert.Single(Edition.Tasks, t => t.NamedCities.Length > 1);

        Assert.Equal(69, shared.Number);
        Assert.Equal(["dalian", "xiamen"], shared.NamedCities);
    }

    [Fact]
    public void Cities_OfTheDocument_AreNineInItsOrder() => Assert.Equal(Cities, Edition.Cities.Select(c => c.Place.Id));

    [Theory]
    [InlineData("dalian", "liaoning", 7)]
    [InlineData("ningbo", "zhejiang", 7)]
    [InlineData("xiamen", "fujian", 5)]
    [InlineData("qingdao", "shandong", 6)]
    [InlineData("shenzhen", "guangdong", 3)]
    [InlineData("hefei", "anhui", 9)]
    [InlineData("fuzhou", "fujian", 4)]
    [InlineData("xian", "shaanxi", 6)]
    [InlineData("suzhou", "jiangsu", 7)]
    public void City_OfTheDocument_HasItsProvinceAndTasks(string id, string province, int tasks)
    {
        var city = Edition.Cities.Single(c => c.Place.Id == id);

        Assert.Equal(province, city.Province.Id);
        Assert.Equal(tasks, city.OwnTasks.Length);
        Assert.All(city.OwnTasks, n => Assert.Contains(city.Place.Short, Edition.Tasks[n - 1].Scope.Verbatim, StringComparison.Ordinal));
    }

    [Fact]
    public void Directions_OfTheDocument_AreCarriedByTasksOfTheCitysOwn() =>
        Assert.All(Edition.Cities, city =>
        {
            Assert.NotEmpty(city.Links);
            Assert.All(city.Links, link =>
            {
                Assert.Contains(link.TaskNumber, city.OwnTasks);
                Assert.True(link.SharedWords.Length >= 4);
                Assert.Contains(link.SharedWords, city.Direction!.Normalized, StringComparison.Ordinal);
                Assert.Contains(link.SharedWords, Edition.Tasks[link.TaskNumber - 1].Text.Normalized, StringComparison.Ordinal);
            });
        });

    [Fact]
    public void SharedWords_OfEveryLink_NeitherBeginNorEndWithHalfAQuotation() =>
        Assert.All(Edition.Cities.SelectMany(c => c.Links), link =>
        {
            Assert.DoesNotContain(link.SharedWords[0], "”、");
            Assert.DoesNotContain(link.SharedWords[^1], "“、");
        });

    [Theory]
    [InlineData("dalian", 48)]
    [InlineData("dalian", 109)]
    [InlineData("ningbo", 110)]
    [InlineData("xiamen", 14)]
    [InlineData("xiamen", 115)]
    [InlineData("qingdao", 72)]
    [InlineData("qingdao", 95)]
    [InlineData("shenzhen", 49)]
    [InlineData("shenzhen", 73)]
    [InlineData("fuzhou", 117)]
    [InlineData("xian", 74)]
    [InlineData("xian", 102)]
    [InlineData("suzhou", 18)]
    [InlineData("suzhou", 34)]
    public void Direction_OfACity_IsCarriedByTheTaskThatRepeatsIt(string city, int task) =>
        Assert.Contains(task, Edition.Cities.Single(c => c.Place.Id == city).Links.Select(l => l.TaskNumber));

    [Fact]
    public void Directions_OfTheDocument_BeginWithTheirCity() =>
        Assert.All(Edition.Cities, c => Assert.Contains($"支持{c.Place.Name}", c.Direction!.Verbatim, StringComparison.Ordinal));

    [Fact]
    public void Provinces_OfTheDocument_AreEightThatGuideNine()
    {
        Assert.Equal(["辽宁省", "江苏省", "浙江省", "安徽省", "福建省", "山东省", "广东省", "陕西省"], Edition.Provinces.Select(p => p.Place.Name));
        Assert.Equal(Cities.Order(StringComparer.Ordinal), Edition.Provinces.SelectMany(p => p.Cities).Order(StringComparer.Ordinal));
        Assert.Equal(["xiamen", "fuzhou"], Edition.Provinces.Single(p => p.Place.Id == "fujian").Cities);
    }

    [Fact]
    public void Duties_OfTheProvinces_AreFourInTheWordsOfTheDocument() =>
        Assert.Equal(["强化主体责任", "加强组织实施", "配合做好法律法规调整实施工作", "推动试点任务落地落实"], Edition.Duties.Select(d => d.Verbatim));

    [Fact]
    public void Note_OfTheDocument_IsHeldWordForWord()
    {
        Assert.StartsWith("注：标“\\*”的试点任务", Edition.Note!.Verbatim, StringComparison.Ordinal);
        Assert.EndsWith("等9个新增试点城市全域。", Edition.Note.Verbatim, StringComparison.Ordinal);
        Assert.StartsWith("注：标“*”的试点任务", Edition.Note.Normalized, StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_OfTheDocument_HaveTheirParagraphs() => Assert.Equal([1, 9, 1], Edition.Sections.Select(s => s.Paragraphs.Length));

    [Fact]
    public void Passages_OfTheDocument_LeaveOutOnlyWhatIsNoContent()
    {
        var rest = Edition.Passages().OrderByDescending(p => p.Span.Start).Aggregate(Shipped.Document, (text, p) => text.Remove(p.Span.Start, p.Span.End - p.Span.Start));
        var words = string.Concat(rest.Where(TextForm.IsChinese)).Replace("序号任务内容适用范围", "", StringComparison.Ordinal);

        Assert.Equal("附件大连等城市服务业扩大开放综合试点任务清单附件", words);
        Assert.Equal(Enumerable.Range(1, 159).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToImmutableArray(), Numbers(rest));
    }

    private static ImmutableArray<string> Numbers(string rest) =>
        [.. rest.Split('\n').Where(l => l.EndsWith("\t\t", StringComparison.Ordinal) && char.IsAsciiDigit(l[0])).Select(l => l.TrimEnd('\t'))];
}
