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

    /// <summary>A command for what another replica has just written: refused as it was known here, and then decided behind it.</summary>
    [Fact]
    public async Task TakeAsync_BehindWhatAnotherReplicaWrote_DecidesOnThat()
    {
        using var database = new LedgerDatabase(server);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var one = Opened(database, services, out _, out var commitments);
        await using var other = Opened(database, services, out var behind, out var same);
        var decided = 0;
        for (var task = 1; task <= 20; task++)
        {
            var name = Samples.Name with { TaskNumber = task };
            _ = (await commitments.RecordAsync(name, _ => new CommitmentEvent.Opened(Samples.Plan, Samples.Basis), "reporter", request: null, Stop)).Value;

            Assert.Equal(name, await behind.TakeAsync(() => Task.FromResult((decided++, same.Find(name).Value.Name).Name), Stop));
        }

        Assert.InRange(decided, 21, 40); // once more for each that had not been heard of
    }

    [Fact]
    public async Task TakeAsync_BehindNothing_RefusesOnce()
    {
        using var database = new LedgerDatabase(server);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var one = Opened(database, services, out var ledger, out var commitments);
        _ = (await commitments.RecordAsync(Samples.Name, _ => new CommitmentEvent.Opened(Samples.Plan, Samples.Basis), "reporter", request: null, Stop)).Value;
        var decided = 0;

        var refused = await Assert.ThrowsAsync<FaultException>(() => ledger.TakeAsync<int>(() => throw new FaultException(Fault.Missing($"{decided++}")), Stop));

        Assert.Equal(("0", 1), (refused.Fault.Subject, decided));
    }

    /// <summary>What a receiver refused is sent to it once, whatever other replicas wrote meanwhile.</summary>
    [Fact]
    public async Task TakeAsync_OfWhatDidNotArrive_IsNotTakenAgain()
    {
        using var database = new LedgerDatabase(server);
        await using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        await using var one = Opened(database, services, out _, out var commitments);
        await using var other = Opened(database, services, out var behind, out _);
        var sent = 0;

        var refused = await Assert.ThrowsAsync<FaultException>(() => behind.TakeAsync<int>(
            async () =>
            {
                sent++;
                _ = (await commitments.RecordAsync(Samples.Name, _ => new CommitmentEvent.Opened(Samples.Plan, Samples.Basis), "reporter", request: null, Stop)).Value;
                throw new FaultException(Fault.NotDelivered("deadLetters/1", "503"));
            },
            Stop));

        Assert.Equal((FaultReason.NotDelivered, 1), (refused.Fault.Reason, sent));
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
