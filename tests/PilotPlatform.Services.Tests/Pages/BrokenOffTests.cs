using System.Net;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>A verification whose service goes away while the page is sent.</summary>
public sealed class BrokenOffTests(RunningSuite suite)
{
    [Fact]
    public async Task Verification_ThatBreaksOff_IsSaidToProveNothing()
    {
        var builder = ServiceApplication.CreateBuilder(
            "reporting", [], new Dictionary<string, string?>(StringComparer.Ordinal) { ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0", ["Kestrel:Endpoints:grpc:Protocols"] = "Http2" }, "Local");
        builder.AddGrpcDefaults(LedgerService.Descriptor);
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcDefaults<BreakingOff>(LedgerService.Descriptor);
        await app.StartAsync(RunningSuite.Stop);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:reporting:grpc:0", app.Urls.Single()));
        using var http = pages.HttpAs("auditor");

        var page = WebUtility.HtmlDecode(await http.GetStringAsync("/ledger?verify=reporting", RunningSuite.Stop));

        Assert.Contains("3 / 9", page, StringComparison.Ordinal);
        Assert.Contains("未能核验", page.Split("3 / 9")[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("完好", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>", page.TrimEnd(), StringComparison.Ordinal);
    }

    private sealed class BreakingOff : LedgerService.LedgerServiceBase
    {
        public override Task<LedgerStatus> GetLedgerStatus(GetLedgerStatusRequest request, ServerCallContext context) => Task.FromResult(new LedgerStatus { Name = request.Name });

        public override Task<ListCheckpointsResponse> ListCheckpoints(ListCheckpointsRequest request, ServerCallContext context) => Task.FromResult(new ListCheckpointsResponse());

        public override Task<LedgerPublicKey> GetPublicKey(GetPublicKeyRequest request, ServerCallContext context) => throw new RpcException(new Status(StatusCode.NotFound, "it has none"));

        public override async Task VerifyLedger(VerifyLedgerRequest request, IServerStreamWriter<VerifyLedgerResponse> told, ServerCallContext context)
        {
            await told.WriteAsync(new VerifyLedgerResponse { VerifiedEntries = 3, TotalEntries = 9 }, context.CancellationToken);
            throw new RpcException(new Status(StatusCode.Unavailable, "it goes away"));
        }
    }
}
