using Microsoft.AspNetCore.Http;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Pages;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Changes sent to addresses, in a suite of its own that may send to this machine.</summary>
public sealed class WebhookTests(OwnSuite suite) : IClassFixture<OwnSuite>, IAsyncLifetime
{
    private const string Programme = RunningSuite.Programme;

    private static readonly string[] Inside =
    [
        "--Reporting:Webhooks:AllowedNetworks:0=127.0.0.0/8", "--Reporting:Webhooks:AllowClearText=true", "--Reporting:Webhooks:Attempts=3",
        "--Reporting:Webhooks:FirstDelay=00:00:00.020", "--Reporting:Webhooks:SuspendAfter=2",
    ];

    private Receiver? receiver;

    private static CancellationToken Stop => RunningSuite.Stop;

    private Receiver Received => receiver!;

    public async ValueTask InitializeAsync()
    {
        receiver = await Receiver.StartAsync();
        await suite.RestartAsync(Inside);
    }

    public ValueTask DisposeAsync() => Received.DisposeAsync();

    [Fact]
    public async Task Changes_OfTheCity_ArriveSignedInOrderAndGoOnBehindARestart()
    {
        using var reviewer = suite.As("dalian-reviewer");
        using var everybody = suite.As(RunningSuite.Everybody);
        var created = await CreateAsync(reviewer, s => s.City = City("dalian"));
        await everybody.OpenAsync(2, "ningbo");
        var name = (await everybody.OpenAsync(2, "dalian")).Name;
        await everybody.ReportAsync(name, 30, "2026-09");

        var sent = await Received.TakenAsync(2);
        Assert.All(sent, message => Assert.True(message.IsSignedWith(created.Secret)));
        Assert.Equal(["pilotplatform.reporting.v1.Opened", "pilotplatform.reporting.v1.ProgressReported"], sent.Select(s => (string?)s.Event["type"]));
        Assert.Equal(("1.0", "/ledgers/reporting", name, sent[0].Id), ((string?)sent[0].Event["specversion"], (string?)sent[0].Event["source"], (string?)sent[0].Event["subject"], (string?)sent[0].Event["id"]));
        Assert.StartsWith("application/cloudevents+json", sent[0].ContentType, StringComparison.Ordinal);
        Assert.Equal((30, City("dalian")), ((int?)sent[1].Event["data"]!["content"]!["progress"]!["percent"], (string?)sent[1].Event["data"]!["city"]));

        await suite.RestartAsync(Inside);
        using var again = suite.As(RunningSuite.Everybody);
        await again.ReportAsync(name, 40, "2026-10");
        Assert.Equal(40, (int?)(await Received.TakenAsync(3))[2].Event["data"]!["content"]!["progress"]!["percent"]);

        using var keeper = suite.As("dalian-reviewer");
        var rotated = await keeper.Watch.RotateSubscriptionSecretAsync(new RotateSubscriptionSecretRequest { Name = created.Subscription.Name }, cancellationToken: Stop);
        Assert.NotEqual(created.Secret, rotated.Secret);
        await again.ReportAsync(name, 50);
        var last = (await Received.TakenAsync(4))[3];
        Assert.True(last.IsSignedWith(rotated.Secret) && last.IsSignedWith(created.Secret), "Signed with both for a while.");

        await keeper.Watch.DeleteSubscriptionAsync(new DeleteSubscriptionRequest { Name = created.Subscription.Name }, cancellationToken: Stop);
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => again.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = created.Subscription.Name }, cancellationToken: Stop).ResponseAsync));
    }

    [Fact]
    public async Task Changes_ThatDoNotArrive_AreGivenUpSuspendedAndRedeliveredOrDiscarded()
    {
        using var ministry = suite.As("ministry");
        using var everybody = suite.As(RunningSuite.Everybody);
        Received.Answer = StatusCodes.Status500InternalServerError;
        var name = (await CreateAsync(ministry, s => s.PilotTask = $"{Programme}/pilotTasks/3")).Subscription.Name;
        foreach (var city in new[] { "dalian", "ningbo", "hefei" })
            await everybody.OpenAsync(3, city);

        Subscription subscription;
        do
            subscription = await ministry.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = name }, cancellationToken: Stop);
        while (subscription.State != Subscription.Types.State.Suspended);
        var letters = await ministry.Watch.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = name }, cancellationToken: Stop);
        Assert.Equal((2, "answered 500"), (subscription.DeadLetterCount, subscription.StateReason));
        Assert.All(letters.DeadLetters, letter => Assert.Equal((3, "answered 500"), (letter.AttemptCount, letter.Problem)));
        Assert.Equal(6, Received.Everything.Count);

        var redeliver = new RedeliverDeadLetterRequest { Name = letters.DeadLetters[0].Name, RequestId = Guid.CreateVersion7().ToString() };
        Assert.Equal("NOT_DELIVERED", await RefusedAsync(() => ministry.Watch.RedeliverDeadLetterAsync(redeliver, cancellationToken: Stop).ResponseAsync));
        Received.Answer = StatusCodes.Status200OK;
        Assert.Equal(1, (await ministry.Watch.RedeliverDeadLetterAsync(redeliver, cancellationToken: Stop)).DeadLetterCount);
        Assert.Equal(1, (await ministry.Watch.RedeliverDeadLetterAsync(redeliver, cancellationToken: Stop)).DeadLetterCount);
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        using var discarded = await visitor.PostAsync(await visitor.FormAsync("/subscriptions", "/DeleteDeadLetter", ("subject", letters.DeadLetters[1].Name[(Programme.Length + 1)..])));
        Assert.Equal(StatusCodes.Status303SeeOther, (int)discarded.StatusCode);
        Assert.Equal(0, (await ministry.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = name }, cancellationToken: Stop)).DeadLetterCount);
        await ministry.Watch.ResumeSubscriptionAsync(new ResumeSubscriptionRequest { Name = name }, cancellationToken: Stop);

        var taken = await Received.TakenAsync(2);
        Assert.Equal([$"{Programme}/commitments/3-dalian", $"{Programme}/commitments/3-hefei"], taken.Select(t => (string?)t.Event["subject"]));
    }

    [Fact]
    public async Task Subscription_BySomebodyElse_IsRefusedWhateverItIs()
    {
        using var dalian = suite.As("dalian-reviewer");
        using var ningbo = suite.As("ningbo-reviewer");
        using var reporter = suite.As("dalian-reporter");
        using var auditor = suite.As("auditor");
        using var nobody = suite.As(null);
        var name = (await CreateAsync(dalian, s => s.City = City("dalian"))).Subscription.Name;

        foreach (var (client, reason) in new[] { (ningbo, "PERMISSION_DENIED"), (reporter, "PERMISSION_DENIED"), (nobody, "UNAUTHENTICATED") })
            foreach (var any in new[] { name, $"{Programme}/subscriptions/none" })
                Assert.Equal(reason, await RefusedAsync(() => client.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = any }, cancellationToken: Stop).ResponseAsync));
        foreach (var place in new Action<Subscription>[] { s => s.City = City("ningbo"), s => s.Province = $"{Programme}/provinces/liaoning", _ => { } })
            Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => CreateAsync(reporter, place)));
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => CreateAsync(dalian, _ => { })));
        using var ministry = suite.As("ministry");
        var ofMinistry = (await CreateAsync(ministry, s => s.City = City("dalian"))).Subscription.Name;
        foreach (var call in new Func<Task>[]
        {
            () => dalian.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = ofMinistry }, cancellationToken: Stop).ResponseAsync,
            () => dalian.Watch.RotateSubscriptionSecretAsync(new RotateSubscriptionSecretRequest { Name = ofMinistry }, cancellationToken: Stop).ResponseAsync,
            () => dalian.Watch.DeleteSubscriptionAsync(new DeleteSubscriptionRequest { Name = ofMinistry }, cancellationToken: Stop).ResponseAsync,
        })
            Assert.Equal("PERMISSION_DENIED", await RefusedAsync(call));
        await ministry.Watch.DeleteSubscriptionAsync(new DeleteSubscriptionRequest { Name = ofMinistry }, cancellationToken: Stop);
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => auditor.Watch.DeleteSubscriptionAsync(new DeleteSubscriptionRequest { Name = name }, cancellationToken: Stop).ResponseAsync));
        Assert.Equal(name, (await auditor.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = name }, cancellationToken: Stop)).Name);
        Assert.DoesNotContain((await ningbo.Watch.ListSubscriptionsAsync(new ListSubscriptionsRequest { Parent = Programme }, cancellationToken: Stop)).Subscriptions, s => s.Name == name);
    }

    [Fact]
    public async Task CreateSubscription_BeyondWhatThereMayBe_IsRefusedAlsoToManyAtOnce()
    {
        await suite.RestartAsync([.. Inside, "--Reporting:Webhooks:MostSubscriptionsOfOne=2", "--Reporting:Webhooks:MostSubscriptions=1000"]);
        using var office = suite.As("zhejiang-office");
        var request = new CreateSubscriptionRequest
        {
            Parent = Programme,
            Subscription = new Subscription { Address = Received.Address, Description = "省级平台", City = City("ningbo") },
            RequestId = Guid.CreateVersion7().ToString(),
        };
        var first = await office.Watch.CreateSubscriptionAsync(request, cancellationToken: Stop);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                return (await CreateAsync(office, s => s.City = City("ningbo"))).Subscription.Name;
            }
            catch (Grpc.Core.RpcException refused)
            {
                return $"{refused.StatusCode}";
            }
        }));

        Assert.Single(outcomes, o => o.StartsWith(Programme, StringComparison.Ordinal));
        Assert.Equal(7, outcomes.Count(o => o == "ResourceExhausted"));
        Assert.Equal("LIMIT_EXCEEDED", await RefusedAsync(() => CreateAsync(office, s => s.City = City("ningbo"))));
        Assert.Equal(first, await office.Watch.CreateSubscriptionAsync(request, cancellationToken: Stop));
        await office.Watch.DeleteSubscriptionAsync(new DeleteSubscriptionRequest { Name = first.Subscription.Name }, cancellationToken: Stop);
        Assert.NotEmpty((await CreateAsync(office, s => s.City = City("ningbo"))).Secret);
    }

    [Fact]
    public async Task Changes_WhenThereAreAsManyDeadLettersAsThereMayBe_StopAndNothingIsLost()
    {
        await suite.RestartAsync([.. Inside, "--Reporting:Webhooks:MostDeadLetters=1", "--Reporting:Webhooks:SuspendAfter=100"]);
        using var ministry = suite.As("ministry");
        using var everybody = suite.As(RunningSuite.Everybody);
        Received.Answer = StatusCodes.Status500InternalServerError;
        var name = (await CreateAsync(ministry, s => s.PilotTask = $"{Programme}/pilotTasks/9")).Subscription.Name;
        foreach (var city in new[] { "dalian", "ningbo" })
            await everybody.OpenAsync(9, city);

        Subscription subscription;
        do
            subscription = await ministry.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = name }, cancellationToken: Stop);
        while (subscription.State != Subscription.Types.State.Suspended);
        Assert.Equal(1, subscription.DeadLetterCount);
        Assert.Contains("waiting to be sent again", subscription.StateReason, StringComparison.Ordinal);

        var letter = (await ministry.Watch.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = name }, cancellationToken: Stop)).DeadLetters.Single();
        var delete = new DeleteDeadLetterRequest { Name = letter.Name, RequestId = Guid.CreateVersion7().ToString() };
        foreach (var _ in new[] { 1, 2 })
            Assert.Equal(0, (await ministry.Watch.DeleteDeadLetterAsync(delete, cancellationToken: Stop)).DeadLetterCount);
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => ministry.Watch.DeleteDeadLetterAsync(new DeleteDeadLetterRequest { Name = letter.Name }, cancellationToken: Stop).ResponseAsync));
        using var ningbo = suite.As("ningbo-reviewer");
        Assert.Equal("PERMISSION_DENIED", await RefusedAsync(() => ningbo.Watch.DeleteDeadLetterAsync(new DeleteDeadLetterRequest { Name = letter.Name }, cancellationToken: Stop).ResponseAsync));
        Received.Answer = StatusCodes.Status200OK;
        await ministry.Watch.ResumeSubscriptionAsync(new ResumeSubscriptionRequest { Name = name }, cancellationToken: Stop);

        Assert.Equal($"{Programme}/commitments/9-ningbo", (string?)(await Received.TakenAsync(1))[0].Event["subject"]);
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data")]
    [InlineData("http://10.0.0.1/")]
    [InlineData("http://[::1]/")]
    [InlineData("ftp://127.0.0.1/")]
    [InlineData("hook")]
    public async Task CreateSubscription_ToAnAddressInside_IsRefused(string address)
    {
        using var ministry = suite.As("ministry");

        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => CreateAsync(ministry, s => s.Address = address)));
    }

    [Fact]
    public async Task Changes_ToWhereNothingMayBeSent_AreGivenUpAtOnce()
    {
        await suite.RestartAsync("--Reporting:Webhooks:AllowClearText=true", "--Reporting:Webhooks:SuspendAfter=1");
        using var ministry = suite.As("ministry");
        using var everybody = suite.As(RunningSuite.Everybody);
        Assert.Equal("INVALID_ARGUMENT", await RefusedAsync(() => CreateAsync(ministry, _ => { })));
        var name = (await CreateAsync(ministry, s => s.Address = $"http://{System.Net.Dns.GetHostName()}:{new Uri(Received.Address).Port}/hook")).Subscription.Name;
        await everybody.OpenAsync(4, "dalian");

        Subscription subscription;
        do
            subscription = await ministry.Watch.GetSubscriptionAsync(new GetSubscriptionRequest { Name = name }, cancellationToken: Stop);
        while (subscription.State != Subscription.Types.State.Suspended);
        Assert.Contains("not of the public Internet", subscription.StateReason, StringComparison.Ordinal);
        Assert.Equal(1, (await ministry.Watch.ListDeadLettersAsync(new ListDeadLettersRequest { Parent = name }, cancellationToken: Stop)).DeadLetters[0].AttemptCount);
        Assert.Empty(Received.Everything);
    }

    private static string City(string city) => $"{Programme}/cities/{city}";

    private async Task<CreateSubscriptionResponse> CreateAsync(PilotPlatformClient client, Action<Subscription> change)
    {
        var subscription = new Subscription { Address = Received.Address, Description = "市级督查平台" };
        change(subscription);
        return await client.Watch.CreateSubscriptionAsync(new CreateSubscriptionRequest { Parent = Programme, Subscription = subscription }, cancellationToken: Stop);
    }

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;
}
