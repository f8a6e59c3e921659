using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using PilotPlatform.Cache;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Tests.Ledger;

namespace PilotPlatform.Benchmarks;

/// <summary>Two processes of the catalogue on one ledger: how long an edition takes from the answer to its publisher until the other process serves it.</summary>
internal static class ReplicaScenarios
{
    private const string Programme = "programmes/nine-cities";
    private const string Database = "ledger";
    private const int Publications = 20;

    private static readonly Metadata Ministry = new() { { "Authorization", "Persona ministry" } };

    public static IEnumerable<Scenario> All =>
    [
        new("catalog/replica", "seconds until an edition that one process published is served by another, told by Redis alone, the longest", 1, AtMost: true, ThroughRedisAsync),
        new("catalog/replica-alone", "the same with Redis away and the database silent: the process looks on its own", 10, AtMost: true, ByLookingAsync),
    ];

    private static async Task<Measured> ThroughRedisAsync()
    {
        using var cache = EmbeddedCache.Start(IPAddress.Loopback, 0);
        return await MeasureAsync(cache.ConnectionString, "--Ledger:PollInterval=1.00:00:00");
    }

    private static Task<Measured> ByLookingAsync() => MeasureAsync("127.0.0.1:1");

    private static async Task<Measured> MeasureAsync(string cache, params string[] settings)
    {
        using var database = new LocalPostgres();
        database.CreateDatabase(Database);
        string[] all = [$"--ConnectionStrings:ledger={database.ConnectionTo(Database)}", $"--ConnectionStrings:cache={cache}", .. settings];
        using var one = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog", all);
        using var other = await ServerProcess.OfSuiteAsync("PilotPlatform.Catalog", all);
        using var here = GrpcChannel.ForAddress(one.Address);
        using var there = GrpcChannel.ForAddress(other.Address);
        var publisher = new CatalogService.CatalogServiceClient(here);
        using var watch = new CatalogService.CatalogServiceClient(there).WatchEditions(new WatchEditionsRequest { Parent = Programme });
        await watch.ResponseStream.MoveNext(CancellationToken.None);
        var first = watch.ResponseStream.Current.Edition.Name;
        var later = await ImportAsync(publisher);

        var times = new List<double>();
        for (var (turn, current) = (0, first); turn < Publications; turn++)
        {
            // The ledger's own notices come by these connections; without them only what is measured can tell.
            database.Execute("postgres", $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Database}'");
            current = turn == 0
                ? (await publisher.PublishImportAsync(new PublishImportRequest { Name = later, CurrentEdition = current }, Ministry)).Name
                : (await publisher.PublishEditionAsync(new PublishEditionRequest { Name = await OtherAsync(publisher, current), CurrentEdition = current }, Ministry)).Name;
            var began = Stopwatch.GetTimestamp();
            do
                await watch.ResponseStream.MoveNext(CancellationToken.None);
            while (watch.ResponseStream.Current.Edition.Name != current);
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        return new Measured(times.Max(), string.Create(CultureInfo.InvariantCulture, $"{Publications} publications, half of them within {Load.Median(times):0.###} s"));
    }

    private static async Task<string> OtherAsync(CatalogService.CatalogServiceClient catalog, string current) =>
        (await catalog.ListEditionsAsync(new ListEditionsRequest { Parent = Programme })).Editions.First(e => e.Name != current).Name;

    /// <summary>The shipped document with another number in it.</summary>
    private static async Task<string> ImportAsync(CatalogService.CatalogServiceClient catalog)
    {
        var shipped = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "catalog", "document.txt"));
        var file = Encoding.UTF8.GetBytes(shipped.Replace("外资股比不超过 50%", "外资股比不超过 49%", StringComparison.Ordinal));
        using var call = catalog.ImportDocument(Ministry);
        await call.RequestStream.WriteAsync(new ImportDocumentRequest { Parent = Programme, SizeBytes = file.Length });
        await call.RequestStream.WriteAsync(new ImportDocumentRequest { Chunk = ByteString.CopyFrom(file) });
        await call.RequestStream.CompleteAsync();
        var import = "";
        await foreach (var answer in call.ResponseStream.ReadAllAsync())
            import = answer.Import?.Name ?? import;
        return import;
    }
}
