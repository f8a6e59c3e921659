using System.Net;
using System.Net.Http.Headers;
using Google.Protobuf;
using Grpc.Net.Client;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Replies that are kept as bytes are those that their methods would make.</summary>
public sealed class ReadyReplyTests(RunningSuite suite)
{
    private const string Get = "/pilotplatform.catalog.v1.CatalogService/GetPilotTask";

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task GetPilotTask_OfEveryTask_IsTheSameAsByTheMethod()
    {
        using var http = Http();
        for (var number = 1; number <= 159; number++)
        {
            var request = new GetPilotTaskRequest { Name = $"{RunningSuite.Programme}/pilotTasks/{number}" }.ToByteArray();

            var ready = await CallAsync(http, Get, Message(request));
            var made = await CallAsync(http, Get, Message([.. request, 0x78, 0x01])); // a field that no one knows

            Assert.Equal("0", ready.Status);
            Assert.Equal(ready.Body, made.Body);
        }
    }

    [Fact]
    public async Task ListPilotTasks_OfAll_IsTheSameAsByTheMethodAndCompressed()
    {
        var request = new ListPilotTasksRequest { Parent = RunningSuite.Programme, PageSize = 1000 };
        using var channel = GrpcChannel.ForAddress(suite.Grpc);
        var ready = await new CatalogService.CatalogServiceClient(channel).ListPilotTasksAsync(request, cancellationToken: Stop);
        using var http = Http();
        var plain = await CallAsync(http, "/pilotplatform.catalog.v1.CatalogService/ListPilotTasks", Message(request.ToByteArray()));
        request.PageSize = 2000;
        var made = await new CatalogService.CatalogServiceClient(channel).ListPilotTasksAsync(request, cancellationToken: Stop);

        Assert.Equal(made, ready);
        Assert.Equal(made.ToByteArray(), plain.Body[5..]);
    }

    /// <summary>The matrix from bytes, by the method, and as the message that a client makes of it: one and the same.</summary>
    [Theory]
    [InlineData(GetReachMatrixRequest.Types.Form.Unspecified)]
    [InlineData(GetReachMatrixRequest.Types.Form.Full)]
    [InlineData(GetReachMatrixRequest.Types.Form.Packed)]
    public async Task GetReachMatrix_InEveryForm_IsTheSameAsByTheMethod(GetReachMatrixRequest.Types.Form form)
    {
        const string Method = "/pilotplatform.scoperules.v1.ScopeRulesService/GetReachMatrix";
        using var http = Http();
        var asked = new GetReachMatrixRequest { Name = $"{RunningSuite.Programme}/reachMatrix", Form = form }.ToByteArray();
        var ready = await CallAsync(http, Method, Message(asked));
        var made = await CallAsync(http, Method, Message([.. asked, 0x78, 0x01])); // a field that no one knows
        var matrix = ReachMatrix.Parser.ParseFrom(ready.Body.AsSpan(5));

        Assert.Equal(("0", "0"), (ready.Status, made.Status));
        Assert.Equal(made.Body, ready.Body);
        Assert.Equal(matrix.ToByteArray(), ready.Body[5..]);
        Assert.Equal(1431, form == GetReachMatrixRequest.Types.Form.Packed ? matrix.PackedTaskNumbers.Count * matrix.Cities.Count : matrix.Rows.Sum(r => r.States.Count));
    }

    /// <summary>A list that is written as bytes is the message of its rows, field by field and in their order; JSON is made of messages.</summary>
    [Theory]
    [InlineData("suzhou", "medical-institution")]
    [InlineData("dalian", "bank")]
    [InlineData("xian", null)]
    public async Task ListPilotTaskDecisions_AsAWhole_IsTheSameInBytesInPagesAndInJson(string city, string? actor)
    {
        const string Method = "/pilotplatform.scoperules.v1.ScopeRulesService/ListPilotTaskDecisions";
        var request = new ListPilotTaskDecisionsRequest { Parent = RunningSuite.Programme, City = city };
        if (actor is not null)
            request.Facts.Add(new FactValue { Fact = "facts/actor", Enumeration = actor });
        using var http = Http();
        var written = await CallAsync(http, Method, Message(request.ToByteArray()));
        var whole = ListPilotTaskDecisionsResponse.Parser.ParseFrom(written.Body.AsSpan(5));
        using var json = await suite.Http.PostAsync(
            $"/v1/{request.Parent}/pilotTaskDecisions", new StringContent(JsonFormatter.Default.Format(request), System.Text.Encoding.UTF8, "application/json"), Stop);
        var half = new ListPilotTaskDecisionsRequest(request) { PageSize = 100 };
        var first = await suite.Client.ScopeRules.ListPilotTaskDecisionsAsync(half, cancellationToken: Stop);
        half.PageToken = first.NextPageToken;
        var second = await suite.Client.ScopeRules.ListPilotTaskDecisionsAsync(half, cancellationToken: Stop);

        Assert.Equal(159, whole.Decisions.Count);
        Assert.Equal(whole.ToByteArray(), written.Body[5..]);
        Assert.Equal(whole, JsonParser.Default.Parse<ListPilotTaskDecisionsResponse>(await json.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(whole.Decisions, first.Decisions.Concat(second.Decisions));
        Assert.Equal((whole.Total, whole.State), (second.Total, second.State));
    }

    [Theory]
    [InlineData("")] // no message at all
    [InlineData("0000000000")] // an empty one: a name is wanted
    [InlineData("00000000ff")] // cut short
    [InlineData("0100000000")] // compressed without saying how
    [InlineData("00ffffffff")] // longer than anything
    public async Task GetPilotTask_WithABodyThatIsNoRequest_IsRefusedByTheMethod(string body)
    {
        using var http = Http();

        var answer = await CallAsync(http, Get, Convert.FromHexString(body));

        Assert.NotNull(answer.Status);
        Assert.NotEqual("0", answer.Status);
    }

    private HttpClient Http() => new() { BaseAddress = suite.Grpc, DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

    private static byte[] Message(byte[] payload) => [0, 0, 0, (byte)(payload.Length >> 8), (byte)payload.Length, .. payload];

    private static async Task<(string? Status, byte[] Body)> CallAsync(HttpClient http, string method, byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, method) { Content = new ByteArrayContent(body), Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        using var answer = await http.SendAsync(request, Stop);
        var content = await answer.Content.ReadAsByteArrayAsync(Stop);
        var status = answer.TrailingHeaders.TryGetValues("grpc-status", out var trailer) || answer.Headers.TryGetValues("grpc-status", out trailer) ? trailer.Single() : null;
        return (status, content);
    }
}
