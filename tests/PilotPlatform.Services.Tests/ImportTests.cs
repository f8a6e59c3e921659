using System.Text;
using Grpc.Core;
using PilotPlatform.AllInOne;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Tests.Import;
using CheckOutcome = PilotPlatform.Contracts.Catalog.V1.ReconciliationCheck.Types.Outcome;

namespace PilotPlatform.Services.Tests;

/// <summary>Importing and publishing over the wire, in a suite of its own: the others read the shipped document.</summary>
public sealed class ImportTests : IAsyncLifetime
{
    private const string Programme = RunningSuite.Programme;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-import-");
    private Suite? suite;
    private PilotPlatformClient? client;

    private CatalogService.CatalogServiceClient Catalog => client!.Catalog;

    private static CancellationToken Stop => RunningSuite.Stop;

    public async ValueTask InitializeAsync()
    {
        suite = await Suite.StartAsync(["--Ports:Http=0", "--Ports:Grpc=0", $"--Data:Folder={folder.FullName}"]);
        client = As("ministry");
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ImportDocument_ValidateOnly_ReportsEverythingAndKeepsNothing()
    {
        var (import, progress) = await Catalog.ImportAsync(Later(), r => r.ValidateOnly = true);

        Assert.Equal((Later().Length, Later().Length), (progress[^1].ReceivedBytes, progress[^1].SizeBytes));
        Assert.True(import.Publishable);
        Assert.Contains(import.Checks, c => c is { CheckId: "national-tasks", Outcome: CheckOutcome.Passed, Expected: "103" });
        Assert.Contains(import.Checks, c => c is { CheckId: "chapter-sizes", Outcome: CheckOutcome.NotStated });
        Assert.Contains(import.Defects, d => d is { Kind: SourceDefect.Types.Kind.ForeignWord, Quote: "and" });
        Assert.Empty((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports);
    }

    [Fact]
    public async Task ImportDocument_LaterDocument_SaysWhatWouldChange()
    {
        var (import, _) = await Catalog.ImportAsync(Later());

        Assert.Equal(("", 157), (import.Comparison.Edition, import.Comparison.UnchangedCount));
        var (text, scope) = (import.Comparison.TaskChanges[0], import.Comparison.TaskChanges[1]);
        Assert.Equal([TextSegment.Types.Kind.Equal, TextSegment.Types.Kind.Deleted, TextSegment.Types.Kind.Inserted, TextSegment.Types.Kind.Equal], text.TextSegments.Select(s => s.Kind));
        Assert.Equal(("50", "49"), (text.TextSegments[1].Text, text.TextSegments[2].Text));
        Assert.Equal((CarryOver.Narrower, $"{Programme}/cities/xiamen"), (scope.CarryOver, Assert.Single(scope.CellChanges).City));
        Assert.Equal(import, await Catalog.GetImportAsync(new GetImportRequest { Name = import.Name }, cancellationToken: Stop));
    }

    [Fact]
    public async Task PublishImport_OnceAndAgain_MovesTheProgrammeAndKeepsBothEditions()
    {
        var before = await ProgrammeAsync();
        var first = (await Catalog.GetEditionAsync(new GetEditionRequest { Name = before.Edition }, cancellationToken: Stop)).PublishTime;
        var (import, _) = await Catalog.ImportAsync(Later());
        var request = new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition, RequestId = Guid.CreateVersion7().ToString() };

        var published = await Catalog.PublishImportAsync(request, cancellationToken: Stop);
        var repeated = await Catalog.PublishImportAsync(request, cancellationToken: Stop);

        Assert.Equal((true, import.ContentSha256), (published.Current, published.ContentSha256));
        Assert.Equal(published, repeated);
        Assert.Equal(published.Name, (await ProgrammeAsync()).Edition);
        Assert.Contains("49%", (await TaskAsync(new GetPilotTaskRequest())).Text.Verbatim, StringComparison.Ordinal);
        var old = await TaskAsync(new GetPilotTaskRequest { Edition = before.Edition });
        Assert.Contains("50%", old.Text.Verbatim, StringComparison.Ordinal);
        Assert.Equal(before.Edition, old.Edition);
        Assert.Equal(before.Edition, (await TaskAsync(new GetPilotTaskRequest { AsOfTime = first })).Edition);
        Assert.Equal("ETAG_MISMATCH", (await RunningSuite.RefusedAsync(() => Catalog.PublishImportAsync(
            new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        Assert.Equal("RESOURCE_EXISTS", (await RunningSuite.RefusedAsync(() => Catalog.PublishImportAsync(
            new PublishImportRequest { Name = import.Name, CurrentEdition = published.Name }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        Assert.Equal("REQUEST_ID_REUSED", (await RunningSuite.RefusedAsync(() => Catalog.PublishImportAsync(
            new PublishImportRequest { Name = import.Name, CurrentEdition = published.Name, RequestId = request.RequestId }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

        var comparison = await Catalog.CompareEditionsAsync(new CompareEditionsRequest { Name = published.Name, BaseEdition = before.Edition, IncludeUnchanged = true }, cancellationToken: Stop);
        Assert.Equal((159, 157), (comparison.TaskChanges.Count, comparison.UnchangedCount));
    }

    [Fact]
    public async Task PublishEdition_TheOneBefore_MakesItCurrentAgainAlsoAfterARestart()
    {
        var before = await ProgrammeAsync();
        var (import, _) = await Catalog.ImportAsync(Later());
        await StartAgainAsync();
        var later = await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop);

        var back = await Catalog.PublishEditionAsync(new PublishEditionRequest { Name = before.Edition, CurrentEdition = later.Name }, cancellationToken: Stop);
        await StartAgainAsync();

        Assert.Equal((before.Edition, true), (back.Name, back.Current));
        Assert.Equal(before.Edition, (await ProgrammeAsync()).Edition);
        var editions = (await Catalog.ListEditionsAsync(new ListEditionsRequest { Parent = Programme }, cancellationToken: Stop)).Editions;
        Assert.Equal([later.Name, before.Edition], editions.Select(e => e.Name));
        Assert.Equal(later.PublishTime, Assert.Single(editions[0].CurrentTimes));
        Assert.Equal(2, editions[1].CurrentTimes.Count);
        Assert.True(editions[1].PublishTime == editions[1].CurrentTimes[0] && later.PublishTime < editions[1].CurrentTimes[1]);
    }

    /// <summary>An id stands for one file, whether or not there was anything left to keep when it came.</summary>
    [Fact]
    public async Task ImportDocument_RequestIdOfAFileThatWasKeptBefore_IsRememberedAlsoAfterARestart()
    {
        var (kept, _) = await Catalog.ImportAsync(Later());
        var id = Guid.CreateVersion7().ToString();

        var (first, _) = await Catalog.ImportAsync(Later(), r => r.RequestId = id);
        await StartAgainAsync();
        var (again, _) = await Catalog.ImportAsync(Later(), r => r.RequestId = id);
        var refused = await RunningSuite.RefusedAsync(() => Catalog.ImportAsync(Document("50%", "48%"), r => r.RequestId = id));

        Assert.Equal([kept, kept], [first, again]);
        Assert.Equal("REQUEST_ID_REUSED", refused.Info.Reason);
        Assert.Equal(kept.Name, Assert.Single((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports).Name);
    }

    [Fact]
    public async Task PublishImport_ManyAtOnce_PublishesExactlyOne()
    {
        var before = await ProgrammeAsync();
        var imports = new List<Import>();
        foreach (var share in Enumerable.Range(30, 8))
            imports.Add((await Catalog.ImportAsync(Document("外资股比不超过 50%", $"外资股比不超过 {share}%"))).Import);

        var outcomes = await Task.WhenAll(imports.Select(async import =>
        {
            try
            {
                return (await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop)).Name;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Aborted)
            {
                return null;
            }
        }));

        Assert.Equal((await ProgrammeAsync()).Edition, Assert.Single(outcomes.OfType<string>()));
    }

    [Fact]
    public async Task WatchEditions_FromTheStart_SaysTheCurrentOneAndEachThatIsPublished()
    {
        var before = await ProgrammeAsync();
        using var watch = Catalog.WatchEditions(new WatchEditionsRequest { Parent = Programme }, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        Assert.Equal(before.Edition, watch.ResponseStream.Current.Edition.Name);

        var (import, _) = await Catalog.ImportAsync(Later());
        var published = await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop);

        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        Assert.Equal(published.Name, watch.ResponseStream.Current.Edition.Name);
    }

    /// <summary>Whoever was cut off says what it heard last, and hears the rest once each.</summary>
    [Fact]
    public async Task WatchEditions_AfterATime_SaysEachThatBecameCurrentSince()
    {
        var first = await Catalog.GetEditionAsync(new GetEditionRequest { Name = (await ProgrammeAsync()).Edition }, cancellationToken: Stop);
        var (import, _) = await Catalog.ImportAsync(Later());
        var later = await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = first.Name }, cancellationToken: Stop);
        await Catalog.PublishEditionAsync(new PublishEditionRequest { Name = first.Name, CurrentEdition = later.Name }, cancellationToken: Stop);

        using var watch = Catalog.WatchEditions(new WatchEditionsRequest { Parent = Programme, AfterTime = first.PublishTime }, cancellationToken: Stop);
        var heard = new List<WatchEditionsResponse>();
        while (heard.Count < 2 && await watch.ResponseStream.MoveNext(Stop))
            heard.Add(watch.ResponseStream.Current);
        await Catalog.PublishEditionAsync(new PublishEditionRequest { Name = later.Name, CurrentEdition = first.Name }, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));
        heard.Add(watch.ResponseStream.Current);
        using var again = Catalog.WatchEditions(new WatchEditionsRequest { Parent = Programme, AfterTime = heard[1].PublishTime }, cancellationToken: Stop);
        Assert.True(await again.ResponseStream.MoveNext(Stop));

        Assert.Equal([later.Name, first.Name, later.Name], heard.Select(h => h.Edition.Name));
        Assert.True(first.PublishTime < heard[0].PublishTime && heard[0].PublishTime < heard[1].PublishTime && heard[1].PublishTime < heard[2].PublishTime);
        Assert.Equal(heard[2], again.ResponseStream.Current);
        using var bad = Catalog.WatchEditions(new WatchEditionsRequest { Parent = Programme, AfterTime = new() { Nanos = -1 } }, cancellationToken: Stop);
        Assert.Equal("after_time", (await RunningSuite.RefusedAsync(() => bad.ResponseStream.MoveNext(Stop))).Status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations[0].Field);
    }

    [Theory]
    [InlineData("103 项试点任务", "104 项试点任务", "national-tasks")]
    [InlineData("等 9 个城市(以下合称", "等 8 个城市(以下合称", "city-count")]
    public async Task PublishImport_WithAFailedCheck_IsRefusedWithTheCheck(string from, string to, string check)
    {
        var (import, _) = await Catalog.ImportAsync(Document(from, to));

        Assert.False(import.Publishable);
        var (_, status, info) = await RunningSuite.RefusedAsync(async () => await Catalog.PublishImportAsync(
            new PublishImportRequest { Name = import.Name, CurrentEdition = (await ProgrammeAsync()).Edition }, cancellationToken: Stop));
        Assert.Equal("DOCUMENT_DOES_NOT_RECONCILE", info.Reason);
        Assert.Contains(check, status.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7\t促进数据要素流通交易。\t*\n", "", "task-numbering: numbers go up by one from 1, but line 55: 8 stands where 7 is due")]
    [InlineData("7\t促进数据要素流通交易。\t*", "6\t促进数据要素流通交易。\t*", "line 55: 6 stands where 7 is due; line 56: 8 stands where 7 is due")]
    [InlineData("7\t促进数据要素流通交易。\t*", "7\t促进数据要素流通交易。\t* (另行规定)", "line 55: the scope of task 7")]
    public async Task ImportDocument_NumberingOrScopeThatIsNone_IsRefusedAndNotKept(string from, string to, string problem)
    {
        var (_, status, info) = await RunningSuite.RefusedAsync(() => Catalog.ImportAsync(Document(from, to)));

        Assert.Equal("DOCUMENT_DOES_NOT_RECONCILE", info.Reason);
        Assert.Contains(problem, status.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("new-tasks", status.Message, StringComparison.Ordinal); // how a scope counts that is none is not known
        Assert.Empty((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports);
    }

    /// <summary>Eight cities, fourteen chapters, other numbers: a document is held to its own words, and to nothing that another one said.</summary>
    [Fact]
    public async Task PublishImport_OfADocumentWithOtherCitiesChaptersAndNumbers_PassesByWhatItSaysOfItself()
    {
        var (import, _) = await Catalog.ImportAsync(Encoding.UTF8.GetBytes(OtherDocument.WithoutDalianAndAChapter(RunningSuite.Document)));

        Assert.DoesNotContain(import.Checks, c => c.Outcome == CheckOutcome.Failed);
        Assert.Equal((true, 14, 145), (import.Publishable, import.ChapterCount, import.PilotTaskCount));
        Assert.Contains(import.Checks, c => c is { CheckId: "city-count", Outcome: CheckOutcome.Passed, Expected: "8", Actual: "8" });
        Assert.Contains(import.Checks, c => c is { CheckId: "national-tasks", Outcome: CheckOutcome.Passed, Expected: "95", Actual: "95" });
        Assert.Equal([$"{Programme}/cities/dalian"], import.Comparison.LostCities);

        var before = await ProgrammeAsync();
        var published = await Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = before.Edition }, cancellationToken: Stop);

        var now = await ProgrammeAsync();
        Assert.Equal((published.Name, 8, 14, 145), (now.Edition, now.Cities.Count, now.ChapterCount, now.PilotTaskCount));
    }

    [Fact]
    public async Task ImportDocument_OtherThanAnnounced_IsRefusedWithTheField()
    {
        foreach (var (change, field) in new (Action<ImportDocumentRequest>, string)[]
        {
            (r => r.SizeBytes++, "chunk"),
            (r => r.SizeBytes--, "chunk"),
            (r => r.SizeBytes = 20_971_521, "size_bytes"),
            (r => r.SizeBytes = 0, "size_bytes"),
            (r => r.Sha256 = new string('0', 64), "sha256"),
            (r => r.Sha256 = "x", "sha256"),
            (r => r.MediaType = "application/pdf", "media_type"),
            (r => r.MediaType = "text/plain; charset=gb18030", "media_type"),
            (r => r.MediaType = "text", "media_type"),
            (r => (r.RequestId, r.ValidateOnly) = ("again", true), "request_id"),
            (r => r.FileName = new string('名', 201), "file_name"),
            (r => r.RequestId = "again", "request_id"),
            (r => r.Parent = "programme", "parent"),
        })
        {
            var (code, status, _) = await RunningSuite.RefusedAsync(() => Catalog.ImportAsync(Later(), change));
            Assert.Equal((StatusCode.InvalidArgument, field), (code, status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations[0].Field));
        }

        Assert.Empty((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports);
    }

    /// <summary>The names by which programs call what they save as GB 18030 or a part of it.</summary>
    [Fact]
    public async Task ImportDocument_TextInGb18030_IsTakenByEachOfItsNames()
    {
        var file = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(RunningSuite.Document);

        foreach (var name in new[] { "", "application/octet-stream", "text/plain", "Text/Plain;charset=\"GBK\"", "text/plain; format=flowed; charset=gb2312", "text/plain; charset=gb18030" })
            Assert.Equal("text/plain; charset=gb18030", (await Catalog.ImportAsync(file, r => (r.MediaType, r.ValidateOnly) = (name, true))).Import.MediaType);
    }

    /// <summary>However much is wrong, the refusal is one that a client can read.</summary>
    [Fact]
    public async Task ImportDocument_ManyScopesThatAreNone_IsRefusedWithTheFirstOfThem()
    {
        var rows = string.Concat(Enumerable.Range(160, 5000).Select(number => $"{number}\t促进。\t另行规定\n"));

        var (_, status, info) = await RunningSuite.RefusedAsync(() => Catalog.ImportAsync(Document("159\t", $"{rows}159\t")));

        Assert.Equal("DOCUMENT_DOES_NOT_RECONCILE", info.Reason);
        var told = status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations;
        Assert.InRange(told.Count, 2, 50);
        Assert.EndsWith("more lines do not add up", told[^1].Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ImportDocument_FileThatIsNoDocument_IsRefusedAndNotKept()
    {
        foreach (var (file, problem) in new (byte[], string)[]
        {
            (OddFiles.EncryptedPdf(), "is encrypted"),
            (OddFiles.EncryptedZip(), "is encrypted"),
            (OddFiles.EncryptedWord(), "is encrypted"),
            (OddFiles.ScannedPdf(), "page 1 is a scanned picture without text"),
            (new byte[20_971_521], "are not between 1 and 20971520 (20 MB)"),
            (OddFiles.Zip(("word/document.xml", new byte[10]), ("word/media/bomb", new byte[20_000_000])), "inflates to more than 150 times its size"),
            (OddFiles.Pdf("/FlateDecode", OddFiles.Deflated("0 0 100 100 re f"u8.ToArray())), "no text layer"),
            (OddFiles.Zip(("word/document.xml", new byte[10]))[..60], "damaged or cut short"),
            ("%PDF-1.7\nnothing else"u8.ToArray(), "damaged or cut short"),
            ([0x89, .. "PNG\r\n"u8], "a picture (PNG)"),
        })
        {
            var (code, status, info) = await RunningSuite.RefusedAsync(() => Catalog.ImportAsync(file));
            Assert.Equal((StatusCode.InvalidArgument, "INVALID_ARGUMENT"), (code, info.Reason));
            Assert.Contains(problem, status.Message, StringComparison.Ordinal);
        }

        Assert.Empty((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports);
    }

    [Theory]
    [InlineData(null, StatusCode.Unauthenticated)]
    [InlineData("dalian-reviewer", StatusCode.PermissionDenied)]
    [InlineData("liaoning-office", StatusCode.PermissionDenied)]
    public async Task Import_BySomebodyWithoutTheRight_IsRefusedWhateverItIs(string? persona, StatusCode code)
    {
        using var other = As(persona);
        var catalog = other.Catalog;

        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => catalog.ImportAsync(Later()))).Code);
        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => catalog.GetImportAsync(new GetImportRequest { Name = "none" }, cancellationToken: Stop).ResponseAsync)).Code);
        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => catalog.ListImportsAsync(new ListImportsRequest(), cancellationToken: Stop).ResponseAsync)).Code);
        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => catalog.PublishImportAsync(new PublishImportRequest(), cancellationToken: Stop).ResponseAsync)).Code);
        Assert.Equal(code, (await RunningSuite.RefusedAsync(() => catalog.PublishEditionAsync(new PublishEditionRequest(), cancellationToken: Stop).ResponseAsync)).Code);
    }

    [Fact]
    public async Task Imports_ReadByTheAuditor_AreReadAndNotChanged()
    {
        var (import, _) = await Catalog.ImportAsync(Later());
        using var other = As("auditor");
        var catalog = other.Catalog;

        Assert.Equal(import, await catalog.GetImportAsync(new GetImportRequest { Name = import.Name }, cancellationToken: Stop));
        Assert.Equal(import.Name, Assert.Single((await catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports).Name);
        Assert.Equal(StatusCode.PermissionDenied, (await RunningSuite.RefusedAsync(() => catalog.ImportAsync(Later()))).Code);
        Assert.Equal(StatusCode.PermissionDenied, (await RunningSuite.RefusedAsync(() => catalog.PublishImportAsync(new PublishImportRequest(), cancellationToken: Stop).ResponseAsync)).Code);
    }

    /// <summary>Whose counts all add up: it would be published, and could never be shown.</summary>
    [Fact]
    public async Task ImportDocument_WithACityTwice_IsRefusedAndNotKept()
    {
        var file = Encoding.UTF8.GetBytes(RunningSuite.Document.Replace("支持大连市、", "支持大连市、大连市、", StringComparison.Ordinal).Replace("等 9 ", "等 10 ", StringComparison.Ordinal));

        var (_, status, info) = await RunningSuite.RefusedAsync(() => Catalog.ImportAsync(file));

        Assert.Equal("DOCUMENT_DOES_NOT_RECONCILE", info.Reason);
        Assert.Contains("line 9: '大连市' is named 2 times", status.Message, StringComparison.Ordinal);
        Assert.Empty((await Catalog.ListImportsAsync(new ListImportsRequest { Parent = Programme }, cancellationToken: Stop)).Imports);
    }

    /// <summary>A document in which two tasks are others: a bound, and a city less.</summary>
    private static byte[] Later() => Encoding.UTF8.GetBytes(RunningSuite.Document
        .Replace("外资股比不超过 50%", "外资股比不超过 49%", StringComparison.Ordinal).Replace("大连、厦门\n", "大连\n", StringComparison.Ordinal));

    private static byte[] Document(string from, string to) => Encoding.UTF8.GetBytes(RunningSuite.Document.Replace(from, to, StringComparison.Ordinal));

    private async Task<Programme> ProgrammeAsync() => await Catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = Programme }, cancellationToken: Stop);

    private async Task<PilotTask> TaskAsync(GetPilotTaskRequest request)
    {
        request.Name = $"{Programme}/pilotTasks/1";
        return await Catalog.GetPilotTaskAsync(request, cancellationToken: Stop);
    }

    private PilotPlatformClient As(string? persona) => new(suite!.Grpc, persona is null ? null : _ => ValueTask.FromResult($"Persona {persona}"));

    private async Task StartAgainAsync()
    {
        await CloseAsync();
        await InitializeAsync();
    }

    private async Task CloseAsync()
    {
        client?.Dispose();
        if (suite is not null)
            await suite.DisposeAsync();
    }
}
