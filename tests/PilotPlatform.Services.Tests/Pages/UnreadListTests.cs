using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A list that cannot be read any more after an entry of it was made.</summary>
public sealed class UnreadListTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Subscription_WhoseListCannotBeRead_ShowsItsSecret()
    {
        var builder = ServiceApplication.CreateBuilder(
            "reporting", [], new Dictionary<string, string?>(StringComparer.Ordinal) { ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0", ["Kestrel:Endpoints:grpc:Protocols"] = "Http2" }, "Local");
        builder.AddGrpcDefaults(WatchService.Descriptor);
        builder.Services.AddSingleton<OnceRead>();
        await using var reporting = builder.Build();
        reporting.MapDefaultEndpoints();
        reporting.MapGrpcDefaults<OnceRead>(WatchService.Descriptor);
        await reporting.StartAsync(Stop);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:reporting:grpc:0", reporting.Urls.Single()));
        using var visitor = new FormVisitor(pages.Address, "suzhou-reviewer");

        using var made = await visitor.PostAsync(await visitor.FormAsync("/subscriptions", "/CreateSubscription", ("address", "https://example.com/hook"), ("description", "市级平台"), ("city", "suzhou")));

        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Contains(OnceRead.Secret, await made.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    private sealed class OnceRead : WatchService.WatchServiceBase
    {
        public const string Secret = "whsec_c2hvd24gb25jZQ==";

        private bool isMade;

        public override Task<ListSubscriptionsResponse> ListSubscriptions(ListSubscriptionsRequest request, ServerCallContext context) =>
            isMade ? throw new FaultException(Fault.Invalid("page_token", "it is of another list")) : Task.FromResult(new ListSubscriptionsResponse());

        public override Task<CreateSubscriptionResponse> CreateSubscription(CreateSubscriptionRequest request, ServerCallContext context)
        {
            isMade = true;
            return Task.FromResult(new CreateSubscriptionResponse { Secret = Secret, Subscription = new Subscription { Name = $"{request.Parent}/subscriptions/1" } });
        }
    }
}
