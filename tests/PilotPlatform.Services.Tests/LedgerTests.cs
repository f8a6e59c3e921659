using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>What an auditor sees of the ledger over the wire.</summary>
public sealed class LedgerTests(RunningSuite suite)
{
    private const string Ledger = "ledgers/reporting";

    [Fact]
    public async Task GetLedgerStatus_OfTheLedger_SaysHowFarItGoes()
    {
        var status = await suite.Client.Ledger.GetLedgerStatusAsync(new GetLedgerStatusRequest { Name = Ledger }, cancellationToken: RunningSuite.Stop);

        Assert.Equal((Ledger, 64), (status.Name, status.Head.Length));
        Assert.NotNull(status.VerifyTime);
    }

    [Fact]
    public async Task VerifyLedger_IntactLedger_EndsWithItsVerdict()
    {
        using var call = suite.Client.Ledger.VerifyLedger(new VerifyLedgerRequest { Name = Ledger }, cancellationToken: RunningSuite.Stop);
        var answers = new List<VerifyLedgerResponse>();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(RunningSuite.Stop))
            answers.Add(answer);

        Assert.All(answers.SkipLast(1), answer => Assert.Null(answer.Verdict));
        Assert.True(answers[^1].Verdict.Intact, answers[^1].Verdict.Problem);
        Assert.Equal(answers[^1].TotalEntries, answers[^1].VerifiedEntries);
        Assert.False(answers[^1].Verdict.HasDamagedPosition);
    }

    /// <summary>Reporting asks the services that keep the others, in the name of the caller.</summary>
    [Theory]
    [InlineData("ledgers/catalog")]
    [InlineData("ledgers/scope-rules")]
    public async Task VerifyLedger_OfAnotherService_IsVerifiedThereAndByWhoMayOnly(string name)
    {
        using var auditor = suite.As("auditor");
        using var call = auditor.Ledger.VerifyLedger(new VerifyLedgerRequest { Name = name }, cancellationToken: RunningSuite.Stop);
        var answers = await call.ResponseStream.ReadAllAsync(RunningSuite.Stop).ToListAsync(RunningSuite.Stop);

        Assert.True(answers[^1].Verdict.Intact, answers[^1].Verdict.Problem);
        Assert.True(answers[^1].VerifiedEntries > 0);
        using var http = suite.HttpAs("auditor");
        Assert.Contains("\"intact\":true", await http.GetStringAsync($"/v1/{name}:verify", RunningSuite.Stop), StringComparison.Ordinal);
        using var reviewer = suite.HttpAs("dalian-reviewer");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await reviewer.GetAsync($"/v1/{name}:verify", RunningSuite.Stop)).StatusCode);
    }

    /// <summary>As a tool would do it that knows nothing of the platform: the seal's signature over the bytes that its fields give.</summary>
    [Fact]
    public async Task ExportLedger_Bundle_BeginsWithASealThatThePublicKeyVerifies()
    {
        var key = await suite.As(persona: null).Ledger.GetPublicKeyAsync(new GetPublicKeyRequest { Name = Ledger + "/publicKey" }, cancellationToken: RunningSuite.Stop);
        using var call = suite.Client.Ledger.ExportLedger(new ExportLedgerRequest { Name = Ledger }, cancellationToken: RunningSuite.Stop);
        var bundle = new MemoryStream();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(RunningSuite.Stop))
            answer.Chunk.WriteTo(bundle);

        var lines = Encoding.UTF8.GetString(bundle.ToArray()).Split('\n');
        using var first = JsonDocument.Parse(lines[0]);
        var seal = first.RootElement.GetProperty("seal");
        Assert.Equal(key.KeyId, seal.GetProperty("keyId").GetString());
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(key.Pem);
        Assert.True(ecdsa.VerifyData(Signed(seal), Convert.FromHexString(seal.GetProperty("signature").GetString()!), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Equal(seal.GetProperty("position").GetInt64(), lines.LongCount(l => l.StartsWith("{\"position\":", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task ExportLedger_OverHttp_IsTheBundleItself()
    {
        using var auditor = suite.HttpAs("auditor");
        using var answer = await auditor.GetAsync($"/v1/{Ledger}:export", RunningSuite.Stop);
        var lines = (await answer.Content.ReadAsStringAsync(RunningSuite.Stop)).TrimEnd('\n').Split('\n');

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("reporting-", answer.Content.Headers.ContentDisposition?.FileName, StringComparison.Ordinal);
        Assert.True(JsonDocument.Parse(lines[0]).RootElement.TryGetProperty("seal", out _));
        Assert.All(lines, line => Assert.StartsWith("{", line, StringComparison.Ordinal));
        using var reporter = suite.HttpAs("dalian-reporter");
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await reporter.GetAsync($"/v1/{Ledger}:export", RunningSuite.Stop)).StatusCode);
    }

    [Fact]
    public async Task ListCheckpoints_Each_IsSignedOverTheBytesThatItGives()
    {
        var key = await suite.Client.Ledger.GetPublicKeyAsync(new GetPublicKeyRequest { Name = Ledger + "/publicKey" }, cancellationToken: RunningSuite.Stop);
        var list = await suite.Client.Ledger.ListCheckpointsAsync(new ListCheckpointsRequest { Parent = Ledger, PageSize = 1000 }, cancellationToken: RunningSuite.Stop);
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(key.Pem);

        Assert.Equal(list.TotalSize, list.Checkpoints.Count);
        Assert.All(list.Checkpoints, c => Assert.True(ecdsa.VerifyData(c.Signed.Span, c.Signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)));
    }

    [Theory]
    [InlineData("ledgers/another", StatusCode.NotFound, "RESOURCE_NOT_FOUND")]
    [InlineData("", StatusCode.InvalidArgument, "INVALID_NAME")]
    public async Task Methods_AnotherName_AreRefused(string name, StatusCode code, string reason)
    {
        var status = await RunningSuite.RefusedAsync(async () => await suite.Client.Ledger.GetLedgerStatusAsync(new GetLedgerStatusRequest { Name = name }, cancellationToken: RunningSuite.Stop));
        var export = await RunningSuite.RefusedAsync(async () =>
        {
            using var call = suite.Client.Ledger.ExportLedger(new ExportLedgerRequest { Name = name }, cancellationToken: RunningSuite.Stop);
            await call.ResponseStream.MoveNext(RunningSuite.Stop);
        });

        Assert.Equal((code, reason), (status.Code, status.Info.Reason));
        Assert.Equal((code, reason), (export.Code, export.Info.Reason));
    }

    [Fact]
    public async Task Methods_OfAnonymousCallers_AreRefusedButForThePublicKey()
    {
        using var nobody = suite.As(persona: null);

        Assert.Equal(StatusCode.Unauthenticated, (await RunningSuite.RefusedAsync(async () => await nobody.Ledger.GetLedgerStatusAsync(new GetLedgerStatusRequest { Name = Ledger }, cancellationToken: RunningSuite.Stop))).Code);
        Assert.Equal(StatusCode.Unauthenticated, (await RunningSuite.RefusedAsync(async () =>
        {
            using var call = nobody.Ledger.VerifyLedger(new VerifyLedgerRequest { Name = Ledger }, cancellationToken: RunningSuite.Stop);
            await call.ResponseStream.MoveNext(RunningSuite.Stop);
        })).Code);
        Assert.NotEmpty((await nobody.Ledger.GetPublicKeyAsync(new GetPublicKeyRequest { Name = Ledger + "/publicKey" }, cancellationToken: RunningSuite.Stop)).Pem);
    }

    [Fact]
    public async Task GetLedgerStatus_AsJson_IsReachedThroughTheGateway()
    {
        using var answer = await suite.Http.GetAsync(new Uri($"/v1/{Ledger}", UriKind.Relative), RunningSuite.Stop);

        answer.EnsureSuccessStatusCode();
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(RunningSuite.Stop));
        Assert.Equal(Ledger, json.RootElement.GetProperty("name").GetString());
    }

    /// <summary>The bytes that a checkpoint signs, by their description.</summary>
    private static byte[] Signed(JsonElement checkpoint) =>
    [
        .. "pilotplatform.ledger.checkpoint.v1"u8,
        .. BigEndian(checkpoint.GetProperty("serial").GetInt64(), 8),
        .. BigEndian(checkpoint.GetProperty("position").GetInt64(), 8),
        .. Convert.FromHexString(checkpoint.GetProperty("head").GetString()!),
        .. Convert.FromHexString(checkpoint.GetProperty("previous").GetString()!),
        .. Part(checkpoint.GetProperty("signedAt").GetString()!),
        .. Part(checkpoint.GetProperty("keyId").GetString()!),
    ];

    private static byte[] Part(string text) => [.. BigEndian(Encoding.UTF8.GetByteCount(text), 4), .. Encoding.UTF8.GetBytes(text)];

    private static byte[] BigEndian(long number, int bytes) => [.. Enumerable.Range(0, bytes).Select(i => (byte)(number >> (8 * (bytes - 1 - i))))];
}
