namespace PilotPlatform.Domain.Tests.Catalogue.Structure;

/// <summary>The nine directions and the tasks that carry them: every link cites words that stand in both.</summary>
public sealed class DirectionTests
{
    [Theory]
    [InlineData("dalian", "48 充分发挥出口信用保险服务软件出口的功能作用", "109 支持丰富和完善班列、航运等物流运输通道建设")]
    [InlineData("ningbo", "110 保税维修新业态")]
    [InlineData("xiamen", "14 打造离岸算力设施", "115 进口自用科研货物")]
    [InlineData("qingdao", "72 开展邮轮无目的地海上游航线试点", "95 加强海洋科技创新")]
    [InlineData("shenzhen", "49 优化升级自由贸易账户功能", "73 推进电子提单在航运贸易领域试用")]
    [InlineData("hefei", "96 科技创新")]
    [InlineData("fuzhou", "117 中印尼“两国双园”")]
    [InlineData("xian", "74 鼓励开展铁路运单物权化改革试点", "102 具有全国影响力的科技创新中心|加强科技创新和产业应用")]
    [InlineData("suzhou", "18 探索高效便利安全的数据跨境流动机制", "34 开展生物医药研发用物品进口试点")]
    public void Links_OfEachDirection_AreTheTasksThatRepeatItsWords(string city, params string[] links) =>
        Assert.Equal(links, Shipped.Edition.Cities.Single(c => c.Place.Id == city).Links.Select(l => $"{l.TaskNumber} {string.Join('|', l.Runs.Select(r => r.InTask.Normalized))}"));

    [Fact]
    public void Runs_OfEveryLink_StandInDirectionAndTask() =>
        Assert.All(Shipped.Edition.Cities.SelectMany(c => c.Links.SelectMany(l => l.Runs.Select(r => (City: c, Link: l, Run: r)))), each =>
        {
            var (direction, task) = (each.City.Direction!, Shipped.Edition.Tasks[each.Link.TaskNumber - 1].Text);
            Assert.Equal(each.Run.InDirection.Verbatim, Shipped.Document[each.Run.InDirection.Span.Start..each.Run.InDirection.Span.End]);
            Assert.Equal(each.Run.InTask.Verbatim, Shipped.Document[each.Run.InTask.Span.Start..each.Run.InTask.Span.End]);
            Assert.Equal(each.Run.InDirection.Normalized, each.Run.InTask.Normalized);
            Assert.InRange(each.Run.InDirection.Span.Start, direction.Span.Start, direction.Span.End - 1);
            Assert.InRange(each.Run.InTask.Span.Start, task.Span.Start, task.Span.End - 1);
        });

    /// <summary>融合发展 stands in the direction of Fuzhou and in its task 16, and in five other tasks: chance, not a link.</summary>
    [Fact]
    public void Links_WordsThatStandInManyTasks_AreNone() =>
        Assert.DoesNotContain(16, Shipped.Edition.Cities.Single(c => c.Place.Id == "fuzhou").Links.Select(l => l.TaskNumber));

    [Fact]
    public void Links_OfADirectionWithoutItsWords_AreNoneAndTheReportSaysSo()
    {
        var changed = Shipped.Read(Shipped.Changed("，推动保税维修新业态规范健康发展".Replace('，', ','), "")).Value;

        Assert.Empty(changed.Cities.Single(c => c.Place.Id == "ningbo").Links);
        var carried = changed.Checks.Single(c => c.Id == "directions-carried");
        Assert.Equal(Domain.Catalogue.CheckOutcome.NotStated, carried.Outcome); // the document says nowhere which tasks carry a direction
        Assert.Equal(9, Shipped.Edition.Checks.Single(c => c.Id == "directions-carried").Actual.Split('、').Length);
        Assert.Equal(8, carried.Actual.Split('、').Length);
        Assert.DoesNotContain("宁波", carried.Actual, StringComparison.Ordinal);
    }
}
