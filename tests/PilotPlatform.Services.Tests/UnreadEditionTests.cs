using System.Net;
using System.Text;
using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Ledger;
using PilotPlatform.Services.Tests.Pages;

namespace PilotPlatform.Services.Tests;

/// <summary>Documents in the ledger that this version does not read as what they were when they were imported and published.</summary>
public sealed class UnreadEditionTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static readonly string Lost = new('a', 64);

    private static CancellationToken Stop => RunningSuite.Stop;

    private CatalogService.CatalogServiceClient Catalog => suite.Client.Catalog;

    [Fact]
    public async Task Restart_WithAPublishedEditionThatIsNotReadAnyMore_ServesTheOneBeforeAndSaysSo()
    {
        var before = await ProgrammeAsync();
        var published = (await Catalog.GetEditionAsync(new GetEditionRequest { Name = before.Edition }, cancellationToken: Stop)).PublishTime;
        var later = Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("外资股比不超过 50%", "外资股比不超过 49%", StringComparison.Ordinal));
        var id = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(later))[..16];
        await RecordAsync(
            ($"{Programme}/imports/{id}", "DocumentImported", Import(later)), // as another content than this version reads
            ($"{Programme}/imports/0123456789abcdef", "DocumentImported", Import("no document"u8.ToArray())),
            Published(Lost, "0123456789abcdef"));

        // All goes on with the edition before, which says its name.
        Assert.Equal(before, await ProgrammeAsync());
        Assert.Equal(before.Edition, (await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme, AsOfTime = published }, cancellationToken: Stop)).Edition);
        using var http = new HttpClient { BaseAddress = suite.Pages };
        using var health = await http.GetAsync(new Uri("health", UriKind.Relative), Stop);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        var told = await health.Content.ReadAsStringAsync(Stop);
        Assert.Contains($"the edition {Lost[..16]}, current from ", told, StringComparison.Ordinal);
        Assert.Contains("0123456789abcdef", told, StringComparison.Ordinal);
        using var visitor = new FormVisitor(suite.Pages, "auditor");
        Assert.Contains("以下已发布的版本不能由本程序读取", WebUtility.HtmlDecode(await visitor.ReadAsync("/operations")), StringComparison.Ordinal);

        // What was current is not another one.
        foreach (var request in new[] { new GetProgrammeRequest { Edition = $"{Programme}/editions/{Lost[..16]}" }, new GetProgrammeRequest { AsOfTime = Timestamp.FromDateTimeOffset(TimeProvider.System.GetUtcNow()) } })
        {
            request.Name = Programme;
            var (code, status, info) = await RunningSuite.RefusedAsync(() => Catalog.GetProgrammeAsync(request, cancellationToken: Stop).ResponseAsync);
            Assert.Equal((StatusCode.FailedPrecondition, "EDITION_UNREAD"), (code, info.Reason));
            Assert.Contains("cannot read its document", status.Message, StringComparison.Ordinal);
        }

        using (var page = await visitor.GetAsync($"/en/?edition={Lost[..16]}"))
        {
            Assert.Equal(HttpStatusCode.Gone, page.StatusCode);
            Assert.Contains("This edition cannot be shown", await page.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        // The one that is served in its place is made current, and the one that is not read cannot be.
        var lost = await RunningSuite.RefusedAsync(() => PublishAsync($"{Programme}/editions/{Lost[..16]}", before.Edition));
        Assert.Equal("EDITION_UNREAD", lost.Info.Reason);
        Assert.Equal(before.Edition, (await PublishAsync(before.Edition, before.Edition)).Name);
        Assert.Equal(before.Edition, await EditionOfAsync(TimeProvider.System.GetUtcNow()));
        Assert.Equal("RESOURCE_EXISTS", (await RunningSuite.RefusedAsync(() => PublishAsync(before.Edition, before.Edition))).Info.Reason);

        // The file that was left aside is imported again, and published behind the one that is not read.
        Assert.DoesNotContain((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports, i => i.Name.EndsWith(id, StringComparison.Ordinal));
        var (import, _) = await Catalog.ImportAsync(later);
        Assert.Equal($"{Programme}/imports/{id}", import.Name);
        var now = await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop);
        await suite.RestartAsync();
        Assert.Equal(now.Name, (await ProgrammeAsync()).Edition);
        Assert.Equal(now.Name, await EditionOfAsync(TimeProvider.System.GetUtcNow()));
        Assert.Contains("another was published since", await http.GetStringAsync(new Uri(suite.Pages, "health"), Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_OfATimeWhoseEditionIsPublishedAgain_AnswersWithIt()
    {
        var before = await ProgrammeAsync();
        var (import, _) = await Catalog.ImportAsync(Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("外资股比不超过 50%", "外资股比不超过 48%", StringComparison.Ordinal)));
        await RecordAsync(Published(import.ContentSha256, "fedcba9876543210"));
        var then = TimeProvider.System.GetUtcNow();
        Assert.Equal("EDITION_UNREAD", (await RunningSuite.RefusedAsync(() => EditionOfAsync(then))).Info.Reason);

        var again = await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop);

        Assert.Equal(again.Name, await EditionOfAsync(then));
    }

    private static (string Stream, string Kind, byte[] Payload) Published(string contentSha256, string import) =>
        (Programme[(Programme.IndexOf('/', StringComparison.Ordinal) + 1)..], "ContentPublished", JsonSerializer.SerializeToUtf8Bytes(new { ContentSha256 = contentSha256, Import = import }));

    private async Task<Edition> PublishAsync(string edition, string current) =>
        await Catalog.PublishEditionAsync(new PublishEditionRequest { Name = edition, CurrentEdition = current }, cancellationToken: Stop);

    private async Task<string> EditionOfAsync(DateTimeOffset time) =>
        (await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme, AsOfTime = Timestamp.FromDateTimeOffset(time) }, cancellationToken: Stop)).Edition;

    private static byte[] Import(byte[] source) =>
        JsonSerializer.SerializeToUtf8Bytes(new { FileName = "earlier.txt", Document = new { ContentSha256 = Lost, MediaType = "text/plain; charset=utf-8", Source = source } });

    private async Task RecordAsync(params (string Stream, string Kind, byte[] Payload)[] entries)
    {
        await suite.EndAsync();
        var revisions = new Dictionary<string, int>(StringComparer.Ordinal);
        await using (var ledger = EntryLedger.Open(Path.Combine(suite.Folder, "catalog", "ledger.db"), database: null, entry => revisions[entry.Stream] = revisions.GetValueOrDefault(entry.Stream) + 1))
        {
            foreach (var (stream, kind, payload) in entries)
                Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(new Draft(stream, revisions.GetValueOrDefault(stream), kind, payload, "ministry", TimeProvider.System.GetUtcNow(), Request: null), Stop));
        }

        await suite.RestartAsync();
    }

    private async Task<Programme> ProgrammeAsync() => await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop);
}
