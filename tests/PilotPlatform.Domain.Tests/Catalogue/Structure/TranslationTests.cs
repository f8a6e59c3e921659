using System.Globalization;
using System.Text.RegularExpressions;
using PilotPlatform.Catalog;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Catalogue.Structure;

/// <summary>The unofficial translation says what the Chinese says: names, numbers, percentages, carve-outs, abbreviations, terms.</summary>
public sealed class TranslationTests
{
    private static readonly (string Zh, string En)[] Pairs =
    [
        .. Shipped.Edition.Passages().Concat(Shipped.Edition.Duties).Select(p => (Zh: p.Squeezed, En: Rendered(p).English)).Distinct(),
    ];

    public static TheoryData<string> Numbers => new(Pairs.Select(p => p.Zh));

    /// <summary>The document's own numerals of its headings and directions are Roman or Arabic in the translation.</summary>
    private static readonly Regex Heading = new(@"^([IVX]+\. |\([0-9]+\) )", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static readonly Regex Figure = new("[0-9]+", RegexOptions.NonBacktracking);

    private static readonly Regex Latin = new("[A-Za-z]{2,}", RegexOptions.NonBacktracking);

    private static readonly Regex CarveOut = new(@"\b(excluding|except)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    [Fact]
    public void English_OfEveryPassageOfTheDocument_IsThere()
    {
        Assert.Empty(Pairs.Where(p => p.En.Length == 0).Select(p => p.Zh));
        Assert.True(Pairs.Length >= 159 + 15 + 9 + 3 + 16, $"{Pairs.Length} passages");
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_FiguresAndPercentages_AreThoseOfTheChinese(string zh)
    {
        var en = Heading.Replace(EnglishOf(zh), "");

        Assert.Equal(Figures(zh), Figures(en));
        Assert.Equal(zh.Count(c => c == '%'), en.Count(c => c == '%'));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_Abbreviations_AreThoseOfTheChinese(string zh) =>
        Assert.Empty(Latin.Matches(zh).Select(m => m.Value).Except(Latin.Matches(EnglishOf(zh)).Select(m => m.Value)));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_CarveOuts_AreAsManyAsInTheChinese(string zh) =>
        Assert.Equal(Count(zh, "不含") + Count(zh, "除外") + Count(zh, "除留样备查外"), CarveOut.Count(EnglishOf(zh)));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_BracketsAndQuotations_AreAsManyAsInTheChinese(string zh)
    {
        var en = Heading.Replace(EnglishOf(zh), "");
        var bare = Regex.Replace(zh, "^[（(][一二三四五六七八九十]+[)）]", "", RegexOptions.NonBacktracking);

        Assert.Equal(bare.Count(c => c is '(' or '（'), en.Count(c => c == '('));
        Assert.Equal(Count(zh, "“") + Count(zh, "以下简称《"), Count(en, "“"));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_Cities_AreThoseOfTheChinese(string zh) =>
        Assert.All(Shipped.Edition.Cities.Select(c => c.Place), city =>
            Assert.Equal(zh.Contains(city.Short, StringComparison.Ordinal), EnglishOf(zh).Contains(city.English, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_PlacesOfTheText_AreNamed(string zh) =>
        Assert.All(Shipped.Files.Structure.Places.Find(new Passage(new Span(0, zh.Length), 1, 1, zh)), mention =>
            Assert.Contains(mention.Place.English, EnglishOf(zh), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void English_TermsOfTheGlossary_AreUsed(string zh) =>
        Assert.Empty(Shipped.Files.Glossary.In(zh).Where(term => !term.StandsIn(EnglishOf(zh))).Select(t => $"{t.Zh}: {t.En}"));

    [Fact]
    public void Variants_OfTheGlossary_AreAllNeeded() =>
        Assert.Empty(
            from term in Shipped.Files.Glossary.Terms
            from variant in term.Variants ?? []
            where !Pairs.Any(p => p.En.Contains(variant, StringComparison.OrdinalIgnoreCase) && Shipped.Files.Glossary.In(p.Zh).Contains(term))
            select $"{term.Zh}: {variant}");

    [Fact]
    public void Terms_OfTheGlossary_AllStandInTheDocument() =>
        Assert.Empty(Shipped.Files.Glossary.Terms.Where(t => !Pairs.Any(p => p.Zh.Contains(t.Zh, StringComparison.Ordinal))).Select(t => t.Zh));

    [Theory]
    [InlineData(1, "不超过 50%", "不超过 49%")]
    [InlineData(2, "不含禁止", "含禁止")]
    [InlineData(119, "2年以内", "3年以内")]
    public void Render_TextThatHasChanged_IsShownAsOutdated(int task, string from, string to)
    {
        var changed = Shipped.Read(Shipped.Changed(from, to)).Value;
        var text = Shown(changed, task);

        Assert.Equal("", text.English);
        Assert.True(text.EnglishOutdated);
    }

    [Fact]
    public void Render_TextThatIsOnlyBrokenOtherwise_KeepsItsTranslation()
    {
        var changed = Shipped.Read(Shipped.Changed("不超过 50%", "不超过50 %")).Value;

        Assert.False(Shown(changed, 1).EnglishOutdated);
    }

    /// <summary>What is outdated goes with the task, not with its number.</summary>
    [Fact]
    public void Render_TaskThatIsNew_WasNeverTranslatedWhileThatBehindItWas()
    {
        var numbers = 0;
        var grown = Shipped.Changed(Shipped.Row(1), "1\t允许外国机构独资经营滑雪场并引进教练员。\t*\n" + Shipped.Row(1).Replace("不超过 50%", "不超过 49%", StringComparison.Ordinal));
        var changed = Shipped.Read(Regex.Replace(grown, "^[0-9]+\t", _ => string.Create(CultureInfo.InvariantCulture, $"{++numbers}\t"), RegexOptions.Multiline, TimeSpan.FromSeconds(5))).Value;

        Assert.Equal(("", false), (Shown(changed, 1).English, Shown(changed, 1).EnglishOutdated));
        Assert.Equal(("", true), (Shown(changed, 2).English, Shown(changed, 2).EnglishOutdated));
        Assert.NotEqual("", Shown(changed, 3).English);
    }

    [Theory]
    [InlineData("厦门、苏州", "Xiamen, Suzhou")]
    [InlineData("苏州、南京", "Suzhou, Nanjing")]
    public void Render_ScopeThatIsAnotherListOfCities_HasTheirEnglishNames(string scope, string english)
    {
        var changed = Shipped.Read(Shipped.Changed("大连、厦门\n", $"{scope}\n")).Value;
        var text = new EditionView(changed, Shipped.Edition, Shipped.Files).Tasks[68].Scope;

        Assert.Equal((english, false), (text.English, text.EnglishOutdated));
    }

    /// <summary>The number is none of the words: a chapter that another came in before has its English behind the number that it has now.</summary>
    [Fact]
    public void Render_ChaptersBehindANewOne_KeepTheirEnglish()
    {
        var chapters = new EditionView(Shipped.Read(ComparisonTests.WithEighthChapter("推动人工智能服务开放发展")).Value, Shipped.Edition, Shipped.Files).Chapters;

        Assert.Equal(("", false), (chapters[7].Title.English, chapters[7].Title.EnglishOutdated));
        Assert.Equal("IX. Promote the Integrated Development of Scientific and Technological Innovation and Industrial Innovation", chapters[8].Title.English);
        Assert.StartsWith("XVI. Strengthen the Building", chapters[15].Title.English, StringComparison.Ordinal);
        Assert.All(chapters.Skip(8), c => Assert.False(c.Title.EnglishOutdated));
    }

    /// <summary>As where the direction of another city comes in before it.</summary>
    [Fact]
    public void Render_DirectionWithAnotherNumber_KeepsItsEnglish()
    {
        var changed = Shipped.Read(Shipped.Changed("(九)支持苏州市", "(十)支持苏州市")).Value;
        var direction = new EditionView(changed, Shipped.Edition, Shipped.Files).Cities.Single(c => c.ShortName == "苏州").Direction;

        Assert.StartsWith("(10) Support Suzhou", direction.English, StringComparison.Ordinal);
    }

    /// <summary>No scope of the document is without English.</summary>
    [Fact]
    public void Render_ScopeOfEachTask_HasEnglish() => Assert.All(Shipped.Edition.Tasks, t => Assert.NotEqual("", Rendered(t.Scope).English));

    private static Text Shown(Domain.Catalogue.Edition edition, int task) => new EditionView(edition, Shipped.Edition, Shipped.Files).Tasks[task - 1].Text;

    private static string EnglishOf(string zh) => Pairs.First(p => p.Zh == zh).En;

    private static Text Rendered(Passage passage) => Shipped.Files.Translations.Render(passage);

    private static IEnumerable<int> Figures(string text) => Figure.Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).Order();

    private static int Count(string text, string words) => text.Split(words).Length - 1;
}
