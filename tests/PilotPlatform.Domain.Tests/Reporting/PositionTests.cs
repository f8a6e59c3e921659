using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>A position that one replica has told is known to another that has not looked yet.</summary>
[Collection(nameof(PostgresServer))]
public sealed class PositionTests(PostgresServer server)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HasReachedAsync_OfAPositionOfAnotherReplica_LooksBeforeItSaysNo()
    {
        using var database = new LedgerDatabase(server);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var one = Opened(database, services, out var told, out var commitments);
        await using var other = Opened(database, services, out var asked, out var same);
        for (var task = 1; task <= 20; task++)
        {
            var name = Samples.Name with { TaskNumber = task };
            _ = (await commitments.RecordAsync(name, _ => new CommitmentEvent.Opened(Samples.Plan, Samples.Basis), "reporter", request: null, Stop)).Value;

            Assert.True(await asked.HasReachedAsync(told.Position, Stop));
            Assert.True(same.Find(name).IsOk);
            Assert.False(await asked.HasReachedAsync(told.Position + 1, Stop));
        }
    }

    private static OpenedLedger Opened(LedgerDatabase database, ServiceProvider services, out ReportingLedger ledger, out CommitmentBoard board)
    {
        var opened = new OpenedLedger(Options.Create(database.Options()), TimeProvider.System, services.GetRequiredService<IMeterFactory>());
        ledger = new ReportingLedger(opened, TimeProvider.System, NullLogger<ReportingLedger>.Instance);
        board = new CommitmentBoard(ledger);
        ledger.Open([board]);
        return opened;
    }
}
