using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Contracts;

/// <summary>All services of the platform over one connection to its gateway.</summary>
/// <remarks>
/// Calls that find the gateway away (UNAVAILABLE) are sent again, three times at most, with growing delays. Give writes a
/// <c>request_id</c>, so that a write which is sent again is not done twice. Give every call a deadline.
/// </remarks>
public sealed class PilotPlatformClient : IDisposable
{
    private readonly GrpcChannel channel;

    /// <summary>Opens a connection to the gRPC address of a gateway, such as <c>http://localhost:8081</c>.</summary>
    /// <param name="gateway">The address.</param>
    /// <param name="authorization">
    /// Gives the value of the authorization header of each call, such as <c>Bearer …</c> with a token that has not expired. Without it, calls are anonymous.
    /// </param>
    public PilotPlatformClient(Uri gateway, Func<CancellationToken, ValueTask<string>>? authorization = null)
    {
        var transport = gateway.Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure;
        channel = GrpcChannel.ForAddress(gateway, new GrpcChannelOptions
        {
            ServiceConfig = Retries(),
            Credentials = authorization is null ? transport : ChannelCredentials.Create(transport, Calls(authorization)),
            UnsafeUseInsecureChannelCallCredentials = gateway.IsLoopback,
        });
        Catalog = new CatalogService.CatalogServiceClient(channel);
        ScopeRules = new ScopeRulesService.ScopeRulesServiceClient(channel);
        Reporting = new ReportingService.ReportingServiceClient(channel);
        Workflow = new WorkflowService.WorkflowServiceClient(channel);
        Periods = new PeriodService.PeriodServiceClient(channel);
        Evidence = new EvidenceService.EvidenceServiceClient(channel);
        Registers = new RegisterService.RegisterServiceClient(channel);
        Overviews = new OverviewService.OverviewServiceClient(channel);
        CarryOvers = new CarryOverService.CarryOverServiceClient(channel);
        Watch = new WatchService.WatchServiceClient(channel);
        Ledger = new LedgerService.LedgerServiceClient(channel);
    }

    public CatalogService.CatalogServiceClient Catalog { get; }

    public ScopeRulesService.ScopeRulesServiceClient ScopeRules { get; }

    public ReportingService.ReportingServiceClient Reporting { get; }

    public WorkflowService.WorkflowServiceClient Workflow { get; }

    public PeriodService.PeriodServiceClient Periods { get; }

    public EvidenceService.EvidenceServiceClient Evidence { get; }

    public RegisterService.RegisterServiceClient Registers { get; }

    public OverviewService.OverviewServiceClient Overviews { get; }

    public CarryOverService.CarryOverServiceClient CarryOvers { get; }

    public WatchService.WatchServiceClient Watch { get; }

    public LedgerService.LedgerServiceClient Ledger { get; }

    public void Dispose() => channel.Dispose();

    private static CallCredentials Calls(Func<CancellationToken, ValueTask<string>> authorization) =>
        CallCredentials.FromInterceptor(async (call, headers) => headers.Add("authorization", await authorization(call.CancellationToken)));

    private static ServiceConfig Retries() => new()
    {
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 4,
                    InitialBackoff = TimeSpan.FromMilliseconds(100),
                    MaxBackoff = TimeSpan.FromSeconds(2),
                    BackoffMultiplier = 2,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
