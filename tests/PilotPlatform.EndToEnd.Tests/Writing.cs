using System.Globalization;
using Google.Type;
using Grpc.Core;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>Opens commitments and reports on them as a city would.</summary>
internal static class Writing
{
    public const string Programme = "programmes/nine-cities";

    /// <summary>A day on which nothing that tests open is due yet.</summary>
    public static readonly Date DueDate = Date.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(200));

    /// <summary>The same day as forms and pages write it.</summary>
    public static string DueDay => DueDate.ToDateTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static async Task<Commitment> OpenAsync(PilotPlatformClient client, int task, string city, Guid? request = null) =>
        await client.Reporting.CreateCommitmentAsync(
            new CreateCommitmentRequest
            {
                Parent = Programme,
                RequestId = request?.ToString() ?? "",
                Commitment = new Commitment
                {
                    PilotTask = $"{Programme}/pilotTasks/{task}",
                    City = $"{Programme}/cities/{city}",
                    LeadUnit = "市商务局",
                    DueDate = DueDate,
                },
            },
            ReporterOf(city),
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Reports on a month of its own for each percent, since there is one report for each.</summary>
    public static async Task<ProgressReport> ReportAsync(PilotPlatformClient client, string commitment, int percent, Guid request) =>
        await client.Reporting.CreateProgressReportAsync(
            new CreateProgressReportRequest
            {
                Parent = $"{Programme}/commitments/{commitment}",
                RequestId = request.ToString(),
                ProgressReport = new ProgressReport { Period = new DateOnly(2000, 1, 1).AddMonths(percent).ToString("yyyy-MM", CultureInfo.InvariantCulture), Narrative = $"第 {percent} 次办理反馈", ProgressPercent = percent % 101 },
            },
            ReporterOf(commitment.Split('-')[1]),
            cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Headers of the persona that reports for a city; of that of Dalian for what is no city.</summary>
    public static Metadata ReporterOf(string city) => new() { { "authorization", $"Persona {(city == "dalan" ? "dalian" : city)}-reporter" } };
}
