using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Catalogue.Comparison;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Domain.Tests.Ledger;
using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Sending on a ledger of its own, which the test can make refuse.</summary>
public sealed class WebhookPumpTests : IAsyncLifetime
{
    private static readonly ChildName Name = new(Samples.Name.Parent, "0192");

    private readonly LedgerFile file = new();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly ConcurrentQueue<string> received = new();
    private readonly ReportingOptions options = new();
    private readonly TaskTrails trails = new();
    private readonly OpenedLedger opened;
    private readonly ReportingLedger ledger;
    private readonly CommitmentBoard commitments;
    private readonly PeriodBoard periods;
    private readonly SubscriptionBoard subscriptions;
    private readonly WebhookSender sender;
    private WebApplication? receiver;

    public WebhookPumpTests()
    {
        opened = new OpenedLedger(Options.Create(file.Options()), TimeProvider.System, services.GetRequiredService<IMeterFactory>());
        ledger = new ReportingLedger(opened, TimeProvider.System, NullLogger<ReportingLedger>.Instance);
        (commitments, periods, subscriptions) = (new CommitmentBoard(ledger), new PeriodBoard(ledger), new SubscriptionBoard(ledger));
        ledger.Open([commitments, periods, subscriptions]);
        options.Webhooks.Key = Convert.ToBase64String(new byte[32]);
        options.Webhooks.AllowedNetworks = ["127.0.0.0/8"];
        options.Webhooks.FirstDelay = TimeSpan.FromMilliseconds(20);
        sender = new WebhookSender(Options.Create(options), new WebhookSecrets(Options.Create(options), Options.Create(new DataOptions())), TimeProvider.System);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private long Position => subscriptions.Find(Name).Value.Position;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = Path.GetTempPath() }); // no settings of the services
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        receiver = builder.Build();
        receiver.MapPost("/hook", async (HttpRequest request) => received.Enqueue((string)(await JsonNode.ParseAsync(request.Body))!["subject"]!));
        await receiver.StartAsync(Stop);
    }

    [Fact]
    public async Task Sending_EndedWhileTheLedgerCannotBeWritten_EndsWithoutAnErrorAndIsDoneAgain()
    {
        await SubscribeAsync(ChangeFilter.Everything);
        using var first = Dispatching();
        await first.StartAsync(Stop);
        foreach (var task in new[] { 12, 13 })
            await OpenAsync(task);
        await ReceivedAsync(2); // so that the first is known to be sent, and not recorded yet

        file.Tamper("CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        await first.StopAsync(Stop);

        Assert.True(first.ExecuteTask!.IsCompletedSuccessfully, $"{first.ExecuteTask.Status}: {first.ExecuteTask.Exception?.Message}");
        file.Tamper("DROP TRIGGER full");
        using var again = Dispatching();
        await again.StartAsync(Stop);
        await OpenAsync(14);
        await ReceivedAsync(5);
        await again.StopAsync(Stop);
        Assert.Equal([12, 13, 12, 13, 14], received.Select(subject => CommitmentName.Parse("name", subject).Value.TaskNumber));
    }

    [Fact]
    public async Task Sending_WhereNothingIsForTheSubscription_IsRecordedOnceItHasPassedEnough()
    {
        (options.Webhooks.RecordInterval, options.Webhooks.RecordEntries) = (TimeSpan.FromTicks(1), 10);
        trails.Follow(Picture(Samples.Basis.Edition));
        await SubscribeAsync(ChangeFilter.Everything with { Task = 99 });
        using var dispatcher = Dispatching();
        await dispatcher.StartAsync(Stop);
        for (var task = 1; task <= 8; task++)
            await OpenAsync(task);
        Assert.Equal(0, Position);
        for (var task = 9; task <= 30; task++)
            await OpenAsync(task);

        while (Position < 20)
            await Task.Delay(20, Stop);
        await dispatcher.StopAsync(Stop);

        Assert.Empty(received);
        Assert.InRange(ledger.Position, 31, 31 + 3);
    }

    /// <summary>The later edition has swapped 12 and 13.</summary>
    [Fact]
    public async Task Sending_OfATask_WaitsUntilItIsKnownWhatBecameOfIt()
    {
        (options.Webhooks.RecordInterval, options.Webhooks.RecordEntries) = (TimeSpan.FromTicks(1), 2);
        var later = $"{Samples.Name.Parent}/editions/fedcba9876543210";
        await SubscribeAsync(ChangeFilter.Everything with { Task = 13, Edition = later });
        using var dispatcher = Dispatching();
        await dispatcher.StartAsync(Stop);
        foreach (var task in new[] { 14, 13, 12 })
            await OpenAsync(task);

        await PassesNothingAsync();
        trails.Follow(Picture(Samples.Basis.Edition));
        await PassesNothingAsync();
        trails.Follow(Picture(later, (14, 14), (13, 12), (12, 13)));
        await ReceivedAsync(1);
        await dispatcher.StopAsync(Stop);

        Assert.Equal(12, CommitmentName.Parse("name", Assert.Single(received)).Value.TaskNumber);

        async Task PassesNothingAsync()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
            Assert.Empty(received);
            Assert.Equal(0, Position);
        }
    }

    /// <summary>Entries of long ago are changed here, which only those find who read them.</summary>
    [Fact]
    public async Task RecordAsync_BehindALongHistory_DoesNotReadIt()
    {
        await SubscribeAsync(ChangeFilter.Everything);
        await RecordAsync(new SubscriptionEvent.Sent(1));
        var period = Samples.Untouched(Samples.Progress.Period).Name;
        await periods.RecordAsync(period, _ => new PeriodEvent.WindowClosed(null, "已截止"), "office", request: null, Stop);
        file.TamperUnhindered("UPDATE entry SET kind = 'Unknown' WHERE position IN (1, 3)");

        Assert.Equal(3, (await RecordAsync(new SubscriptionEvent.Sent(3))).Value.Position);
        Assert.Equal(3, (await RecordAsync(new SubscriptionEvent.Deleted())).Value.Position);
        Assert.Equal(2, (await periods.RecordAsync(period, _ => new PeriodEvent.WindowOpened(null, ClosesOn: null), "office", request: null, Stop)).Value.Revision);
    }

    [Fact]
    public async Task CreateAsync_OfOneThatStands_IsRefused()
    {
        await SubscribeAsync(ChangeFilter.Everything);

        var again = await CreateAsync(ChangeFilter.Everything);

        Assert.Equal(FaultReason.ResourceExists, again.Fault?.Reason);
        Assert.Equal(1, ledger.Position);
    }

    public async ValueTask DisposeAsync()
    {
        await receiver!.DisposeAsync();
        sender.Dispose();
        subscriptions.Dispose();
        await opened.DisposeAsync();
        await services.DisposeAsync();
        file.Dispose();
    }

    private WebhookDispatcher Dispatching() =>
        new(ledger, subscriptions, new WebhookPump(ledger, subscriptions, trails, sender, Options.Create(options), TimeProvider.System, NullLogger<WebhookPump>.Instance));

    internal static ReachPicture Picture(string edition, params (int From, int To)[] carried) => new(
        Samples.Name.Parent.ToString(), edition, Samples.Basis.RuleSet, 0, [], FrozenDictionary<int, ImmutableArray<ReachState>>.Empty, FrozenDictionary<int, int>.Empty,
        carried.Length == 0 ? FrozenDictionary<string, EditionMap>.Empty : FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(Samples.Basis.Edition, new EditionMap(
            Samples.Basis.Edition, edition, carried.ToFrozenDictionary(c => c.From, c => new TaskFate(CarryOver.Same, IsRenumbered: true, [c.To], []))))]));

    private async Task SubscribeAsync(ChangeFilter filter) => _ = (await CreateAsync(filter)).Value;

    private Task<Result<Subscription>> CreateAsync(ChangeFilter filter) => subscriptions.CreateAsync(
        Name, new SubscriptionEvent.Created(receiver!.Urls.Single() + "/hook", "", filter, Behind: 0), options.Webhooks, "office", request: null, Stop);

    private Task<Result<Subscription>> RecordAsync(SubscriptionEvent happened) => subscriptions.RecordAsync(Name, _ => happened, "office", request: null, Stop);

    private async Task OpenAsync(int task)
    {
        var name = Samples.Name with { TaskNumber = task };
        _ = (await commitments.RecordAsync(name, _ => Commitment.Open(name, Samples.Plan, ReachState.Applies, Samples.Basis, Samples.At(0)), "someone", request: null, Stop)).Value;
    }

    private async Task ReceivedAsync(int count)
    {
        while (received.Count < count)
            await Task.Delay(20, Stop);
    }
}
