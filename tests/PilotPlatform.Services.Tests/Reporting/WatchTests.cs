using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>The stream of changes: by city, province and task, from a position, to those who may know.</summary>
public sealed class WatchTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task WatchChanges_FromAPosition_TellsEachWhatTheyMayKnow()
    {
        var opened = await suite.Client.OpenAsync(52, "shenzhen");
        await suite.Client.OpenAsync(52, "hefei");
        var report = await suite.Client.ReportAsync(opened.Name, 20);
        await suite.Client.Workflow.RemindCommitmentAsync(new RemindCommitmentRequest { Name = opened.Name, Text = "请审核" }, cancellationToken: Stop);
        foreach (var level in new[] { ReviewLevel.City, ReviewLevel.Province })
            await suite.Colleague.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report.Name, Level = level }, cancellationToken: Stop);
        var end = (await suite.Client.ReadAsync(opened.Name)).LedgerPosition;

        var own = (await WatchAsync("shenzhen-reporter", opened.LedgerPosition - 1, end, r => r.City = City("shenzhen"))).Where(c => c.City.Length > 0).ToArray(); // others freeze periods
        Assert.Equal(["Opened", "ProgressReported", "Reminded", "ReportAccepted", "ReportAccepted"], own.Select(c => c.Kind));
        Assert.Equal("已形成实施方案", own[1].Content.Fields["progress"].StructValue.Fields["narrative"].StringValue);
        Assert.All(own, change => Assert.Equal((opened.Name, City("shenzhen"), $"{Programme}/pilotTasks/52"), (change.Subject, change.City, change.PilotTask)));
        Assert.NotEmpty(own[1].Author);

        foreach (var persona in new[] { null, "dalian-reporter" })
        {
            var told = (await WatchAsync(persona, opened.LedgerPosition - 1, end, r => r.City = City("shenzhen"))).Where(c => c.City.Length > 0).ToArray();
            Assert.Equal(["Opened", "ReportAccepted"], told.Select(c => c.Kind));
            Assert.All(told, change => Assert.True(change.Content is null && change.Author.Length == 0));
        }

        var province = await WatchAsync("guangdong-office", opened.LedgerPosition - 1, end, r => r.Province = $"{Programme}/provinces/guangdong");
        Assert.Equal(own, province.Where(c => c.City.Length > 0));
        var task = await WatchAsync("auditor", opened.LedgerPosition - 1, end, r => r.PilotTask = $"{Programme}/pilotTasks/52");
        Assert.Equal([City("shenzhen"), City("hefei")], task.Select(c => c.City).Distinct());
    }

    [Fact]
    public async Task WatchChanges_WithoutAPosition_BeginsWithAHeartbeatAndTellsWhatComes()
    {
        using var call = suite.Client.Watch.WatchChanges(new WatchChangesRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/55" }, cancellationToken: Stop);
        Assert.True(await call.ResponseStream.MoveNext(Stop));
        Assert.Null(call.ResponseStream.Current.Change);

        var opened = await suite.Client.OpenAsync(55, "shenzhen");

        do
            Assert.True(await call.ResponseStream.MoveNext(Stop));
        while (call.ResponseStream.Current.Change is null);
        Assert.Equal((opened.Name, opened.LedgerPosition), (call.ResponseStream.Current.Change.Subject, call.ResponseStream.Current.Position));
    }

    [Theory]
    [InlineData(-1, "", "")]
    [InlineData(long.MaxValue, "", "")]
    [InlineData(0, "cities/dalian", "")]
    [InlineData(0, Programme + "/cities/dalian", Programme + "/provinces/liaoning")]
    public async Task WatchChanges_OfWhatIsNone_IsRefused(long position, string city, string province)
    {
        using var call = suite.Client.Watch.WatchChanges(new WatchChangesRequest { Parent = Programme, FromPosition = position, City = city, Province = province }, cancellationToken: Stop);

        Assert.Equal(StatusCode.InvalidArgument, (await RunningSuite.RefusedAsync(() => call.ResponseStream.MoveNext(Stop))).Code);
    }

    [Theory]
    [InlineData(Programme, Programme + "/cities/shanghai", "")]
    [InlineData(Programme, "", Programme + "/pilotTasks/999")]
    [InlineData("programmes/other", "", "")]
    public async Task WatchChanges_OfWhatDoesNotExist_IsRefused(string parent, string city, string task)
    {
        using var call = suite.Client.Watch.WatchChanges(new WatchChangesRequest { Parent = parent, City = city, PilotTask = task }, cancellationToken: Stop);

        Assert.Equal(StatusCode.NotFound, (await RunningSuite.RefusedAsync(() => call.ResponseStream.MoveNext(Stop))).Code);
    }

    [Fact]
    public async Task WatchChanges_OverJson_IsAStreamOfLines()
    {
        await suite.Client.OpenAsync(54, "shenzhen");
        using var answer = await suite.Http.GetAsync($"/v1/{Programme}/changes:watch?fromPosition=0", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        await lines.ReadLineAsync(Stop);
        Assert.Contains("\"kind\"", await lines.ReadLineAsync(Stop), StringComparison.Ordinal);
    }

    private static string City(string city) => $"{Programme}/cities/{city}";

    /// <summary>What somebody is told between two positions.</summary>
    private async Task<IReadOnlyList<Change>> WatchAsync(string? persona, long from, long to, Action<WatchChangesRequest> filter)
    {
        using var client = suite.As(persona);
        return await client.ChangesAsync(from, to, filter);
    }
}
