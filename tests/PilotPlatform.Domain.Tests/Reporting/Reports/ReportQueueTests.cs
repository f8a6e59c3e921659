using Microsoft.Extensions.Options;
using PilotPlatform.Reporting;
using PilotPlatform.Reporting.Reports;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>So many reports and forms at once, so many behind them, and no more.</summary>
public sealed class ReportQueueTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_BeyondWhatMayWait_IsRefusedAtOnceAndTakenLater()
    {
        using var queue = new ReportQueue(Options.Create(new ReportingOptions { ReportsAtOnce = 1, ReportsWaiting = 1 }));
        var (making, begun) = (new TaskCompletionSource<int>(), false);
        var first = queue.RunAsync(() => making.Task, Stop);
        var second = queue.RunAsync(() => Task.FromResult(begun = true), Stop);

        var refused = await Assert.ThrowsAsync<FaultException>(() => queue.RunAsync(() => Task.FromResult(3), Stop));
        Assert.Equal((FaultReason.LimitExceeded, TimeSpan.FromSeconds(1), false), (refused.Fault.Reason, refused.Fault.RetryAfter, begun));

        making.SetResult(1);
        Assert.Equal((1, true), (await first, await second));
        Assert.Equal(4, await queue.RunAsync(() => Task.FromResult(4), Stop));
    }

    [Fact]
    public async Task RunAsync_OfWhatFails_LeavesItsPlaceToOthers()
    {
        using var queue = new ReportQueue(Options.Create(new ReportingOptions { ReportsAtOnce = 1, ReportsWaiting = 0 }));

        await Assert.ThrowsAsync<FaultException>(() => queue.RunAsync<int>(() => throw new FaultException(Fault.Missing("form")), Stop));

        Assert.Equal(2, await queue.RunAsync(() => Task.FromResult(2), Stop));
    }
}
