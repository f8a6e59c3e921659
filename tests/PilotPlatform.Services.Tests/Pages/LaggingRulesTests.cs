using System.Net;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Pages before scope rules that tell of what they have not read, as a replica does that cannot reach the ledger.</summary>
public sealed class LaggingRulesTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Page_OfRulesThatDoNotCatchUp_ShowsWhatTheyHaveAndIsKeptForNobody()
    {
        var builder = ServiceApplication.CreateBuilder(
            "scope-rules", [], new Dictionary<string, string?>(StringComparer.Ordinal) { ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0", ["Kestrel:Endpoints:grpc:Protocols"] = "Http2" }, "Local");
        builder.AddGrpcDefaults(ScopeRulesService.Descriptor);
        using var client = suite.As(null);
        var rules = new Lagging(client.ScopeRules);
        builder.Services.AddSingleton(rules);
        await using var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcDefaults<Lagging>(ScopeRulesService.Descriptor);
        await app.StartAsync(Stop);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:scope-rules:grpc:0", app.Urls.Single()));
        using var http = pages.HttpAs(null);
        while (rules.AskedInVain == 0) // until the pages have heard what they ask for
        {
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/matrix", Stop)).StatusCode);
            await Task.Delay(50, Stop);
        }

        for (var i = 0; i < 3; i++)
        {
            var before = rules.AskedInVain;
            using var page = await http.GetAsync("/matrix", Stop);
            Assert.Equal((HttpStatusCode.OK, null), (page.StatusCode, page.Headers.Age));
            Assert.Equal(before + 1, rules.AskedInVain);
        }
    }

    private sealed class Lagging(ScopeRulesService.ScopeRulesServiceClient rules) : ScopeRulesService.ScopeRulesServiceBase
    {
        private int askedInVain;

        public int AskedInVain => Volatile.Read(ref askedInVain);

        public override async Task<ReachMatrix> GetReachMatrix(GetReachMatrixRequest request, ServerCallContext context)
        {
            if (request.State?.MinimumToken is { Length: > 0 } token)
            {
                Interlocked.Increment(ref askedInVain);
                throw new FaultException(Fault.StateNotReached(token));
            }

            return await rules.GetReachMatrixAsync(request, cancellationToken: context.CancellationToken);
        }

        /// <summary>Tells once of acts that nobody has read.</summary>
        public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> told, ServerCallContext context)
        {
            var matrix = await rules.GetReachMatrixAsync(new() { Name = $"{request.Parent}/reachMatrix" }, cancellationToken: context.CancellationToken);
            var state = new AnswerState { Edition = matrix.Edition, RuleSet = matrix.RuleSet, ActsPosition = matrix.ActsPosition + 1000, ConsistencyToken = ScopeReads.TokenToCome };
            await told.WriteAsync(new WatchResponse { Cause = WatchResponse.Types.Cause.ActRecorded, State = state }, context.CancellationToken);
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
    }
}
