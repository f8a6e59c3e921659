using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Benchmarks;

/// <summary>The reference: a service that answers each call with the message it was given before, serialised anew each time.</summary>
internal static class Echo
{
    /// <summary>What its tasks, which it is given in one message, may weigh.</summary>
    private const int LargestMessage = 64 * 1024 * 1024;

    public static Task<int> ServeAsync(string echo) => echo == "suite" ? ServeAsServiceAsync() : ServeBareAsync(echo);

    /// <summary>The echo as a service of the suite: hosted with all that each of them has, and with nothing behind it.</summary>
    private static async Task<int> ServeAsServiceAsync()
    {
        var builder = ServiceApplication.CreateBuilder("echo", []);
        builder.AddGrpcDefaults(CatalogService.Descriptor);
        builder.Services.Configure<GrpcServiceOptions>(options => options.MaxReceiveMessageSize = LargestMessage);
        Listen(builder);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapGrpcDefaults<EchoCatalog>(CatalogService.Descriptor);
        return await app.RunServiceAsync();
    }

    private static async Task<int> ServeBareAsync(string echo)
    {
        if (echo == "page")
            return await PageScenarios.ServeAsync();

        var builder = WebApplication.CreateBuilder();
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None); // as the services that it is held against: 0091
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = LargestMessage);
        Listen(builder);
        var app = builder.Build();
        switch (echo)
        {
            case "catalog":
                app.MapGrpcService<EchoCatalog>();
                app.MapGrpcService<EchoStream>();
                break;
            case "scope":
                app.MapGrpcService<EchoScope>();
                break;
            default:
                await Console.Error.WriteLineAsync($"There is no echo '{echo}'.");
                return 2;
        }

        await app.RunAsync();
        return 0;
    }

    public static void Listen(WebApplicationBuilder builder) => builder.WebHost.ConfigureKestrel(
        kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
}

/// <summary>The catalogue's hot reads with nothing behind them: it answers with tasks that it was sent first.</summary>
internal sealed class EchoCatalog : CatalogService.CatalogServiceBase
{
    public static ListPilotTasksResponse All { get; set; } = new();

    /// <summary>Takes the tasks, as base64 in the page token: a method of the contract that the echo has no other use for.</summary>
    public override Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context)
    {
        All = ListPilotTasksResponse.Parser.ParseFrom(ByteString.FromBase64(request.PageToken));
        return Task.FromResult(new ListEditionsResponse());
    }

    public override Task<PilotTask> GetPilotTask(GetPilotTaskRequest request, ServerCallContext context) =>
        Task.FromResult(All.PilotTasks[request.Name[^1] - '1']);
}

/// <summary>Decisions and matrices with nothing behind them: it answers with those that it was sent first, in turn.</summary>
internal sealed class EchoScope : ScopeRulesService.ScopeRulesServiceBase
{
    private static readonly List<Decision> Decisions = [];
    private static int asked;
    private static ReachMatrix matrix = new();

    /// <summary>Takes one of the decisions, in a method of the contract that the echo has no other use for.</summary>
    public override Task<ValidateRuleSetResponse> ValidateRuleSet(ValidateRuleSetRequest request, ServerCallContext context)
    {
        Decisions.Add(Decision.Parser.ParseFrom(request.Content));
        return Task.FromResult(new ValidateRuleSetResponse());
    }

    /// <summary>Takes the matrix, likewise.</summary>
    public override Task<RuleSet> PublishRuleSet(PublishRuleSetRequest request, ServerCallContext context)
    {
        matrix = ReachMatrix.Parser.ParseFrom(request.Content);
        return Task.FromResult(new RuleSet());
    }

    public override Task<ReachMatrix> GetReachMatrix(GetReachMatrixRequest request, ServerCallContext context) => Task.FromResult(matrix);

    public override Task<Decision> Decide(DecideRequest request, ServerCallContext context) =>
        Task.FromResult(Decisions[(int)((uint)Interlocked.Increment(ref asked) % Decisions.Count)]);
}

/// <summary>A contract that the catalogue does not have: tasks as a stream of messages.</summary>
[BindServiceMethod(typeof(PilotTaskStream), nameof(Bind))]
internal abstract class PilotTaskStream
{
    public static Method<ListPilotTasksRequest, PilotTask> Method { get; } = new(
        MethodType.ServerStreaming, "benchmarks.Echo", nameof(StreamPilotTasks), Marshaller(ListPilotTasksRequest.Parser), Marshaller(PilotTask.Parser));

    public static void Bind(ServiceBinderBase binder, PilotTaskStream? service) =>
        binder.AddMethod(Method, service is null ? null! : new ServerStreamingServerMethod<ListPilotTasksRequest, PilotTask>(service.StreamPilotTasks));

    public abstract Task StreamPilotTasks(ListPilotTasksRequest request, IServerStreamWriter<PilotTask> answers, ServerCallContext context);

    private static Marshaller<T> Marshaller<T>(MessageParser<T> parser)
        where T : IMessage<T> =>
        Marshallers.Create(
            (message, context) =>
            {
                context.SetPayloadLength(message.CalculateSize());
                message.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            context => parser.ParseFrom(context.PayloadAsReadOnlySequence()));
}

/// <summary>The same tasks as a stream of messages.</summary>
internal sealed class EchoStream : PilotTaskStream
{
    public override async Task StreamPilotTasks(ListPilotTasksRequest request, IServerStreamWriter<PilotTask> answers, ServerCallContext context)
    {
        foreach (var task in EchoCatalog.All.PilotTasks)
            await answers.WriteAsync(task);
    }
}
