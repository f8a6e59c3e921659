using Grpc.Core;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Filters, read masks, batches and editions of reads over the wire.</summary>
public sealed class CatalogReadTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private CatalogService.CatalogServiceClient Catalog => suite.Client.Catalog;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData("", 159)]
    [InlineData("national = true", 103)]
    [InlineData("named_cities:dalian", 7)]
    [InlineData("named_cities:dalian AND named_cities:xiamen", 1)]
    [InlineData("national = false AND NOT named_cities:*", 3)]
    [InlineData("chapter = 5", 12)]
    [InlineData("number > 10 number <= 20", 10)]
    public async Task ListPilotTasks_WithAFilter_GivesThoseThatPassPageByPage(string filter, int count)
    {
        var request = new ListPilotTasksRequest { Parent = Programme, Filter = filter, PageSize = 5 };
        var numbers = new List<int>();
        do
        {
            var page = await Catalog.ListPilotTasksAsync(request, cancellationToken: Stop);
            Assert.Equal(count, page.TotalSize);
            numbers.AddRange(page.PilotTasks.Select(t => t.Number));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(count, numbers.Distinct().Count());
    }

    [Fact]
    public async Task ListPilotTasks_FilterThatIsNone_SaysAtWhichCharacter()
    {
        var (code, status, _) = await RunningSuite.RefusedAsync(() => Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, Filter = "colour = red" }, cancellationToken: Stop).ResponseAsync);

        Assert.Equal(StatusCode.InvalidArgument, code);
        Assert.Contains("character 1", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetPilotTask_WithAReadMask_HasTheFieldsAskedFor()
    {
        var task = await Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/3", ReadMask = new FieldMask { Paths = { "number", "text.verbatim" } } }, cancellationToken: Stop);

        Assert.Equal((3, "", "", ""), (task.Number, task.Name, task.Text.Normalized, task.Edition));
        Assert.NotEmpty(task.Text.Verbatim);
        var (_, status, _) = await RunningSuite.RefusedAsync(() => Catalog.GetPilotTaskAsync(
            new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/3", ReadMask = new FieldMask { Paths = { "colour" } } }, cancellationToken: Stop).ResponseAsync);
        Assert.Contains("'colour' is not a field of PilotTask", status.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BatchGetPilotTasks_SeveralNames_AnswersInTheirOrderOrNotAtAll()
    {
        var request = new BatchGetPilotTasksRequest { Parent = Programme, Names = { $"{Programme}/pilotTasks/9", $"{Programme}/pilotTasks/2" } };
        Assert.Equal([9, 2], (await Catalog.BatchGetPilotTasksAsync(request, cancellationToken: Stop)).PilotTasks.Select(t => t.Number));

        request.Names.Add($"{Programme}/pilotTasks/160");
        Assert.Equal(StatusCode.NotFound, (await RunningSuite.RefusedAsync(() => Catalog.BatchGetPilotTasksAsync(request, cancellationToken: Stop).ResponseAsync)).Code);
    }

    /// <summary>A reply that is kept encoded says the same as one that is not, also as JSON.</summary>
    [Fact]
    public async Task ListPilotTasks_AllInOneReply_IsTheSameAsPageByPage()
    {
        var all = await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 1000 }, cancellationToken: Stop);
        var first = await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 100 }, cancellationToken: Stop);
        var second = await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 100, PageToken = first.NextPageToken }, cancellationToken: Stop);
        var json = await suite.Http.GetStringAsync(new Uri($"/v1/{Programme}/pilotTasks?pageSize=1000", UriKind.Relative), Stop);

        Assert.Equal(first.PilotTasks.Concat(second.PilotTasks), all.PilotTasks);
        Assert.Equal(all, ListPilotTasksResponse.Parser.ParseJson(json));
    }

    [Fact]
    public async Task Reads_OfAnEditionThatIsNone_AreNotFound()
    {
        var none = new GetChapterRequest { Name = $"{Programme}/chapters/1", Edition = $"{Programme}/editions/0123456789abcdef" };
        Assert.Equal(StatusCode.NotFound, (await RunningSuite.RefusedAsync(() => Catalog.GetChapterAsync(none, cancellationToken: Stop).ResponseAsync)).Code);

        var early = new GetChapterRequest { Name = $"{Programme}/chapters/1", AsOfTime = new Timestamp { Seconds = 0 } };
        Assert.Equal(StatusCode.NotFound, (await RunningSuite.RefusedAsync(() => Catalog.GetChapterAsync(early, cancellationToken: Stop).ResponseAsync)).Code);

        early.Edition = none.Edition;
        Assert.Equal(StatusCode.InvalidArgument, (await RunningSuite.RefusedAsync(() => Catalog.GetChapterAsync(early, cancellationToken: Stop).ResponseAsync)).Code);
        early = new GetChapterRequest { Name = none.Name, AsOfTime = new Timestamp { Seconds = long.MaxValue } };
        Assert.Equal(StatusCode.InvalidArgument, (await RunningSuite.RefusedAsync(() => Catalog.GetChapterAsync(early, cancellationToken: Stop).ResponseAsync)).Code);
    }
}
