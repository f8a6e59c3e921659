using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Matrices;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Web.Reading;

/// <summary>The matrix, and what its filters need besides it.</summary>
internal sealed partial class PlatformReader
{
    public async Task<MatrixView> MatrixAsync(MatrixAddress asked, CancellationToken stop)
    {
        var platform = asked.Of.IsAsked ? await PlatformAsync(asked.Of, stop) : await PlatformAsync(stop); // without rules there is none to show
        if (asked.Unknown(platform).Count > 0)
            return new MatrixView(platform, asked, null, null, IsReportingAway: false);
        var verdicts = asked.WantedVerdict is null ? null : await VerdictsAsync(platform, stop);
        var commitments = asked.WantedLamp is { } lamp
            ? await CommitmentsAsync(new() { Parent = platform.Programme.Name, Edition = platform.Programme.Edition, Lamps = { lamp } }, stop)
            : [];
        var lamps = asked.WantedLamp is null || commitments is null
            ? null
            : commitments.GroupBy(c => (c.Edition == platform.Programme.Edition ? c.PilotTask : c.CurrentPilotTask, ResourceIds.IdOf(c.City))).ToDictionary(g => g.Key, g => g.MaxBy(c => c.CreateTime.ToDateTimeOffset())!.Lamp);
        return new MatrixView(platform, asked, verdicts, lamps, commitments is null);
    }

    private async Task<Dictionary<(string Task, string City), Verdict>> VerdictsAsync(Platform platform, CancellationToken stop)
    {
        var batch = new BatchDecideRequest { Parent = platform.Programme.Name };
        batch.Items.AddRange(
            from task in platform.Content.Tasks
            from city in platform.Content.Cities
            select new BatchDecideRequest.Types.Item { TaskNumber = task.Number, City = ResourceIds.IdOf(city.Name) });
        var answer = await InStateAsync(platform, state => scopeRules.BatchDecideAsync(new(batch) { State = state }, cancellationToken: stop).ResponseAsync);
        return answer.Results.Where(r => r.Decision is not null)
            .ToDictionary(r => (r.Decision.PilotTask, ResourceIds.IdOf(r.Decision.City)), r => r.Decision.Verdict);
    }
}
