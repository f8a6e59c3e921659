using System.Diagnostics;
using System.Security.Cryptography;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Evidence over the wire: whole or not at all.</summary>
public sealed class EvidenceTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    public static TheoryData<Action<UploadEvidenceRequest>, string> Refused => new()
    {
        { r => r.Header.Evidence.Sha256 = new string('0', 64), "CONTENT_MISMATCH" },
        { r => r.Header.Evidence.SizeBytes--, "CONTENT_MISMATCH" },
        { r => r.Header.Evidence.SizeBytes++, "CONTENT_MISMATCH" },
        { r => r.Header.Evidence.SizeBytes = 1L << 40, "EVIDENCE_TOO_LARGE" },
        { r => r.Header.Evidence.SizeBytes = 0, "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.Sha256 = "ABC", "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.FileName = "../approval.pdf", "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.FileName = "批复\r\n.pdf", "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.MediaType = "html", "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.MediaType = "text/html\r\nX-A: b", "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.Title = "", "INVALID_ARGUMENT" },
        { r => r.Header.Evidence.ValidUntilDate = new Google.Type.Date { Year = 2020, Month = 1, Day = 1 }, "INVALID_ARGUMENT" },
        { r => r.Header.Evidence = null, "INVALID_ARGUMENT" },
        { r => r.Header.Etag = "\"99\"", "ETAG_MISMATCH" },
        { r => r.Header.Parent = $"{Desk.Programme}/commitments/159-xiamen", "RESOURCE_NOT_FOUND" },
        { r => r.Header.Parent = "xiamen", "INVALID_NAME" },
        { r => r.Chunk = Google.Protobuf.ByteString.CopyFromUtf8("x"), "INVALID_ARGUMENT" },
    };

    private string Folder => Path.Combine(suite.DataFolder, "reporting", "evidence");

    [Fact]
    public async Task Upload_InManyPieces_IsDownloadedToTheByte()
    {
        var name = (await suite.Client.OpenAsync(1, "xiamen")).Name;
        var content = new byte[1_234_567];
        new Random(7).NextBytes(content);

        var evidence = await suite.Client.UploadAsync(name, content);

        Assert.Equal(($"{name}/evidence/1", Evidence.Types.State.Draft, content.Length), (evidence.Name, evidence.State, evidence.SizeBytes));
        Assert.Equal(content, await DownloadAsync(suite.Client, evidence.Name));
        Assert.Equal(evidence, Assert.Single((await suite.Client.Evidence.ListEvidenceAsync(new ListEvidenceRequest { Parent = name }, cancellationToken: Stop)).Evidence));
    }

    [Fact]
    public async Task Upload_InPiecesThatAreTooLarge_IsRefusedAndKeepsNothing()
    {
        var name = (await suite.Client.OpenAsync(83, "xiamen")).Name;

        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => suite.Client.UploadAsync(name, new byte[600_000], piece: 600_000))).Info.Reason);
        Assert.Equal(0, (await suite.Client.ReadAsync(name)).EvidenceCount);
    }

    [Fact]
    public async Task Download_OverHttp_IsTheFileItself()
    {
        var name = (await suite.Client.OpenAsync(80, "xiamen")).Name;
        var content = new byte[300_000];
        new Random(8).NextBytes(content);
        var evidence = await suite.Client.UploadAsync(name, content, r => r.Header.Evidence.FileName = "批复.pdf");

        using var answer = await suite.Http.GetAsync($"/v1/{evidence.Name}:download", Stop);

        Assert.Equal((System.Net.HttpStatusCode.OK, "application/pdf", content.Length), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, answer.Content.Headers.ContentLength));
        Assert.Equal(("attachment", "批复.pdf"), (answer.Content.Headers.ContentDisposition?.DispositionType, answer.Content.Headers.ContentDisposition?.FileNameStar));
        Assert.Equal(content, await answer.Content.ReadAsByteArrayAsync(Stop));
        using var nobody = suite.HttpAs(null);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, (await nobody.GetAsync($"/v1/{evidence.Name}:download", Stop)).StatusCode);
    }

    [Fact]
    public async Task Download_OfAPage_IsSavedAndNotShown()
    {
        var name = (await suite.Client.OpenAsync(81, "xiamen")).Name;
        var evidence = await suite.Client.UploadAsync(name, "<script>"u8.ToArray(), r => r.Header.Evidence.MediaType = "text/html");

        using var answer = await suite.Http.GetAsync($"/v1/{evidence.Name}:download", Stop);

        Assert.Equal(("attachment", "nosniff"), (answer.Content.Headers.ContentDisposition?.DispositionType, Assert.Single(answer.Headers.GetValues("X-Content-Type-Options"))));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Upload_ThatIsNotWhatItSays_IsRefusedAndNothingIsKept(Action<UploadEvidenceRequest> change, string reason)
    {
        var name = $"{Desk.Programme}/commitments/2-xiamen";
        if ((await suite.Client.Reporting.ListCommitmentsAsync(new ListCommitmentsRequest { Parent = Desk.Programme, PilotTask = $"{Desk.Programme}/pilotTasks/2" }, cancellationToken: Stop)).Commitments.All(c => c.Name != name))
            await suite.Client.OpenAsync(2, "xiamen");
        var content = new byte[300_000];
        new Random(reason.Length + content.Length).NextBytes(content);

        var (_, _, info) = await RunningSuite.RefusedAsync(() => suite.Client.UploadAsync(name, content, change));

        Assert.Equal(reason, info.Reason);
        Assert.False(IsKept(content));
        await EndedAsync(Directory.GetFiles(Folder, "*.part"));
        Assert.Equal(0, (await suite.Client.ReadAsync(name)).EvidenceCount);
    }

    [Fact]
    public async Task Upload_OfTheSameContentTwice_IsKeptOnce()
    {
        var content = "同一份文件"u8.ToArray();
        var (one, other) = ((await suite.Client.OpenAsync(3, "xiamen")).Name, (await suite.Client.OpenAsync(4, "xiamen")).Name);

        var first = await suite.Client.UploadAsync(one, content);
        var second = await suite.Client.UploadAsync(other, content);

        Assert.Equal(first.Sha256, second.Sha256);
        Assert.Single(Directory.EnumerateFiles(Folder, first.Sha256, SearchOption.AllDirectories));
        Assert.Equal(content, await DownloadAsync(suite.Client, second.Name));
    }

    [Fact]
    public async Task Upload_RepeatedWithItsRequestId_IsDoneOnce()
    {
        var name = (await suite.Client.OpenAsync(5, "xiamen")).Name;
        var id = Guid.CreateVersion7().ToString();

        var first = await suite.Client.UploadAsync(name, "一次"u8.ToArray(), r => r.RequestId = id);
        var second = await suite.Client.UploadAsync(name, "一次"u8.ToArray(), r => r.RequestId = id);

        Assert.Equal((first, 1), (second, (await suite.Client.ReadAsync(name)).EvidenceCount));
    }

    [Fact]
    public async Task Reject_WithoutAReason_IsRefusedAndWithOneStays()
    {
        var name = (await suite.Client.OpenAsync(6, "xiamen")).Name;
        var evidence = await suite.Client.UploadAsync(name, "看不清"u8.ToArray());
        var rejection = new RejectEvidenceRequest { Name = evidence.Name };
        var (_, status, _) = await RunningSuite.RefusedAsync(() => suite.Client.Evidence.RejectEvidenceAsync(rejection, cancellationToken: Stop).ResponseAsync);
        Assert.Equal("reason", status.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Single().Field);

        rejection.Reason = "看不清";
        var rejected = await suite.Client.Evidence.RejectEvidenceAsync(rejection, cancellationToken: Stop);

        Assert.Equal((Evidence.Types.State.Rejected, "看不清"), (rejected.State, rejected.Note));
        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => suite.Colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence.Name }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Theory]
    [InlineData(null, "UNAUTHENTICATED")]
    [InlineData("dalian-reporter", "PERMISSION_DENIED")]
    public async Task Evidence_ByWhoHasNoRight_IsNeitherReadNorHandedIn(string? persona, string reason)
    {
        var name = $"{Desk.Programme}/commitments/159-xiamen";
        using var caller = suite.As(persona);

        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => caller.UploadAsync(name, "不该收"u8.ToArray()))).Info.Reason);
        Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => DownloadAsync(caller, $"{name}/evidence/1"))).Info.Reason);
        Assert.False(IsKept("不该收"u8.ToArray()));
    }

    [Fact]
    public async Task Download_OfAContentThatWasChanged_IsNotGivenAsIfItWereWhole()
    {
        var name = (await suite.Client.OpenAsync(7, "xiamen")).Name;
        var evidence = await suite.Client.UploadAsync(name, "原文"u8.ToArray());
        await File.WriteAllTextAsync(Directory.EnumerateFiles(Folder, evidence.Sha256, SearchOption.AllDirectories).Single(), "改过", Stop);

        var (code, _, info) = await RunningSuite.RefusedAsync(() => DownloadAsync(suite.Client, evidence.Name));
        using var answer = await suite.Http.GetAsync($"/v1/{evidence.Name}:download", Stop);

        Assert.Equal((StatusCode.FailedPrecondition, "CONTENT_DAMAGED"), (code, info.Reason));
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("改过", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        var again = await suite.Client.UploadAsync(name, "原文"u8.ToArray());
        foreach (var mended in new[] { evidence.Name, again.Name })
            Assert.Equal("原文"u8.ToArray(), await DownloadAsync(suite.Client, mended));
    }

    /// <summary>Waits until uploads, of other tests, have come to their ends; what was left behind would not.</summary>
    private static async Task EndedAsync(string[] parts)
    {
        for (var since = Stopwatch.GetTimestamp(); parts.FirstOrDefault(File.Exists) is { } part; await Task.Delay(10, Stop))
            Assert.True(Stopwatch.GetElapsedTime(since) < TimeSpan.FromMinutes(1), $"{part} is left");
    }

    private bool IsKept(byte[] content) =>
        Directory.EnumerateFiles(Folder, Convert.ToHexStringLower(SHA256.HashData(content)), SearchOption.AllDirectories).Any();

    private static async Task<byte[]> DownloadAsync(PilotPlatformClient client, string name)
    {
        using var call = client.Evidence.DownloadEvidence(new DownloadEvidenceRequest { Name = name }, cancellationToken: Stop);
        using var content = new MemoryStream();
        await foreach (var piece in call.ResponseStream.ReadAllAsync(Stop))
            piece.Chunk.WriteTo(content);
        return content.ToArray();
    }
}
