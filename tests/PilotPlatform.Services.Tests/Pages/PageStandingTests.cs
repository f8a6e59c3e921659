using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Caching;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>What pages are made from, as far as it is told.</summary>
public sealed class PageStandingTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public async Task Standing_OfAWatchThatFallsSilent_IsNotKnownAndIsAskedForAgain()
    {
        var (standing, wire) = await StartAsync();
        await UntilAsync(() => standing.Now is not null);
        time.Advance(PageStanding.Silence);
        await UntilAsync(() => standing.Now is null);
        Assert.Equal(1, wire.Watches);

        await UntilAsync(() =>
        {
            time.Advance(PageStanding.Again);
            return wire.Watches >= 2 && standing.Now is not null; // on a busy machine the time goes on through another silence
        });
        await standing.StopAsync(RunningSuite.Stop);
    }

    [Fact]
    public async Task Standing_OfAWatchThatGivesSignsOfLife_IsKnown()
    {
        var (standing, wire) = await StartAsync();
        await UntilAsync(() => standing.Now is not null);
        var before = standing.Now;
        for (var beat = 0; beat < 5; beat++)
        {
            time.Advance(PageStanding.Silence - TimeSpan.FromSeconds(1));
            var heard = wire.Beat();
            await heard;
        }

        Assert.Equal((1, before), (wire.Watches, standing.Now));
        await standing.StopAsync(RunningSuite.Stop);
    }

    /// <summary>An edition that the rules do not read is no move of theirs.</summary>
    [Fact]
    public async Task Standing_WhenTheCatalogueTellsOfAnEdition_IsAnother()
    {
        var (standing, wire) = await StartAsync();
        await UntilAsync(() => standing.Now is not null);
        var before = standing.Now;

        await wire.PublishAsync();

        await UntilAsync(() => standing.Now is not null && standing.Now != before);
        Assert.Equal(1, wire.Watches);
        await standing.StopAsync(RunningSuite.Stop);
    }

    /// <summary>If what the catalogue tells is lost on the way, a sign of life of the rules is when it is asked.</summary>
    [Fact]
    public async Task Standing_AtASignOfLifeAfterAnEditionThatWasNotHeardOf_IsAnother()
    {
        var (standing, wire) = await StartAsync();
        await UntilAsync(() => standing.Now is not null);
        var before = standing.Now;
        wire.Edition = "programmes/nine-cities/editions/2";

        await wire.Beat();
        await UntilAsync(() => standing.Now is not null && standing.Now != before);
        await standing.StopAsync(RunningSuite.Stop);
    }

    /// <summary>A replica that has not read an act, or a rule set, that was told of gives pages that are kept for nobody.</summary>
    [Theory]
    [InlineData(7, "ruleSets/2", true)]
    [InlineData(8, "ruleSets/2", true)]
    [InlineData(6, "ruleSets/2", false)]
    [InlineData(7, "ruleSets/1", false)]
    public async Task Keep_OfWhatAReplicaHas_TakesNothingOlderThanWasTold(long position, string ruleSet, bool isKept)
    {
        var (standing, wire) = await StartAsync();
        await UntilAsync(() => standing.Now is not null);
        await wire.TellAsync(new AnswerState { Edition = wire.Edition, RuleSet = "ruleSets/2", ActsPosition = 7, ConsistencyToken = "t7" });
        await UntilAsync(() => standing.Token == "t7" && standing.Now is not null);
        var matrix = new ReachMatrix { Edition = wire.Edition, RuleSet = ruleSet, ActsPosition = position, Total = new ReachMatrix.Types.Total() };
        var platform = new Platform(new Programme { Name = RunningSuite.Programme, Edition = wire.Edition }, new EditionContent([], [], [], [], [], []), matrix, wire.Edition, isNow: true);

        Assert.Equal(isKept, standing.Keep(standing.Now, platform));
        Assert.Equal(isKept, standing.Kept is not null);
        await standing.StopAsync(RunningSuite.Stop);
    }

    private async Task<(PageStanding Standing, Wire Wire)> StartAsync()
    {
        var wire = new Wire();
        var services = new ServiceCollection()
            .AddScoped(_ => new CatalogService.CatalogServiceClient(wire)).AddScoped(_ => new ScopeRulesService.ScopeRulesServiceClient(wire)).BuildServiceProvider();
        var standing = new PageStanding(services.GetRequiredService<IServiceScopeFactory>(), time, NullLogger<PageStanding>.Instance);
        await standing.StartAsync(RunningSuite.Stop);
        return (standing, wire);
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Delay(5, RunningSuite.Stop);
    }

    /// <summary>A wire behind which a programme is, and a watch that tells its state once and then says what it is made to.</summary>
    private sealed class Wire : CallInvoker
    {
        private Telling<WatchResponse>? telling;
        private Telling<WatchEditionsResponse>? editions;

        public string Edition { get; set; } = "programmes/nine-cities/editions/1";

        public int Watches { get; private set; }

        /// <summary>Gives a sign of life.</summary>
        /// <returns>Is done when it has been heard, and the next is waited for.</returns>
        public Task Beat() => telling!.SayAsync(new WatchResponse { Cause = WatchResponse.Types.Cause.Heartbeat });

        /// <summary>Tells of an act.</summary>
        /// <returns>Is done when it has been heard, and the next is waited for.</returns>
        public Task TellAsync(AnswerState state) => telling!.SayAsync(new WatchResponse { Cause = WatchResponse.Types.Cause.ActRecorded, State = state });

        private static WatchEditionsResponse Told(string edition) => new() { Edition = new Edition { Name = edition } };

        /// <summary>Tells of an edition.</summary>
        /// <returns>Is done when it has been heard, and the next is waited for.</returns>
        public async Task PublishAsync()
        {
            Edition = "programmes/nine-cities/editions/2";
            await editions!.SayAsync(Told(Edition));
            await Beat();
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            object answer = method.Name == "ListProgrammes"
                ? new ListProgrammesResponse { Programmes = { new Programme { Name = RunningSuite.Programme } } }
                : new Programme { Name = RunningSuite.Programme, Edition = Edition };
            return new(Task.FromResult((TResponse)answer), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
        {
            object stream;
            if (method.Name == "WatchEditions")
            {
                stream = editions = new Telling<WatchEditionsResponse>(Told(Edition), options.CancellationToken);
            }
            else
            {
                Watches++;
                stream = telling = new Telling<WatchResponse>(new WatchResponse { Position = 1 }, options.CancellationToken);
            }

            return new((IAsyncStreamReader<TResponse>)stream, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
        }

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw new NotSupportedException();

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw new NotSupportedException();
    }

    private sealed class Telling<T>(T first, CancellationToken ended) : IAsyncStreamReader<T>
    {
        private readonly System.Threading.Channels.Channel<(T Told, TaskCompletionSource Heard)> said = System.Threading.Channels.Channel.CreateUnbounded<(T, TaskCompletionSource)>();
        private TaskCompletionSource? heard;
        private bool isFirst = true;

        public T Current { get; private set; } = first;

        public Task SayAsync(T told)
        {
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            said.Writer.TryWrite((told, done));
            return done.Task;
        }

        public async Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            heard?.TrySetResult();
            if (isFirst)
                return !(isFirst = false);
            try
            {
                (Current, heard) = await said.Reader.ReadAsync(ended);
                return true;
            }
            catch (OperationCanceledException)
            {
                throw new RpcException(new Status(StatusCode.Cancelled, "Call canceled by the client."));
            }
        }
    }
}
