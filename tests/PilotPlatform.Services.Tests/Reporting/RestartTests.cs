using System.Security.Cryptography;
using Google.Protobuf;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using Core = PilotPlatform.Domain.Reporting;

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
        await suite.Colleague.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report.Name, Level = ReviewLevel.City }, cancellationToken: RunningSuite.Stop);
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

    /// <summary>A commitment that was due on the day it was opened, and whose opening is asked for again a day later.</summary>
    [Fact]
    public async Task Opening_RepeatedBehindItsDueDate_IsAnsweredAsTheFirstTime()
    {
        var yesterday = Desk.InDays(-2);
        var request = new CreateCommitmentRequest
        {
            Parent = Desk.Programme,
            Commitment = new Commitment { PilotTask = $"{Desk.Programme}/pilotTasks/3", City = $"{Desk.Programme}/cities/hefei", LeadUnit = "市商务局", DueDate = yesterday },
        };
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => suite.Client.Reporting.CreateCommitmentAsync(request, cancellationToken: RunningSuite.Stop).ResponseAsync)).Info.Reason);
        request.RequestId = Guid.CreateVersion7().ToString();
        var edition = (await suite.Client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Desk.Programme }, cancellationToken: RunningSuite.Stop)).Edition;
        await suite.EndAsync();
        await using (var ledger = EntryLedger.Open(Path.Combine(suite.Folder, "reporting", "ledger.db"), database: null, _ => { }))
        {
            var (kind, payload) = EventCodec.Commitments.Encode(new Core.CommitmentEvent.Opened(
                new Core.Plan("市商务局", [], new DateOnly(yesterday.Year, yesterday.Month, yesterday.Day), [], []),
                new Core.Basis(edition, "ruleSets/0123456789abcdef", 0, "适用范围为全域。", ["*"])));
            var key = new RequestKey(request.RequestId, $"{nameof(CreateCommitmentRequest)}:{Convert.ToHexStringLower(SHA256.HashData(request.ToByteArray()))}");
            await ledger.AppendAsync(
                new Draft($"{Desk.Programme}/commitments/3-hefei", 0, kind, payload, RunningSuite.Everybody, TimeProvider.System.GetUtcNow().AddDays(-2), key), RunningSuite.Stop);
        }

        await suite.RestartAsync();

        Assert.Equal(yesterday, (await suite.Client.Reporting.CreateCommitmentAsync(request, cancellationToken: RunningSuite.Stop)).DueDate);
    }

    /// <summary>The overview, once the service has read the scope again.</summary>
    private async Task<Overview> OverviewAsync() => await suite.Client.Overviews.GetOverviewAsync(
        new GetOverviewRequest { Name = $"{Desk.Programme}/overview" }, cancellationToken: RunningSuite.Stop);
}
