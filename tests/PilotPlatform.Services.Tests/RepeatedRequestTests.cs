using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Services.Tests.Reporting;

namespace PilotPlatform.Services.Tests;

/// <summary>A request id is of whoever used it first, in whatever letters it is spelt.</summary>
public sealed class RepeatedRequestTests(RunningSuite suite)
{
    private const string Reused = "REQUEST_ID_REUSED";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task CreateCommitment_RequestOfSomebodyElse_IsRefused()
    {
        var request = Opening(80);
        var opened = await suite.Client.Reporting.CreateCommitmentAsync(request, cancellationToken: Stop);

        Assert.Equal(Reused, await RefusedAsync(() => suite.Colleague.Reporting.CreateCommitmentAsync(request, cancellationToken: Stop).ResponseAsync));
        Assert.Equal(opened, await suite.Client.Reporting.CreateCommitmentAsync(request, cancellationToken: Stop));
    }

    [Fact]
    public async Task CreateSubscription_RequestOfSomebodyElse_GivesNoSecret()
    {
        using var ministry = suite.As("ministry");
        using var reviewer = suite.As("suzhou-reviewer");
        var request = new CreateSubscriptionRequest
        {
            Parent = RunningSuite.Programme,
            Subscription = new Subscription { Address = "https://ministry.example/hook", Description = "部内系统", City = $"{RunningSuite.Programme}/cities/suzhou" },
            RequestId = NewId(),
        };
        var created = await ministry.Watch.CreateSubscriptionAsync(request, cancellationToken: Stop);

        Assert.Equal(Reused, await RefusedAsync(() => reviewer.Watch.CreateSubscriptionAsync(request, cancellationToken: Stop).ResponseAsync));
        Assert.Equal(created.Secret, (await ministry.Watch.CreateSubscriptionAsync(request, cancellationToken: Stop)).Secret);
        await ministry.Watch.DeleteSubscriptionAsync(new DeleteSubscriptionRequest { Name = created.Subscription.Name }, cancellationToken: Stop);
    }

    [Fact]
    public async Task ImportDocument_RequestOfSomebodyElse_IsRefused()
    {
        var (file, id) = (System.Text.Encoding.UTF8.GetBytes(RunningSuite.Document), NewId());
        var (import, _) = await suite.Client.Catalog.ImportAsync(file, r => r.RequestId = id);

        Assert.Equal(Reused, await RefusedAsync(() => suite.Colleague.Catalog.ImportAsync(file, r => r.RequestId = id)));
        Assert.Equal(import, (await suite.Client.Catalog.ImportAsync(file, r => r.RequestId = id)).Import);
    }

    [Fact]
    public async Task CreateCommitment_RequestIdInOtherLetters_HasTheFirstAnswer()
    {
        var request = Opening(81);
        var opened = await suite.Client.Reporting.CreateCommitmentAsync(request, cancellationToken: Stop);
        request.RequestId = request.RequestId.ToUpperInvariant();

        Assert.Equal(opened, await suite.Client.Reporting.CreateCommitmentAsync(request, cancellationToken: Stop));
    }

    [Fact]
    public async Task Fill_RequestIdInOtherLetters_HasTheFirstAnswer()
    {
        var (one, other) = ((await suite.Client.OpenAsync(82, "shenzhen")).Name, (await suite.Client.OpenAsync(83, "shenzhen")).Name);
        var form = FillingTests.Filled(await FillingTests.FormAsync(suite.Client, "shenzhen", "2026-10"), one, ("K", "20"), ("L", "一"));
        form = FillingTests.Filled(form, other, ("K", "30"), ("L", "二"));
        var id = NewId();

        var applied = await FillingTests.FillAsync(suite.Client, form, r => (r.Header.Apply, r.RequestId) = (true, id));
        var repeated = await FillingTests.FillAsync(suite.Client, form, r => (r.Header.Apply, r.RequestId) = (true, id.ToUpperInvariant()));

        Assert.Equal(2, applied.Summary.AppliedCount);
        Assert.Equal(applied.Rows, repeated.Rows);
    }

    private static CreateCommitmentRequest Opening(int task) => new()
    {
        Parent = RunningSuite.Programme,
        Commitment = new Commitment { PilotTask = $"{RunningSuite.Programme}/pilotTasks/{task}", City = $"{RunningSuite.Programme}/cities/shenzhen", LeadUnit = "市商务局", DueDate = Desk.DueDate },
        RequestId = NewId(),
    };

    private static string NewId() => Guid.CreateVersion7().ToString();

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;
}
