using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>The document is held against what it says of itself: each change of it fails the check that is about it.</summary>
public sealed class ReconciliationTests
{
    /// <summary>A change of the document, the checks that fail by it, and the words that the first of them cites.</summary>
    public static TheoryData<string, string, string[], string?> Changes => new()
    {
        { "103 项试点任务", "104 项试点任务", ["national-tasks"], "104 项试点任务" },
        { "103 项试点任务", "一百零四项试点任务", ["national-tasks"], "一百零四项试点任务" },
        { "等 9 个城市(以下合称", "等八个城市(以下合称", ["city-count"], "支持大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市等八个城市" },
        { "3 项新增试点任务", "4 项新增试点任务", ["new-tasks"], "4 项新增试点任务" },
        { "3 项新增试点任务", "一项新增试点任务", ["new-tasks"], "一项新增试点任务" },
        { "《工作方案》),制定", "《工作方案》),任务清单共 15 个领域、160 项任务,制定", ["task-count"], "清单共 15 个领域、160 项任务" },
        { "《工作方案》),制定", "《工作方案》),任务清单共159项试点任务,分为16章,制定", ["chapter-count"], "分为16章" },
        { "提升试点工作效率。", "提升试点工作效率。另有 54 项为有关城市专属任务,其中大连 8 项、宁波 7 项。", ["named-city-tasks", "tasks-of-each-city"], "54 项为有关城市专属任务" },
        { "3 项新增试点任务", "两项新增试点任务", ["new-tasks"], "两项新增试点任务" },
        { "7\t促进数据要素流通交易。\t*\n", "", ["task-numbering", "national-tasks"], null },
        { "7\t促进数据要素流通交易。\t*", "6\t促进数据要素流通交易。\t*", ["task-numbering"], null },
        { "7\t促进数据要素流通交易。\t*", "07\t促进数据要素流通交易。\t*", ["words-stand-in-source"], null },
        { "7\t促进数据要素流通交易。\t*", "7\t促进数据要素流通交易。\t苏州", ["national-tasks"], "103 项试点任务" },
        { "13\t加强海缆领域国际合作。\t大连", "13\t加强海缆领域国际合作。\t济南", ["scopes-name-pilot-cities"], null },
        { "127\t支持利用", "127\t支持取消", [], null },
        { "### 三、加强组织实施", "### 四、加强组织实施", ["section-numbering"], null },
        { "<b>十五、加强", "<b>十六、加强", ["chapter-numbering"], null },
        { "\n\n注：标", "\n<b>十六、没有任务的一章</b>\n\n注：标", ["chapters-with-tasks"], null },
        { "(四)支持青岛市", "(五)支持青岛市", ["direction-numbering"], null },
        { "(四)支持青岛市围绕", "(四)支持济南市围绕", ["directions-of-cities"], "支持大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市等 9 个城市" },
        { "等 9 个城市(以下合称", "等 8 个城市(以下合称", ["city-count"], "支持大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市等 8 个城市" },
        { "## 大连等 9 城市服务业扩大开放综合试点任务\n", "## 大连等 8 城市服务业扩大开放综合试点任务\n", ["title-city-count"], "等 8 城市" },
        { "大连等 9 城市服务业扩大开放综合试点任务清单\n\n序号", "大连等 8 城市服务业扩大开放综合试点任务清单\n\n序号", ["annex-city-count", "annex-title"], "等 8 城市" },
        { "附件：大连等 9 城市服务业", "附件：大连等 9 城市制造业", ["annex-title"], "附件：大连等 9 城市制造业扩大开放综合试点任务清单" },
        { "辽宁省、江苏省、浙江省", "吉林省、江苏省、浙江省", ["provinces"], "吉林省、江苏省、浙江省、安徽省、福建省、山东省、广东省、陕\n\n西省人民政府，要指导" },
        { "辽宁省、江苏省、浙江省", "辽宁省、浙江省", ["provinces"], "辽宁省、浙江省、安徽省、福建省、山东省、广东省、陕\n\n西省人民政府，要指导" },
        { "标“\\*”的试点任务均", "所列的试点任务均", ["note-explains-mark"], null },
        { "均为大连市、宁波市、厦门市、青岛市", "均为大连市、宁波市、厦门市、济南市", ["note-cities"], "适用范围均为大连市、宁波市、厦门市、济南市、深圳市、合肥市、福州市、西安市、苏州市等9个" },
        { "苏州市等9个新增", "苏州市等8个新增", ["note-cities"], "适用范围均为大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市等8个" },
    };

    /// <summary>A change that leaves nothing to read an edition from, and where that is said.</summary>
    public static TheoryData<string, string, string, string> Refusals => new()
    {
        { "## 大连等 9 城市服务业扩大开放综合试点任务\n", "", "line 4", "neither a heading nor a row nor a note" },
        { "服务业扩大开放综合试点是推进", "## 第二个标题\n\n服务业扩大开放综合试点是推进", "title", "2 were found" },
        { "\n附 件\n", "\n", "title of the annex", "0 were found" },
        { "附件：大连等", "附件：任务1暂缓执行清单\n\n附件：大连等", "reference to the annex", "2 were found" },
        { "支持大连市、宁波市", "支持大连市、大连市、宁波市", "line 9", "'大连市' is named 2 times" },
        { "支持大连市、宁波市", "支持大连市、大连、宁波市", "line 9", "'大连市' is named 2 times" },
        { "支持大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市等 9 个城市(以下合称大连等 9 城市)", "支持有关城市", "cities", "no sentence names the pilot cities" },
        { "支持大连市、宁波市", "支持乌有市、宁波市", "line 9", "'乌有市' is not a city of the gazetteer" },
        { "7\t促进数据要素", "0\t促进数据要素", "line 55", "is not the number of a task" },
        { "7\t促进数据要素", "99999999999\t促进数据要素", "line 55", "is not the number of a task" },
        { "清单\n\n序号\t任务内容\t适用范围\n", "清单\n\n序号\t任务内容\t适用范围(西安除外)\n", "line 45", "the head of the table says '适用范围（西安除外）' where '适用范围' is due" },
        { "清单\n\n序号\t任务内容\t适用范围\n", "清单\n\n序号\t任务内容\t适用范围\t本页任务自2027年1月1日起施行\n", "line 45", "the head of the table says '本页任务自2027年1月1日起施行' where '' is due" },
        { "<b>一、支持电信服务及相关数字产业开放发展</b>", "", "line 47", "a task stands before the first chapter" },
    };

    [Fact]
    public void Checks_OfTheDocument_NoneFails() =>
        Assert.DoesNotContain(Shipped.Edition.Checks, c => c.Outcome == CheckOutcome.Failed);

    [Fact]
    public void Checks_OfTheDocument_HaveIdsOfTheirOwn() => Assert.Distinct(Shipped.Edition.Checks.Select(c => c.Id));

    [Theory]
    [InlineData("national-tasks", "103", "103", "103 项试点任务")]
    [InlineData("new-tasks", "3", "3", "3 项新增试点任务")]
    [InlineData("city-count", "9", "9", "支持大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市等 9 个城市")]
    [InlineData("title-city-count", "9", "9", "等 9 城市")]
    [InlineData("annex-city-count", "9", "9", "等 9 城市")]
    [InlineData("note-explains-mark", "*", "*", "标“\\*”的试点任务")]
    [InlineData("chapters-with-tasks", "15", "15", null)]
    [InlineData("task-numbering", "1 … 159", "1 … 159", null)]
    public void Check_OfTheDocument_SaysWhatIsExpectedWhatIsReadAndInWhichWords(string id, string expected, string actual, string? words)
    {
        var check = Shipped.Edition.Checks.Single(c => c.Id == id);

        Assert.Equal((CheckOutcome.Passed, expected, actual, words), (check.Outcome, check.Expected, check.Actual, check.Statement?.Verbatim));
    }

    [Theory]
    [InlineData("named-city-tasks", "53")]
    [InlineData("chapter-sizes", "18 17 15 12 12 11 9 10 13 11 4 8 8 3 8")]
    [InlineData("tasks-of-each-city", "大连 7、宁波 7、厦门 5、青岛 6、深圳 3、合肥 9、福州 4、西安 6、苏州 7")]
    public void Check_OfWhatTheDocumentDoesNotSay_GivesWhatWasCounted(string id, string actual)
    {
        var check = Shipped.Edition.Checks.Single(c => c.Id == id);

        Assert.Equal((CheckOutcome.NotStated, "", actual), (check.Outcome, check.Expected, check.Actual));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void Checks_OfAChangedDocument_FailWhereItChanged(string from, string to, string[] failing, string? words)
    {
        var document = Shipped.Changed(from, to);

        var failed = Shipped.Read(document).Value.Checks.Where(c => c.Outcome == CheckOutcome.Failed).ToArray();

        Assert.Equal(failing.Order(StringComparer.Ordinal), failed.Select(c => c.Id).Order(StringComparer.Ordinal));
        if (failing.Length == 0)
            return;
        var statement = failed.Single(c => c.Id == failing[0]).Statement;
        Assert.Equal(words, statement?.Verbatim);
        if (statement is not null)
            Assert.Equal(statement.Verbatim, document[statement.Span.Start..statement.Span.End]);
    }

    [Fact]
    public void Checks_OfADocumentWithoutADirection_FailForItsCity()
    {
        var direction = Shipped.Edition.Cities.Single(c => c.Place.Id == "qingdao").Direction!.Verbatim;

        var failed = Failed(Shipped.Changed(direction, ""));

        Assert.Equal(["direction-numbering", "directions-of-cities"], failed.Keys.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("青岛市", failed["directions-of-cities"].Actual, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_OfADirectionThatNoTaskCarries_SaySoAndBarNothing()
    {
        var document = Shipped.Changed(Shipped.Edition.Cities.Single(c => c.Place.Id == "hefei").Direction!.Verbatim, "(六)支持合肥市。");

        Assert.Empty(Failed(document));
        Assert.DoesNotContain("合肥市", Shipped.Read(document).Value.Checks.Single(c => c.Id == "directions-carried").Actual, StringComparison.Ordinal);
    }

    /// <summary>Counts are stated in digits of either width or as numerals, whichever the writer takes.</summary>
    [Theory]
    [InlineData("103 项试点任务", "一百零三项试点任务", "national-tasks", "103")]
    [InlineData("103 项试点任务", "１０３项试点任务", "national-tasks", "103")]
    [InlineData("3 项新增试点任务", "三项新增试点任务", "new-tasks", "3")]
    [InlineData("等 9 个城市(以下合称", "等九个城市(以下合称", "city-count", "9")]
    [InlineData("## 大连等 9 城市", "## 大连等九城市", "title-city-count", "9")]
    [InlineData("苏州市等9个新增", "苏州市等九个新增", "note-cities", "大连市、宁波市、厦门市、青岛市、深圳市、合肥市、福州市、西安市、苏州市 (9)")]
    public void Check_OfACountInAnotherForm_Passes(string from, string to, string id, string expected)
    {
        var check = Shipped.Read(Shipped.Changed(from, to)).Value.Checks.Single(c => c.Id == id);

        Assert.Equal((CheckOutcome.Passed, expected), (check.Outcome, check.Expected));
    }

    [Theory]
    [InlineData("其中第 3 项试点任务由")]
    [InlineData("对每一项试点任务")]
    [InlineData("清单共159项试点任务，其中")]
    [InlineData("其中第1-3项试点任务由")]
    [InlineData("其中第 1、2 项试点任务由")]
    [InlineData("其中第一至三项试点任务由")]
    [InlineData("其中 1—3 项试点任务由")]
    public void Check_OfWordsThatCountNothing_IsNotMadeOfThem(string words) =>
        Assert.Equal("103", Shipped.Read(Shipped.Changed("103 项试点任务", words + "103 项试点任务")).Value.Checks.Single(c => c.Id == "national-tasks").Expected);

    /// <summary>The mark of the extraction before an asterisk changes no scope, and is told.</summary>
    [Fact]
    public void Read_ScopeWithAMarkedAsterisk_IsNationalAndTold()
    {
        var read = Shipped.Read(Shipped.Changed("7\t促进数据要素流通交易。\t*", "7\t促进数据要素流通交易。\t\\*")).Value;

        Assert.Equal(ScopeGroup.National, read.Tasks[6].Group);
        Assert.DoesNotContain(read.Checks, c => c.Outcome == CheckOutcome.Failed);
        Assert.Contains(read.Defects, d => d.Span.Start == read.Tasks[6].Scope.Span.Start);
    }

    /// <summary>A document that is cut within its note, wherever it is, does not pass as a whole one.</summary>
    [Fact]
    public void Checks_OfADocumentCutWithinItsNote_OneFails()
    {
        var note = Shipped.Edition.Note!.Span;

        Assert.All(Enumerable.Range(note.Start + 1, note.End - note.Start - 1), end =>
            Assert.True(Shipped.Read(Shipped.Document[..end]) is var read && (read.Fault is not null || read.Value.Checks.Any(c => c.Outcome == CheckOutcome.Failed)), Shipped.Document[note.Start..end]));
    }

    /// <summary>A note need not end with a full stop: with a bracket that closes it is whole, and where its line is ended it may be.</summary>
    [Theory]
    [InlineData("全域(含代管的县、市)", CheckOutcome.Passed)]
    [InlineData("全域(含代管的县)市)", CheckOutcome.Failed)]
    [InlineData("全域(含代管的县、市", CheckOutcome.Failed)]
    [InlineData("全域", CheckOutcome.Failed)]
    [InlineData("全域\n", CheckOutcome.NotStated)]
    [InlineData("全域(含代管的县、市\n", CheckOutcome.NotStated)]
    public void Check_OfTheEndOfTheNote_FailsWhereTheFileEndsWithinASentence(string end, CheckOutcome outcome) =>
        Assert.Equal(outcome, Shipped.Read(Shipped.Document.TrimEnd().Replace("新增试点城市全域。", $"新增试点城市{end}", StringComparison.Ordinal)).Value.Checks.Single(c => c.Id == "note-ends").Outcome);

    /// <summary>Which cities, and not in which order; which provinces, however their list is joined; and their duties, whoever asks for them.</summary>
    [Theory]
    [InlineData("适用范围均为大连市、宁波市、", "适用范围均为宁波市、大连市、")]
    [InlineData("广东省、陕\n\n西省人民政府", "广东省和陕西省人民政府")]
    [InlineData("广东省、陕\n\n西省人民政府", "广东省、陕西省等省人民政府")]
    [InlineData("广东省、陕\n\n西省人民政府", "广东省人民政府和陕西省人民政府")]
    [InlineData("陕\n\n西省人民政府，要指导", "陕西省人民政府和有关部门，要指导")]
    [InlineData("按照《工作方案》要求，强化", "强化")]
    public void Checks_OfWhatIsSaidInAnotherWay_AreThoseOfTheDocument(string from, string to)
    {
        var read = Shipped.Read(Shipped.Changed(from, to)).Value;

        Assert.Equal(Shipped.Edition.Checks.Select(c => (c.Id, c.Outcome, c.Actual)), read.Checks.Select(c => (c.Id, c.Outcome, c.Actual)));
        Assert.Equal(Shipped.Edition.Duties.Select(d => d.Squeezed), read.Duties.Select(d => d.Squeezed));
    }

    /// <summary>Numbers of something else are no totals, cities go by their short names as well, and a direction may have points of its own.</summary>
    [Theory]
    [InlineData("《工作方案》),制定", "《工作方案》),现提出共159项试点任务,制定")]
    [InlineData("提升试点工作效率。", "提升试点工作效率。试点任务分为2个部分:一是已赋予的,二是新增的。")]
    [InlineData("(一)支持大连市融入", "(一)支持大连市承担7项差异化试点任务,其中3项专属任务,融入")]
    [InlineData("(一)支持大连市融入", "(一)支持大连融入")]
    [InlineData("辽宁省、江苏省、浙江省、安徽省", "试点城市在省人民政府指导下推进。\n\n辽宁省、江苏省、浙江省、安徽省")]
    [InlineData("(一)支持大连市融入", "(一)立足东北亚国际航运中心的区位优势支持大连市融入")]
    [InlineData("等物流运输通道建设。", "等物流运输通道建设。\n\n1.完善班列。\n\n2.完善航运。\n\n(1)内河。")]
    public void Checks_OfADocumentThatSaysMore_AreThoseOfTheDocument(string from, string to)
    {
        var read = Shipped.Read(Shipped.Changed(from, to)).Value;

        Assert.Equal(Told(Shipped.Edition), Told(read));

        static IEnumerable<(string, CheckOutcome, string)> Told(Edition edition) => edition.Checks.Where(c => c.Id != "words-stand-in-source").Select(c => (c.Id, c.Outcome, c.Actual));
    }

    /// <summary>A document without the directions of its cities, however it calls these, is told so.</summary>
    [Fact]
    public void Checks_OfDirectionsThatNameCitiesByTheirShortNames_AreThoseOfTheDocument()
    {
        var document = Shipped.Edition.Cities.Aggregate(Shipped.Document, (text, city) => text.Replace($")支持{city.Place.Name}", $")支持{city.Place.Short}", StringComparison.Ordinal));
        var read = Shipped.Read(document).Value;

        Assert.NotEqual(Shipped.Document, document);
        Assert.All(read.Cities, c => Assert.NotNull(c.Direction));
        Assert.Equal(Shipped.Edition.Checks.Select(c => (c.Id, c.Outcome)), read.Checks.Select(c => (c.Id, c.Outcome)));
    }

    [Fact]
    public void Check_OfProvincesThatAreNotNamed_IsNotStated() =>
        Assert.Equal(CheckOutcome.NotStated, Shipped.Read(Shipped.Changed("辽宁省、江苏省、浙江省、安徽省、福建省、山东省、广东省、陕\n\n西省人民政府", "各有关省人民政府")).Value.Checks.Single(c => c.Id == "provinces").Outcome);

    /// <summary>Signature and date stand before the annex, and annexes are numbered.</summary>
    [Theory]
    [InlineData("\n附 件\n", "\n商务部\n\n2026年11月30日\n\n附 件\n", 2)]
    [InlineData("\n附 件\n", "\n二〇二六年十一月三十日\n\n附 件\n", 1)]
    [InlineData("\n附 件\n", "\n(此件公开发布)\n\n附 件\n", 1)]
    [InlineData("\n附 件\n", "\n附件1\n", 0)]
    [InlineData("附件：大连", "附件1：大连", 0)]
    [InlineData("附件：大连", "附件：1.大连", 0)]
    public void Read_AnnexAsDocumentsHaveIt_IsReadWithWhatStandsBeforeIt(string from, string to, int paragraphs)
    {
        var read = Shipped.Read(Shipped.Changed(from, to)).Value;

        Assert.Equal(Shipped.Edition.AnnexTitle.Squeezed, read.AnnexTitle.Squeezed);
        Assert.Equal(Shipped.Edition.Sections[2].Paragraphs.Length + paragraphs, read.Sections[2].Paragraphs.Length);
        Assert.Equal(Shipped.Edition.Checks.Where(c => c.Id != "words-stand-in-source").Select(c => (c.Id, c.Outcome)), read.Checks.Where(c => c.Id != "words-stand-in-source").Select(c => (c.Id, c.Outcome)));
        Assert.DoesNotContain(read.Checks, c => c.Outcome == CheckOutcome.Failed);
    }

    /// <summary>Directions are numbered in one way or another.</summary>
    [Theory]
    [InlineData("1.")]
    [InlineData("1、")]
    [InlineData("（1）")]
    [InlineData("(１)")]
    public void Checks_OfDirectionsNumberedOtherwise_AreThoseOfTheDocument(string first)
    {
        var read = Shipped.Read(Renumbered(number => first.Replace('1', (char)('0' + number)).Replace('１', (char)('０' + number)))).Value;

        Assert.Equal(Shipped.Edition.Checks.Select(c => (c.Id, c.Outcome)), read.Checks.Select(c => (c.Id, c.Outcome)));
        Assert.All(read.Cities, c => Assert.NotNull(c.Direction));
    }

    /// <summary>Directions that are not known as such are not said to be none.</summary>
    [Fact]
    public void Checks_OfDirectionsWithoutNumbers_FailWithTheLine()
    {
        var failed = Failed(Renumbered(_ => ""));

        Assert.Equal("directions-of-cities", Assert.Single(failed).Key);
        Assert.StartsWith("支持大连市融入", failed["directions-of-cities"].Statement!.Verbatim, StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_OfADocumentWithNumberedDuties_AreThoseOfTheDocument()
    {
        var read = Shipped.Read(Shipped.Changed("推动试点任务落地落实。", "推动试点任务落地落实。\n\n(一)按季度报告进展。\n\n(二)及时总结经验。")).Value;

        Assert.Equal(Shipped.Edition.Checks.Select(c => (c.Id, c.Outcome)), read.Checks.Select(c => (c.Id, c.Outcome)));
    }

    private static string Renumbered(Func<int, string> numeral) => Enumerable.Range(1, 9).Aggregate(
        Shipped.Document, (text, number) => text.Replace($"({"一二三四五六七八九"[number - 1]})支持", $"{numeral(number)}支持", StringComparison.Ordinal));

    /// <summary>A page break inside a statement hides none of it.</summary>
    [Theory]
    [InlineData("103 项试点任务", "10\n\n3 项试点任务")]
    [InlineData("103 项试点任务", "103 项试\n\n点任务")]
    [InlineData("3 项新增试点任务", "3 项新\n\n增试点任务")]
    [InlineData("等 9 个城市(以下合称", "等 9 个\n\n城市(以下合称")]
    [InlineData("西省人民政府，要指导", "西省人\n\n民政府，要\n\n指导")]
    [InlineData("适用范围均为大连市", "适用范\n\n围均为大连市")]
    [InlineData("标“\\*”的试点任务均", "标“\n\n\\*”的试点任\n\n务均")]
    public void Checks_OfAStatementCutByAPage_AreThoseOfTheWhole(string from, string to)
    {
        var read = Shipped.Read(Shipped.Changed(from, to)).Value;

        Assert.Equal(Shipped.Edition.ContentSha256, read.ContentSha256);
        Assert.Equal(Shipped.Edition.Checks.Select(c => (c.Id, c.Outcome, c.Expected)), read.Checks.Select(c => (c.Id, c.Outcome, c.Expected)));
    }

    /// <summary>A note and what stands before the first section can have several paragraphs, none of which is lost.</summary>
    [Theory]
    [InlineData("新增试点城市全域。", "新增试点城市全域。\n注：任务1至任务3暂不在西安市实施。", "暂不在西安市实施")]
    [InlineData("新增试点城市全域。", "新增试点城市全域。\n\n注：任务1至任务3暂不在西安市实施。", "暂不在西安市实施")]
    [InlineData("### 一、", "本任务自2027年1月1日起施行。\n\n### 一、", "2027年1月1日")]
    [InlineData("服务业扩大开放综合试点是推进", "各省、自治区、直辖市人民政府：\n\n服务业扩大开放综合试点是推进", "直辖市人民政府")]
    public void Read_SeveralParagraphsOfANoteOrPreamble_KeepsThemAll(string from, string to, string words)
    {
        var read = Shipped.Read(Shipped.Changed(from, to)).Value;

        Assert.Single(read.Passages(), p => p.Verbatim.Contains(words, StringComparison.Ordinal));
        Assert.NotEqual(Shipped.Edition.ContentSha256, read.ContentSha256);
        Assert.DoesNotContain(read.Checks, c => c.Outcome == CheckOutcome.Failed);
        Assert.All(read.Passages(), p => Assert.Equal(p.Verbatim, read.Source.Content[p.Span.Start..p.Span.End]));
    }

    /// <summary>A document that has no directions states none, and is none the worse for it.</summary>
    [Fact]
    public void Checks_OfADocumentWithoutDirections_DoNotAskForThem()
    {
        var document = Shipped.Edition.Cities.Aggregate(Shipped.Document, (text, city) => text.Replace(city.Direction!.Verbatim, "", StringComparison.Ordinal));

        var checks = Shipped.Read(document).Value.Checks;

        Assert.DoesNotContain(checks, c => c.Outcome == CheckOutcome.Failed);
        Assert.All(["directions-of-cities", "directions-carried"], id => Assert.Equal(CheckOutcome.NotStated, checks.Single(c => c.Id == id).Outcome));
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Read_DocumentThatIsNone_IsRefusedWithTheLine(string from, string to, string subject, string problem)
    {
        var fault = Shipped.Read(Shipped.Changed(from, to)).Fault!;

        Assert.Equal(FaultReason.DocumentDoesNotReconcile, fault.Reason);
        Assert.Contains(fault.Violations, v => v.Subject == subject && v.Problem.Contains(problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("促进数据要素流通交易。")]
    [InlineData("## 标题")]
    public void Read_DocumentOfAnotherKind_IsRefused(string document) =>
        Assert.Equal(FaultReason.DocumentDoesNotReconcile, Shipped.Read(document).Fault?.Reason);

    private static ImmutableDictionary<string, ReconciliationCheck> Failed(string document) =>
        Shipped.Read(document).Value.Checks.Where(c => c.Outcome == CheckOutcome.Failed).ToImmutableDictionary(c => c.Id);
}
