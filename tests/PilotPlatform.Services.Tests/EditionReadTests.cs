using System.Text;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>
/// Every read of the catalogue, as its contract lists them, takes an edition or a time and says which edition it used. A method that is
/// added and does not fails here.
/// </summary>
public sealed class EditionReadTests : IAsyncLifetime
{
    private const string Programme = RunningSuite.Programme;

    /// <summary>Reads that ask for no edition, since they are about all of them or about what is none yet.</summary>
    private static readonly string[] OfNoEdition = ["ListEditions", "WatchEditions", "GetImport", "ListImports"];

    /// <summary>Reads of the gazetteer, which is no part of an edition: they use one only if it is asked for.</summary>
    private static readonly string[] OfTheGazetteer = ["GetPlace", "ListPlaces"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-reads-");
    private Suite? suite;
    private GrpcChannel? channel;
    private PilotPlatformClient? client;
    private string before = "";
    private string later = "";
    private Timestamp first = new();

    private static CancellationToken Stop => RunningSuite.Stop;

    private static IEnumerable<MethodDescriptor> Reads => CatalogService.Descriptor.Methods.Where(m => m.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects);

    public async ValueTask InitializeAsync()
    {
        suite = await Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}"]);
        channel = GrpcChannel.ForAddress(suite.Grpc);
        client = new PilotPlatformClient(suite.Grpc, _ => ValueTask.FromResult("Persona ministry"));
        before = (await client.Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop)).Edition;
        first = (await client.Catalog.GetEditionAsync(new GetEditionRequest { Name = before }, cancellationToken: Stop)).PublishTime;
        var (import, _) = await client.Catalog.ImportAsync(Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("外资股比不超过 50%", "外资股比不超过 49%", StringComparison.Ordinal)));
        later = (await client.Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before }, cancellationToken: Stop)).Name;
    }

    public async ValueTask DisposeAsync()
    {
        client?.Dispose();
        channel?.Dispose();
        if (suite is not null)
            await suite.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public void Reads_OfTheContract_TakeAnEditionOrNameOne() =>
        Assert.All(Reads.Where(m => !OfNoEdition.Contains(m.Name, StringComparer.Ordinal)), method => Assert.True(
            method.InputType.FindFieldByName("edition") is not null && method.InputType.FindFieldByName("as_of_time") is not null
            || TypeOf(method.InputType.FindFieldByName("name")) is "Edition" or "EditionSource",
            $"{method.Name} takes no edition"));

    [Fact]
    public async Task Reads_ByAnEditionAndByATime_SayWhichTheyUsed()
    {
        var taking = Reads.Where(m => m.InputType.FindFieldByName("edition") is not null).ToArray();

        foreach (var method in taking)
        {
            var none = OfTheGazetteer.Contains(method.Name, StringComparer.Ordinal) ? "" : later;
            foreach (var (edition, time, expected) in new[] { (before, null, before), (later, null, later), ("", first, before), ("", null, none) })
            {
                var said = Said(await CallAsync(method, edition, time)).Distinct(StringComparer.Ordinal).ToArray();
                Assert.True(said is [var only] && only == expected, $"{method.Name} of '{edition}' as of {time}: {string.Join(", ", said)}");
            }
        }

        Assert.InRange(taking.Length, 18, 100);
    }

    [Fact]
    public async Task Reads_OfTheEditionBefore_HaveItsWords()
    {
        foreach (var (edition, time, words) in new[] { (before, null, "50%"), ("", first, "50%"), ("", null, "49%") })
        {
            var search = await client!.Catalog.SearchPilotTasksAsync(new SearchPilotTasksRequest { Parent = Programme, Query = "外资股比不超过", Edition = edition, AsOfTime = time }, cancellationToken: Stop);
            var task = await client.Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/1", Edition = edition, AsOfTime = time }, cancellationToken: Stop);
            Assert.All([Assert.Single(search.Hits, h => h.PilotTask.Number == 1).PilotTask, task], t => Assert.Contains(words, t.Text.Verbatim, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task ListEditions_AsOfATime_AreThoseThatThereWere()
    {
        var then = await client!.Catalog.ListEditionsAsync(new ListEditionsRequest { Parent = Programme, AsOfTime = first }, cancellationToken: Stop);
        var now = await client.Catalog.ListEditionsAsync(new ListEditionsRequest { Parent = Programme }, cancellationToken: Stop);

        Assert.Equal((before, before, true), (then.Edition, Assert.Single(then.Editions).Name, then.Editions[0].Current));
        Assert.Equal((later, later), (now.Edition, Assert.Single(now.Editions, e => e.Current).Name));
    }

    [Fact]
    public async Task GetPlace_ThatTheEditionDoesNotName_IsNotFoundInIt()
    {
        var catalog = client!.Catalog;
        var all = await catalog.ListPlacesAsync(new ListPlacesRequest { PageSize = 1000 }, cancellationToken: Stop);
        var named = await catalog.ListPlacesAsync(new ListPlacesRequest { PageSize = 1000, Edition = before }, cancellationToken: Stop);
        var other = all.Places.Select(p => p.Name).Except(named.Places.Select(p => p.Name)).First();

        Assert.Equal(("", other), ((await catalog.GetPlaceAsync(new GetPlaceRequest { Name = other }, cancellationToken: Stop)).Edition, other));
        Assert.Equal(StatusCode.NotFound, (await RunningSuite.RefusedAsync(() => catalog.GetPlaceAsync(new GetPlaceRequest { Name = other, Edition = before }, cancellationToken: Stop).ResponseAsync)).Code);
    }

    /// <summary>Every list and search of the contract: pages of any sizes put together are the whole, in its order, and a token is good for its question alone.</summary>
    [Fact]
    public async Task Lists_PageByPage_AreTheWholeAndTakeNoOtherToken()
    {
        var lists = Reads.Where(m => m.InputType.FindFieldByName("page_token") is not null).ToArray();
        var tokens = new List<string>();

        foreach (var list in lists)
        {
            var whole = Items(await PageAsync(list, 1000, ""));
            string[] others = [.. tokens.TakeLast(1), "x", "AAAAAAAAAAAAAAAA", new string('A', 4000), "编"];
            var (read, token) = (new List<IMessage>(), "");
            for (var size = 1; size == 1 || token.Length > 0; size = size % 40 + 13)
            {
                var page = await PageAsync(list, size, token);
                Assert.Equal(whole.Count, (int)list.OutputType.FindFieldByName("total_size").Accessor.GetValue(page));
                Assert.InRange(Items(page).Count, 0, size);
                read.AddRange(Items(page));
                if ((token = (string)list.OutputType.FindFieldByName("next_page_token").Accessor.GetValue(page)).Length > 0)
                    tokens.Add(token);
            }

            Assert.NotEmpty(whole);
            Assert.Equal(whole, read);
            foreach (var other in others)
                Assert.Equal("INVALID_PAGE_TOKEN", (await RunningSuite.RefusedAsync(() => PageAsync(list, 5, other))).Info.Reason);
            Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => PageAsync(list, -1, ""))).Info.Reason);
        }

        Assert.InRange(lists.Length, 12, 100);
    }

    private Task<IMessage> PageAsync(MethodDescriptor list, int size, string token) => CallAsync(list, request =>
    {
        list.InputType.FindFieldByName("page_size").Accessor.SetValue(request, size);
        list.InputType.FindFieldByName("page_token").Accessor.SetValue(request, token);
    });

    /// <summary>What a page lists: its first field.</summary>
    private static List<IMessage> Items(IMessage page) =>
        [.. ((System.Collections.IEnumerable)page.Descriptor.FindFieldByNumber(1).Accessor.GetValue(page)).Cast<IMessage>()];

    private Task<IMessage> CallAsync(MethodDescriptor method, string edition, Timestamp? time) => CallAsync(method, request =>
    {
        method.InputType.FindFieldByName("edition").Accessor.SetValue(request, edition);
        if (time is not null)
            method.InputType.FindFieldByName("as_of_time").Accessor.SetValue(request, time);
    });

    private async Task<IMessage> CallAsync(MethodDescriptor method, Action<IMessage> ask)
    {
        var request = method.InputType.Parser.ParseFrom([]);
        foreach (var field in method.InputType.Fields.InDeclarationOrder().Where(f => f.Name is "name" or "parent" or "names"))
        {
            if (field.IsRepeated)
                ((System.Collections.IList)field.Accessor.GetValue(request)).Add(NameOf(TypeOf(field)));
            else
                field.Accessor.SetValue(request, NameOf(TypeOf(field)));
        }

        ask(request);
        var call = new Method<IMessage, IMessage>(
            MethodType.Unary, method.Service.FullName, method.Name, Marshallers.Create(m => m.ToByteArray(), _ => request), Marshallers.Create(m => m.ToByteArray(), bytes => method.OutputType.Parser.ParseFrom(bytes)));
        return await channel!.CreateCallInvoker().AsyncUnaryCall(call, null, new CallOptions(new Metadata { { "authorization", "Persona ministry" } }, cancellationToken: Stop), request);
    }

    /// <summary>A resource that both editions have.</summary>
    private static string NameOf(string type) => type switch
    {
        "Programme" => Programme,
        "Chapter" => $"{Programme}/chapters/1",
        "PilotTask" => $"{Programme}/pilotTasks/1",
        "City" => $"{Programme}/cities/dalian",
        "Province" => $"{Programme}/provinces/liaoning",
        "Place" => "places/dalian",
        "Sector" => $"{Programme}/sectors/telecommunications",
        "GlossaryTerm" => $"{Programme}/glossaryTerms/scope-of-application",
        _ => throw new InvalidOperationException($"There is no example of a {type}."),
    };

    private static string TypeOf(FieldDescriptor? field) =>
        field?.GetOptions()?.GetExtension(ResourceExtensions.ResourceReference) is { } reference ? reference.Type.Split('/')[^1] : "";

    /// <summary>Every edition that a message names, in the resources that it holds too.</summary>
    private static IEnumerable<string> Said(IMessage message) => message.Descriptor.Fields.InDeclarationOrder().SelectMany(field => field switch
    {
        { Name: "edition", FieldType: FieldType.String } => [(string)field.Accessor.GetValue(message)],
        { IsMap: true } or { FieldType: not FieldType.Message } => [],
        { IsRepeated: true } => ((System.Collections.IEnumerable)field.Accessor.GetValue(message)).Cast<IMessage>().SelectMany(Said),
        _ => field.Accessor.GetValue(message) is IMessage inner ? Said(inner) : [],
    });
}
