using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Charts;

namespace PilotPlatform.Web.Reading;

/// <summary>The figures of reporting.</summary>
internal sealed partial class PlatformReader
{
    public async Task<HomeView> HomeAsync(CancellationToken stop)
    {
        var platform = await PlatformAsync(stop);
        return new HomeView(platform, await ProgressAsync(platform.Programme, stop));
    }

    /// <summary>How the programme goes; null if reporting cannot be asked.</summary>
    private async Task<ProgressFigures?> ProgressAsync(Programme programme, CancellationToken stop)
    {
        try
        {
            var overview = clients.Overview.GetOverviewAsync(new() { Name = $"{programme.Name}/overview" }, cancellationToken: stop).ResponseAsync;
            var periods = clients.Periods.ListPeriodsAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop).ResponseAsync;
            await Task.WhenAll(overview, periods);
            return new ProgressFigures(
                await overview,
                [
                    .. from period in (await periods).Periods
                       where period.Snapshots.Count > 0
                       orderby period.LastDate.Year, period.LastDate.Month, period.Period_.Length
                       select new TrendPoint(period.Period_, period.Snapshots[^1]),
                ]);
        }
        catch (RpcException away) when (IsAway(away))
        {
            return null;
        }
    }
}
