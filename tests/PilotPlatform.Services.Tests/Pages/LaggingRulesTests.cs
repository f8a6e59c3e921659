using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
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
        using var client = suite.As(null);
        var rules = new Lagging(client.ScopeRules, isTelling: true);
        await using var app = await StartAsync(rules);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:scope-rules:grpc:0", app.Urls.Single()));
        using var http = pages.HttpAs(null);
        for (var tries = 0; rules.AskedInVain == 0; tries++) // until the pages have heard what they ask for
        {
            Assert.InRange(tries, 0, 200);
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/matrix", Stop)).StatusCode);
            await Task.Delay(50, Stop);
        }

        for (var i = 0; i < 3; i++)
        {
            var before = rules.AskedInVain;
            using var page = await http.GetAsync("/matrix", Stop);
            Assert.Equal((HttpStatusCode.OK, null), (page.StatusCode, page.Headers.Age));
            Assert.Equal(before + 2, rules.AskedInVain); // once more, since there might have been another replica
        }
    }

    /// <summary>Of two replicas one lags: whichever is asked for what of a page, there is one.</summary>
    [Theory]
    [InlineData("/matrix?verdict=applies")]
    [InlineData("/tasks/1")]
    [InlineData("/interview?city=suzhou")]
    public async Task Page_WithAReplicaThatLags_IsShown(string address)
    {
        using var client = suite.As(null);
        var rules = new Lagging(client.ScopeRules, isTelling: false);
        await using var app = await StartAsync(rules);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:scope-rules:grpc:0", app.Urls.Single()), ("Services:scope-rules:grpc:1", suite.Grpc.GetLeftPart(UriPartial.Authority)));
        using var http = pages.HttpAs("auditor"); // for whom nothing is kept

        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(address, Stop)).StatusCode);
        Assert.NotEqual(0, rules.AskedInVain);
    }

    /// <summary>Rules that say that they are not ready are there: once they are, they are asked at once, and not left alone for a moment.</summary>
    [Fact]
    public async Task Page_OfRulesThatWereNotReady_IsShownAsSoonAsTheyAre()
    {
        using var client = suite.As(null);
        var rules = new Lagging(client.ScopeRules, isTelling: false) { IsReady = false };
        await using var app = await StartAsync(rules);
        await using var pages = await OwnPages.StartAsync(suite, ("Services:scope-rules:grpc:0", app.Urls.Single()));
        using var http = pages.HttpAs("auditor"); // for whom nothing is kept
        while (rules.AskedInVain < 30)
        {
            using var refused = await http.GetAsync("/matrix", Stop);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        }

        rules.IsReady = true;

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/matrix", Stop)).StatusCode);
    }

    private static async Task<WebApplication> StartAsync(Lagging rules)
    {
        var builder = ServiceApplication.CreateBuilder(
            "scope-rules", [], new Dictionary<string, string?>(StringComparer.Ordinal) { ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0", ["Kestrel:Endpoints:grpc:Protocols"] = "Http2" }, "Local");
        builder.AddGrpcDefaults(ScopeRulesService.Descriptor);
        builder.Services.AddSingleton(rules);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcDefaults<Lagging>(ScopeRulesService.Descriptor);
        await app.StartAsync(Stop);
        return app;
    }

    /// <summary>Answers like the suite, but has nothing as new as anybody asks for.</summary>
    private sealed class Lagging(ScopeRulesService.ScopeRulesServiceClient rules, bool isTelling) : ScopeRulesService.ScopeRulesServiceBase
    {
        private int askedInVain;

        public bool IsReady { get; set; } = true;

        public int AskedInVain => Volatile.Read(ref askedInVain);

        public override Task<ReachMatrix> GetReachMatrix(GetReachMatrixRequest request, ServerCallContext context) => Answer(request.State, rules.GetReachMatrixAsync(request, cancellationToken: context.CancellationToken));

        public override Task<Decision> Decide(DecideRequest request, ServerCallContext context) => Answer(request.State, rules.DecideAsync(request, cancellationToken: context.CancellationToken));

        public override Task<BatchDecideResponse> BatchDecide(BatchDecideRequest request, ServerCallContext context) => Answer(request.State, rules.BatchDecideAsync(request, cancellationToken: context.CancellationToken));

        public override Task<Rule> GetRule(GetRuleRequest request, ServerCallContext context) => Answer(request.State, rules.GetRuleAsync(request, cancellationToken: context.CancellationToken));

        public override Task<ListActsResponse> ListActs(ListActsRequest request, ServerCallContext context) => Answer(null, rules.ListActsAsync(request, cancellationToken: context.CancellationToken));

        public override Task<ListFactsResponse> ListFacts(ListFactsRequest request, ServerCallContext context) => Answer(request.State, rules.ListFactsAsync(request, cancellationToken: context.CancellationToken));

        public override Task<ListNextQuestionsResponse> ListNextQuestions(ListNextQuestionsRequest request, ServerCallContext context) =>
            Answer(request.State, rules.ListNextQuestionsAsync(request, cancellationToken: context.CancellationToken));

        /// <summary>Tells, if it does, once of acts that nobody has read.</summary>
        public override async Task Watch(WatchRequest request, IServerStreamWriter<WatchResponse> told, ServerCallContext context)
        {
            if (isTelling)
            {
                var matrix = await rules.GetReachMatrixAsync(new() { Name = $"{request.Parent}/reachMatrix" }, cancellationToken: context.CancellationToken);
                var state = new AnswerState { Edition = matrix.Edition, RuleSet = matrix.RuleSet, ActsPosition = matrix.ActsPosition + 1000, ConsistencyToken = ScopeReads.TokenToCome };
                await told.WriteAsync(new WatchResponse { Cause = WatchResponse.Types.Cause.ActRecorded, State = state }, context.CancellationToken);
            }

            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        private async Task<T> Answer<T>(ReadState? state, AsyncUnaryCall<T> answer)
        {
            using (answer)
            {
                if (!IsReady)
                {
                    Interlocked.Increment(ref askedInVain);
                    throw new FaultException(Fault.NotReady("the rule set"));
                }

                if (state?.MinimumToken is not { Length: > 0 } token)
                    return await answer;
                Interlocked.Increment(ref askedInVain);
                throw new FaultException(Fault.StateNotReached(token));
            }
        }
    }
}
