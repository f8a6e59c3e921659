using System.Collections.Concurrent;
using System.Text;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>No read is torn: while editions are published again and again, every answer is of one of them.</summary>
public sealed class EditionSwapTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private CatalogService.CatalogServiceClient Catalog => suite.Client.Catalog;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Reads_WhileEditionsArePublished_AreOfOnePiece()
    {
        var first = (await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop)).Edition;
        var (import, _) = await Catalog.ImportAsync(Encoding.UTF8.GetBytes(RunningSuite.Document
            .Replace("外资股比不超过 50%", "外资股比不超过 49%", StringComparison.Ordinal).Replace("大连、厦门\n", "大连\n", StringComparison.Ordinal)));
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var reads = Reads(first);
        var seen = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(async () =>
        {
            for (var i = reader; !done.IsCancellationRequested; i++)
                seen[await reads[i % reads.Length]()] = true;
        })).ToArray();

        var current = first;
        for (var i = 0; i < 6 || (i < 100 && seen.Count < 2); i++)
        {
            current = i == 0
                ? (await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = current }, cancellationToken: Stop)).Name
                : (await Catalog.PublishEditionAsync(new PublishEditionRequest { Name = await OtherAsync(current), CurrentEdition = current }, cancellationToken: Stop)).Name;
            await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 1000 }, cancellationToken: Stop);
        }

        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(2, seen.Count);
    }

    /// <summary>Reads of every kind, each of which holds its answer to be of one edition, and says which.</summary>
    private Func<Task<string>>[] Reads(string first) =>
    [
        async () => await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 1000 }, cancellationToken: Stop) is var all
            ? OfOnePiece(first, all.Edition, all.PilotTasks) : "",
        async () => await Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = Programme, PageSize = 10, Filter = "chapter = 1" }, cancellationToken: Stop) is var some
            ? OfOnePiece(first, some.Edition, some.PilotTasks) : "",
        async () => await Catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = $"{Programme}/pilotTasks/1" }, cancellationToken: Stop) is var task
            ? OfOnePiece(first, task.Edition, [task]) : "",
        async () => await Catalog.BatchGetPilotTasksAsync(
            new BatchGetPilotTasksRequest { Parent = Programme, Names = { $"{Programme}/pilotTasks/1", $"{Programme}/pilotTasks/69", $"{Programme}/pilotTasks/159" } }, cancellationToken: Stop) is var batch
            ? OfOnePiece(first, batch.Edition, batch.PilotTasks) : "",
        async () => await Catalog.SearchPilotTasksAsync(new SearchPilotTasksRequest { Parent = Programme, Query = "外资股比", PageSize = 100 }, cancellationToken: Stop) is var found
            ? OfOnePiece(first, found.Edition, [.. found.Hits.Select(h => h.PilotTask)]) : "",
        async () =>
        {
            var cities = await Catalog.ListCitiesAsync(new ListCitiesRequest { Parent = Programme }, cancellationToken: Stop);
            Assert.All(cities.Cities, c => Assert.Equal(cities.Edition, c.Edition));
            Assert.Equal(cities.Edition == first, cities.Cities.Single(c => c.ShortName == "厦门").OwnPilotTasks.Contains($"{Programme}/pilotTasks/69"));
            return cities.Edition;
        },
        async () =>
        {
            var editions = await Catalog.ListEditionsAsync(new ListEditionsRequest { Parent = Programme }, cancellationToken: Stop);
            Assert.Equal(editions.Edition, Assert.Single(editions.Editions, e => e.Current).Name);
            if (editions.Editions.Count == 2)
            {
                var later = editions.Editions.Single(e => e.Name != first).Name;
                var compared = await Catalog.CompareEditionsAsync(new CompareEditionsRequest { Name = later, BaseEdition = first }, cancellationToken: Stop);
                Assert.Equal((first, later, 157), (compared.BaseEdition, compared.Edition, compared.UnchangedCount));
            }

            return editions.Edition;
        },
    ];

    private static string OfOnePiece(string first, string edition, IReadOnlyCollection<PilotTask> tasks)
    {
        Assert.NotEmpty(tasks);
        Assert.All(tasks, t => Assert.Equal(edition, t.Edition));
        Assert.All(tasks.Where(t => t.Number == 1), t => Assert.Equal(edition == first, t.Text.Verbatim.Contains("50%", StringComparison.Ordinal)));
        Assert.All(tasks.Where(t => t.Number == 69), t => Assert.Equal(edition == first, t.NamedCities.Count == 2));
        return edition;
    }

    private async Task<string> OtherAsync(string current) =>
        (await Catalog.ListEditionsAsync(new ListEditionsRequest { Parent = Programme }, cancellationToken: Stop)).Editions.First(e => e.Name != current).Name;
}
