using System.Collections.Concurrent;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>A process that is killed while it writes has lost nothing that it acknowledged.</summary>
public sealed class DurabilityTests : IDisposable
{
    private const int Writers = 16;
    private const int Rounds = 3;
    private const int AcknowledgedBeforeTheKill = 200;

    private static readonly string[] Commitments = ["1-dalian", "2-suzhou", "3-hefei", "4-xian"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-kill-");
    private readonly ConcurrentDictionary<Guid, ProgressReport> acknowledged = new();
    private readonly ConcurrentDictionary<string, int> months = new(StringComparer.Ordinal);

    [Fact]
    public async Task Suite_KilledWhileItWrites_HasEveryAcknowledgedWriteWhenItIsBack()
    {
        for (var round = 0; round <= Rounds; round++)
        {
            await using var suite = await SuiteProcess.StartAsync(folder.FullName);
            if (round == 0)
            {
                foreach (var commitment in Commitments)
                    await Writing.OpenAsync(suite.Client, int.Parse(commitment.Split('-')[0], System.Globalization.CultureInfo.InvariantCulture), commitment.Split('-')[1]);
            }
            else
            {
                await HoldsAsync(suite); // what was acknowledged before it was killed
            }

            if (round == Rounds)
                return;
            var writers = Enumerable.Range(0, Writers).Select(writer => WriteUntilKilledAsync(suite, Commitments[writer % Commitments.Length])).ToArray();
            while (acknowledged.Count < (round + 1) * AcknowledgedBeforeTheKill)
                await Task.Delay(1, TestContext.Current.CancellationToken);
            suite.Running.Signal("KILL");
            await Task.WhenAll(writers);
            Assert.NotEqual(0, await suite.Running.EndedAsync());
        }
    }

    public void Dispose() => folder.Delete(recursive: true);

    private async Task WriteUntilKilledAsync(SuiteProcess suite, string commitment)
    {
        try
        {
            while (true)
            {
                var (month, request) = (months.AddOrUpdate(commitment, 0, (_, last) => last + 1), Guid.CreateVersion7());
                acknowledged[request] = await Writing.ReportAsync(suite.Client, commitment, month, request);
            }
        }
        catch (RpcException)
        {
            // Killed: this write was not acknowledged.
        }
    }

    private async Task HoldsAsync(SuiteProcess suite)
    {
        var held = new Dictionary<string, ProgressReport>(StringComparer.Ordinal);
        foreach (var commitment in Commitments)
        {
            var reports = await suite.Client.Reporting.ListProgressReportsAsync(
                new ListProgressReportsRequest { Parent = $"{Writing.Programme}/commitments/{commitment}", PageSize = 1000 },
                Writing.ReporterOf(commitment.Split('-')[1]),
                cancellationToken: TestContext.Current.CancellationToken);
            Assert.Equal(Enumerable.Range(1, reports.TotalSize), reports.ProgressReports.Select(r => int.Parse(r.Name.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture)).Order());
            foreach (var report in reports.ProgressReports)
                held.Add(report.Name, report);
        }

        Assert.All(acknowledged.Values, report => Assert.Equal(report, held[report.Name]));
        Assert.Equal(
            Enumerable.Range(Commitments.Length + 1, held.Count).Select(n => (long)n),
            held.Values.Select(r => r.LedgerPosition).Order());

        var (request, answer) = acknowledged.First();
        var again = await suite.Client.Reporting.CreateProgressReportAsync(
            new CreateProgressReportRequest
            {
                Parent = answer.Name[..answer.Name.LastIndexOf("/progressReports/", StringComparison.Ordinal)],
                RequestId = request.ToString(),
                ProgressReport = new ProgressReport { Period = answer.Period, Narrative = answer.Narrative, ProgressPercent = answer.ProgressPercent },
            },
            Writing.ReporterOf(answer.Name.Split('/')[3].Split('-')[1]),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(answer, again);
    }
}
