using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>The figures of the programme, held against what the document says of itself.</summary>
public sealed class OverviewTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task GetOverview_OfTheProgramme_CountsEveryCellOnce()
    {
        using var nobody = suite.As(null);
        var overview = await nobody.Overviews.GetOverviewAsync(new GetOverviewRequest { Name = $"{Desk.Programme}/overview" }, cancellationToken: Stop);

        Assert.Equal((954, 54), (overview.Total.ApplyingCount, overview.Total.UndeterminedCount));
        Assert.Equal([107, 107, 105, 106, 103, 109, 104, 106, 107], overview.Cities.Select(c => c.Figures.ApplyingCount));
        Assert.Equal(Enumerable.Range(1, 15).Select(n => $"{Desk.Programme}/chapters/{n}"), overview.Chapters.Select(c => c.Subject));
        Assert.Equal(8, overview.Provinces.Count);
        Assert.Equal(105 + 104, overview.Provinces.Single(p => p.Subject == $"{Desk.Programme}/provinces/fujian").Figures.ApplyingCount);
        Assert.Equal((954, 54), (overview.Forces.Sum(f => f.Figures.ApplyingCount), overview.Forces.Sum(f => f.Figures.UndeterminedCount)));
        Assert.All([overview.Cities, overview.Chapters, overview.Provinces], rows =>
        {
            Assert.Equal(overview.Total.ApplyingCount, rows.Sum(r => r.Figures.ApplyingCount));
            Assert.Equal(overview.Total.CommittedCount, rows.Sum(r => r.Figures.CommittedCount));
            Assert.Equal(overview.Total.ImplementedCount, rows.Sum(r => r.Figures.ImplementedCount));
        });
        Assert.Contains("落地实施率", overview.ChineseDefinition, StringComparison.Ordinal);
        Assert.Matches("^lampRules/[0-9a-f]{16}$", overview.LampRule);
    }

    [Fact]
    public async Task GetOverview_WhenACommitmentIsImplemented_CountsItInItsCityAndItsChapter()
    {
        Figures Of(Overview overview) => new(overview.Cities.Single(c => c.Subject.EndsWith("/shenzhen", StringComparison.Ordinal)).Figures.ImplementedCount);
        var before = Of(await ReadAsync());
        var name = (await suite.Client.OpenAsync(9, "shenzhen")).Name;
        await suite.Colleague.AcceptAsync((await suite.Client.ReportAsync(name, 100)).Name);
        var evidence = await suite.Client.UploadAsync(name, "落地"u8.ToArray());
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence.Name }, cancellationToken: Stop);
        await suite.Client.Workflow.RequestClosureAsync(new RequestClosureRequest { Name = name, Outcome = ClosureOutcome.Implemented, Statement = "已落地" }, cancellationToken: Stop);
        await suite.Colleague.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = name }, cancellationToken: Stop);

        Assert.Equal(before.Implemented + 1, Of(await ReadAsync()).Implemented);
    }

    [Theory]
    [InlineData("programmes/others/overview", "RESOURCE_NOT_FOUND")]
    [InlineData("overview", "INVALID_NAME")]
    [InlineData("/overview", "INVALID_NAME")]
    [InlineData("programmes/nine-cities", "INVALID_NAME")]
    public async Task GetOverview_OfNone_IsRefused(string name, string reason) =>
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => suite.Client.Overviews.GetOverviewAsync(new GetOverviewRequest { Name = name }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

    private async Task<Overview> ReadAsync() => await suite.Client.Overviews.GetOverviewAsync(new GetOverviewRequest { Name = $"{Desk.Programme}/overview" }, cancellationToken: Stop);

    private sealed record Figures(int Implemented);
}
