using Google.Type;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Requests that are in order; tests change what they are about.</summary>
internal static class Desk
{
    public const string Programme = RunningSuite.Programme;

    public static readonly Date DueDate = InDays(200);

    /// <summary>This day in China.</summary>
    public static Date Today => Date.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddHours(8));

    /// <summary>The due date as JSON has it.</summary>
    public static object DueDateJson => new { year = DueDate.Year, month = DueDate.Month, day = DueDate.Day };

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>A day so many days ahead of the clock that the services have, too.</summary>
    public static Date InDays(int days) => Date.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(days));

    public static async Task<Commitment> OpenAsync(this PilotPlatformClient client, int task, string city) => await client.Reporting.CreateCommitmentAsync(
        new CreateCommitmentRequest
        {
            Parent = Programme,
            Commitment = new Commitment
            {
                PilotTask = $"{Programme}/pilotTasks/{task}",
                City = $"{Programme}/cities/{city}",
                LeadUnit = "市商务局",
                DueDate = DueDate,
                Milestones = { new Commitment.Types.Milestone { Title = "方案印发", DueDate = InDays(60) } },
            },
        },
        cancellationToken: Stop);

    public static async Task<ProgressReport> ReportAsync(this PilotPlatformClient client, string commitment, int percent, string period = "2026-11") =>
        await client.Reporting.CreateProgressReportAsync(Reporting(commitment, percent, period), cancellationToken: Stop);

    /// <summary>Accepts a report for the city and for the province.</summary>
    public static async Task AcceptAsync(this PilotPlatformClient client, string report)
    {
        foreach (var level in new[] { ReviewLevel.City, ReviewLevel.Province })
            await client.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report, Level = level }, cancellationToken: Stop);
    }

    public static CreateProgressReportRequest Reporting(string commitment, int percent, string period = "2026-11") => new()
    {
        Parent = commitment,
        ProgressReport = new ProgressReport
        {
            Period = period,
            Narrative = "已形成实施方案",
            ProgressPercent = percent,
            Problems = { new ProgressReport.Types.Problem { Description = "缺少实施细则", Level = ProgressReport.Types.Problem.Types.Level.Ministry } },
        },
    };

    public static async Task<Commitment> ReadAsync(this PilotPlatformClient client, string name) =>
        await client.Reporting.GetCommitmentAsync(new GetCommitmentRequest { Name = name }, cancellationToken: Stop);

    /// <summary>What the caller is told between two positions, of which it is told the second.</summary>
    public static async Task<IReadOnlyList<Change>> ChangesAsync(this PilotPlatformClient client, long from, long to, Action<WatchChangesRequest>? filter = null)
    {
        var request = new WatchChangesRequest { Parent = Programme, FromPosition = from };
        filter?.Invoke(request);
        using var call = client.Watch.WatchChanges(request, cancellationToken: Stop);
        var told = new List<Change>();
        while (await call.ResponseStream.MoveNext(Stop))
        {
            if (call.ResponseStream.Current.Change is { } change)
                told.Add(change);
            if (told is [.., { Position: var last }] && last >= to)
                break;
        }

        return [.. told.Where(c => c.Position <= to)];
    }

    /// <summary>Hands in evidence in pieces of some size.</summary>
    public static async Task<Evidence> UploadAsync(
        this PilotPlatformClient client, string commitment, byte[] content, Action<UploadEvidenceRequest>? change = null, int piece = 100_000, byte[]? sent = null)
    {
        var first = new UploadEvidenceRequest
        {
            Header = new UploadEvidenceRequest.Types.Header
            {
                Parent = commitment,
                Evidence = new Evidence
                {
                    Title = "批复文件",
                    FileName = "approval.pdf",
                    MediaType = "application/pdf",
                    Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content)),
                    SizeBytes = content.Length,
                },
            },
        };
        change?.Invoke(first);
        using var call = client.Evidence.UploadEvidence(cancellationToken: Stop);
        try
        {
            await call.RequestStream.WriteAsync(first, Stop);
            foreach (var chunk in (sent ?? content).Chunk(piece))
                await call.RequestStream.WriteAsync(new UploadEvidenceRequest { Chunk = Google.Protobuf.ByteString.CopyFrom(chunk) }, Stop);
            await call.RequestStream.CompleteAsync();
        }
        catch (Exception ended) when (ended is Grpc.Core.RpcException or InvalidOperationException)
        {
            // Refused before everything was sent: the answer says why.
        }

        return await call.ResponseAsync;
    }
}
