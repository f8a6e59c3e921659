using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.Reporting;
using Action = PilotPlatform.Contracts.Reporting.V1.FillProgressReportsResponse.Types.Row.Types.Action;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>A form of one city beside a commitment of another whose edition the catalogue does not answer for.</summary>
public sealed class FillingElsewhereTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Fill_ByTheReporterOfACity_WaitsForNoEditionOfAnother()
    {
        var name = (await suite.Client.OpenAsync(1, "xian")).Name;
        var form = FillingTests.Filled(await FillingTests.FormAsync(suite.Client, "xian", "2026-10"), name, ("K", "35"), ("L", "已出台方案"));
        await OpenedOnAsync(new CommitmentName(new ProgrammeName("nine-cities"), 2, "dalian"), $"{RunningSuite.Programme}/editions/{new string('a', 16)}");
        using var reporter = suite.As("xian-reporter");

        var (rows, _) = await FillingTests.FillAsync(reporter, form);

        var row = Assert.Single(rows);
        Assert.Equal((name, Action.Report, null), (row.Commitment, row.Action, row.Refusal));
    }

    /// <summary>Records a commitment as a version would that could read the edition.</summary>
    private async Task OpenedOnAsync(CommitmentName commitment, string edition)
    {
        await suite.EndAsync();
        var (kind, payload) = EventCodec.Commitments.Encode(new CommitmentEvent.Opened(new Plan("市商务局", [], new DateOnly(2027, 6, 30), [], []), new Basis(edition, "ruleSets/0123456789abcdef", 0, "", [])));
        await using (var ledger = EntryLedger.Open(Path.Combine(suite.Folder, "reporting", "ledger.db"), database: null, _ => { }))
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(new Draft(commitment.ToString(), 0, kind, payload, "dalian-reporter", TimeProvider.System.GetUtcNow(), Request: null), Stop));

        await suite.RestartAsync();
    }
}
