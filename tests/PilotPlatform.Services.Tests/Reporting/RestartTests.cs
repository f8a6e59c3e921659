using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>What reporting knows after it was ended and started again, from a snapshot and from every entry.</summary>
public sealed class RestartTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private string Snapshot => Path.Combine(suite.Folder, "reporting", "ledger.db.snapshot");

    [Fact]
    public async Task Commitments_AfterARestartFromASnapshot_AreAsTheyWereAndRepeatedRequestsAreAnsweredAsBefore()
    {
        await suite.RestartAsync("--Ledger:SnapshotEntries=3");
        var name = (await suite.Client.OpenAsync(1, "hefei")).Name;
        var request = Desk.Reporting(name, 30);
        request.RequestId = Guid.CreateVersion7().ToString();
        var report = await suite.Client.Reporting.CreateProgressReportAsync(request, cancellationToken: RunningSuite.Stop);
        await suite.Client.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report.Name, Level = ReviewLevel.City }, cancellationToken: RunningSuite.Stop);
        Assert.True(SpinWait.SpinUntil(() => File.Exists(Snapshot), TimeSpan.FromSeconds(10)));
        await suite.Client.OpenAsync(2, "hefei");
        var (before, overview) = (await suite.Client.ReadAsync(name), await OverviewAsync());

        await suite.RestartAsync();
        Assert.Equal(before, await suite.Client.ReadAsync(name));
        Assert.Equal(overview, await OverviewAsync());
        Assert.Equal(report, await suite.Client.Reporting.CreateProgressReportAsync(request, cancellationToken: RunningSuite.Stop));
        Assert.Equal(before, await suite.Client.ReadAsync(name));

        await suite.EndAsync();
        await File.WriteAllTextAsync(Snapshot, "no snapshot", RunningSuite.Stop);
        await suite.RestartAsync();
        Assert.Equal(before, await suite.Client.ReadAsync(name));
        Assert.Equal(report, await suite.Client.Reporting.CreateProgressReportAsync(request, cancellationToken: RunningSuite.Stop));
    }

    /// <summary>The overview, once the service has read the scope again.</summary>
    private async Task<Overview> OverviewAsync() => await suite.Client.Overviews.GetOverviewAsync(
        new GetOverviewRequest { Name = $"{Desk.Programme}/overview" }, cancellationToken: RunningSuite.Stop);
}
