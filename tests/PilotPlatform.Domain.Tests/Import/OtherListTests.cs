using System.Text;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Import;

/// <summary>A list of five other cities, three chapters and nine tasks, in every format: it is read, and held to its own words alone.</summary>
public sealed class OtherListTests
{
    private const string Document = """
        ## 成都等5城市服务业扩大开放综合试点任务

        为推进高水平对外开放,制定成都等5城市服务业扩大开放综合试点任务。任务清单共3个领域、9项任务。

        ### 一、推进试点工作

        支持成都市、杭州市、郑州市、南宁市、呼和浩特市等五个城市(以下合称成都等5城市)开展先行先试,将其他地区的5项试点任务和1项新增试点任务,在成都等5城市推进实施。

        ### 二、开展差异化探索

        (一)支持成都市建设国际门户枢纽,开展航空维修保税监管试点。

        (二)支持杭州市发展数字贸易,探索数字贸易规则先行先试。

        (三)支持郑州市建设国际陆港,推动中欧班列运单物权化。

        (四)支持南宁市面向东盟开放合作,探索跨境劳务便利化管理。

        (五)支持呼和浩特市发展绿色算力,探索绿色电力直供算力中心。

        ### 三、加强组织实施

        四川省、浙江省、河南省、广西壮族自治区和内蒙古自治区人民政府,要指导成都等5城市,强化主体责任,推动试点任务落地落实。

        附件：成都等5城市服务业扩大开放综合试点任务清单

        商务部

        2027年3月1日

        附 件

        成都等5城市服务业扩大开放综合试点任务清单

        序号	任务内容	适用范围
        <b>一、支持数字产业开放发展</b>
        1	取消应用商店服务业务外资股比限制。	*
        2	探索数字贸易规则先行先试,研究制定数字贸易标准。	杭州
        3	探索绿色电力直供算力中心,降低算力成本。	呼和浩特
        <b>二、推动贸易便利化</b>
        4	支持商业保理公司开展国际保理业务。	*
        5	开展航空维修保税监管试点,优化监管流程。	成都
        6	推动中欧班列运单物权化,支持金融机构开展融资。	郑州
        <b>三、便利人员往来</b>
        7	为外籍人才提供签证便利。	*
        8	探索跨境劳务便利化管理,支持引进技能人才。	南宁
        9	支持境外职业资格认可。	在符合条件的试点城市开展

        注：标“\*”的试点任务来自其他地区,除另有说明外,适用范围均为成都市、杭州市、郑州市、南宁市、呼和浩特市等5个新增试点城市全域。

        """;

    private static readonly string Text = Document.Replace("其他地区的5项", "其他地区的3项", StringComparison.Ordinal);

    private static readonly Edition Edition = Shipped.Read(Text).Value;

    [Fact]
    public void Read_ListOfFiveOtherCities_IsHeldToItsOwnWords()
    {
        Assert.DoesNotContain(Edition.Checks, c => c.Outcome == CheckOutcome.Failed);
        Assert.Equal(["chengdu", "hangzhou", "zhengzhou", "nanning", "hohhot"], Edition.Cities.Select(c => c.Place.Id));
        Assert.Equal((3, 9), (Edition.Chapters.Length, Edition.Tasks.Length));
        Assert.Equal([("national-tasks", "3"), ("new-tasks", "1"), ("task-count", "9"), ("chapter-count", "3"), ("city-count", "5")], new[] { "national-tasks", "new-tasks", "task-count", "chapter-count", "city-count" }.Select(id => (id, Edition.Checks.Single(c => c.Id == id).Expected)));
        Assert.All(Edition.Cities, c => Assert.Equal([c.OwnTasks.Single()], c.Links.Select(l => l.TaskNumber)));
        Assert.Equal(["强化主体责任", "推动试点任务落地落实"], Edition.Duties.Select(d => d.Squeezed));
        Assert.Empty(Shipped.Files.Scopes.Unread(Edition, Shipped.Files.Gazetteer));
    }

    [Fact]
    public void Read_ListOfFiveOtherCitiesWithAWrongCount_FailsByIt() =>
        Assert.Equal("national-tasks", Assert.Single(Shipped.Read(Document).Value.Checks, c => c.Outcome == CheckOutcome.Failed).Id);

    [Fact]
    public void Read_ListOfFiveOtherCitiesInEveryFormat_IsTheSameEdition()
    {
        var blocks = TextLayout.Read(new SourceText(Text)).Value.Blocks;

        foreach (var file in new[] { CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Text), WordFile.Of(blocks), WordFile.Of(blocks, styled: false), PdfFile.Of(blocks) })
        {
            var read = DocumentImport.Read(file, Shipped.Files.Gazetteer);

            Assert.Equal(Edition.Passages().Select(p => p.Squeezed), read.Value.Passages().Select(p => p.Squeezed));
            Assert.Equal(Edition.Checks.Select(c => (c.Id, c.Outcome)), read.Value.Checks.Select(c => (c.Id, c.Outcome)));
        }
    }

    /// <summary>The shipped rules are of another list: they say task by task that they do not read this one, and decide nothing of it.</summary>
    [Fact]
    public void Compile_ShippedRulesForAnotherList_SayWhatTheyDoNotRead()
    {
        var compiled = RuleSetCompiler.Compile(Shipped.RuleSet, Shipped.SourceOf(Edition));

        Assert.NotNull(compiled.Fault);
        Assert.Contains(compiled.Fault.Violations, v => v.Subject.StartsWith("task ", StringComparison.Ordinal));
    }
}
