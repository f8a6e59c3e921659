using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using Google.Type;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>A suite in which people have worked: every page has something to show.</summary>
public sealed class WorkedSuite : StartedSuite
{
    /// <summary>A commitment with a report, a problem and evidence.</summary>
    public const string Commitment = "66-dalian";

    private const string Dalian = Writing.Programme + "/cities/dalian";

    /// <summary>Id of the current edition.</summary>
    public string Edition { get; private set; } = "";

    /// <summary>Id of an edition that was current for a while, and says one task otherwise.</summary>
    public string OtherEdition { get; private set; } = "";

    /// <summary>Id of the import that became it.</summary>
    public string Import { get; private set; } = "";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await WorkAsync();
        await PublishAsync();
    }

    /// <summary>An address of <see cref="PageExamples"/> with what only this suite knows.</summary>
    internal string Filled(string address) => address
        .Replace("$edition", Edition, StringComparison.Ordinal).Replace("$other", OtherEdition, StringComparison.Ordinal).Replace("$import", Import, StringComparison.Ordinal);

    private static Metadata As(string persona) => new() { { "authorization", $"Persona {persona}" } };

    private async Task WorkAsync()
    {
        var client = Suite.Client;
        var (reporter, ministry) = (As("dalian-reporter"), As("ministry"));
        var name = (await Writing.OpenAsync(client, 66, "dalian")).Name;
        await client.Workflow.DispatchCommitmentAsync(new() { Name = name }, reporter, cancellationToken: Stop);
        await client.Workflow.AcknowledgeCommitmentAsync(new() { Name = name }, reporter, cancellationToken: Stop);
        var problem = new ProgressReport.Types.Problem { Description = "缺少实施细则", Level = ProgressReport.Types.Problem.Types.Level.Ministry };
        var report = new ProgressReport { Period = "2026-11", Narrative = "已形成实施方案", ProgressPercent = 40, Problems = { problem } };
        await client.Reporting.CreateProgressReportAsync(new() { Parent = name, ProgressReport = report }, reporter, cancellationToken: Stop);
        await EvidenceAsync(name, reporter);

        var day = new Date { Year = 2026, Month = 1, Day = 10 };
        var act = new Act { Kind = ActKind.Willingness, PilotTask = $"{Writing.Programme}/pilotTasks/151", City = Dalian, EffectiveDate = day, Evidence = "大商函〔2026〕1号" };
        await client.ScopeRules.CreateActAsync(new() { Parent = Writing.Programme, Act = act }, As("dalian-reviewer"), cancellationToken: Stop);
        var risk = new Risk { PilotTask = $"{Writing.Programme}/pilotTasks/155", City = Dalian, Title = "数据出境", Description = "重要数据未经评估出境", Level = Risk.Types.Level.High, Unit = "市网信办" };
        await client.Registers.CreateRiskAsync(new() { Parent = Writing.Programme, Risk = risk }, reporter, cancellationToken: Stop);
        var found = new InnovationCase { PilotTask = $"{Writing.Programme}/pilotTasks/66", City = Dalian, Title = "保税物流一次申报", Summary = "一次申报、分批放行" };
        await client.Registers.CreateInnovationCaseAsync(new() { Parent = Writing.Programme, InnovationCase = found }, reporter, cancellationToken: Stop);
        var adjustment = new LawAdjustment { PilotTask = $"{Writing.Programme}/pilotTasks/35", Instrument = "某条例", Request = "暂时调整实施", Body = "国务院" };
        await client.Registers.CreateLawAdjustmentAsync(new() { Parent = Writing.Programme, LawAdjustment = adjustment }, ministry, cancellationToken: Stop);
        var subscription = new Subscription { Address = "https://example.com/hook", Description = "部级平台" };
        await client.Watch.CreateSubscriptionAsync(new() { Parent = Writing.Programme, Subscription = subscription }, ministry, cancellationToken: Stop);
        await client.Periods.FreezePeriodAsync(new() { Name = $"{Writing.Programme}/periods/2026-10" }, ministry, cancellationToken: Stop);
    }

    private async Task EvidenceAsync(string commitment, Metadata reporter)
    {
        var content = "批复"u8.ToArray();
        using var call = Suite.Client.Evidence.UploadEvidence(reporter, cancellationToken: Stop);
        var evidence = new Evidence { Title = "批复文件", FileName = "approval.txt", MediaType = "text/plain", Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)), SizeBytes = content.Length };
        await call.RequestStream.WriteAsync(new UploadEvidenceRequest { Header = new UploadEvidenceRequest.Types.Header { Parent = commitment, Evidence = evidence } }, Stop);
        await call.RequestStream.WriteAsync(new UploadEvidenceRequest { Chunk = ByteString.CopyFrom(content) }, Stop);
        await call.RequestStream.CompleteAsync();
        await call.ResponseAsync;
    }

    /// <summary>Publishes the document with one task said otherwise, and then the shipped one again.</summary>
    private async Task PublishAsync()
    {
        var (catalog, ministry) = (Suite.Client.Catalog, As("ministry"));
        var current = (await catalog.GetProgrammeAsync(new() { Name = Writing.Programme }, cancellationToken: Stop)).Edition;
        var document = await File.ReadAllTextAsync(Programs.Document, Stop);
        var file = Encoding.UTF8.GetBytes(document.Replace("8\t发展游戏、动漫", "8\t支持游戏、动漫", StringComparison.Ordinal));
        using var call = catalog.ImportDocument(ministry, cancellationToken: Stop);
        await call.RequestStream.WriteAsync(new ImportDocumentRequest { Parent = Writing.Programme, SizeBytes = file.Length, FileName = "清单.txt" }, Stop);
        foreach (var piece in file.Chunk(100_000))
            await call.RequestStream.WriteAsync(new ImportDocumentRequest { Chunk = ByteString.CopyFrom(piece) }, Stop);
        await call.RequestStream.CompleteAsync();
        var import = new Import();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(Stop))
            import = answer.Import ?? import;
        var other = await catalog.PublishImportAsync(new() { Name = import.Name, CurrentEdition = current }, ministry, cancellationToken: Stop);
        await catalog.PublishEditionAsync(new() { Name = current, CurrentEdition = other.Name }, ministry, cancellationToken: Stop);
        (Edition, OtherEdition, Import) = (current.Split('/')[^1], other.Name.Split('/')[^1], import.Name.Split('/')[^1]);
    }
}
