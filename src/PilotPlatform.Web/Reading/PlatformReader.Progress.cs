using System.Globalization;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Charts;
using PilotPlatform.Web.Components;

namespace PilotPlatform.Web.Reading;

/// <summary>The figures of reporting.</summary>
internal sealed partial class PlatformReader
{
    public async Task<HomeView> HomeAsync(EditionAddress asked, CancellationToken stop)
    {
        var platform = await PlatformAsync(asked, stop);
        return new HomeView(platform, !platform.IsNow ? null : await ProgressAsync(platform.Programme, new(), stop));
    }

    /// <summary>How the programme goes; null if reporting cannot be asked.</summary>
    /// <param name="programme">The programme.</param>
    /// <param name="of">Of which city or province the course is wanted; of all if it names none.</param>
    /// <param name="stop">Ends the reading.</param>
    private async Task<ProgressFigures?> ProgressAsync(Programme programme, ReportQuery of, CancellationToken stop)
    {
        try
        {
            var overview = clients.Overview.GetOverviewAsync(new() { Name = $"{programme.Name}/overview" }, cancellationToken: stop).ResponseAsync;
            var trend = TrendAsync(programme, of, stop);
            await Task.WhenAll(overview, trend);
            return new ProgressFigures(await overview, await trend);
        }
        catch (RpcException away) when (IsAway(away))
        {
            return null;
        }
    }

    /// <summary>The course over periods, as the report of it has it; null if it cannot be made now, be it that too many reports are wanted at once.</summary>
    private async Task<IReadOnlyList<TrendPoint>?> TrendAsync(Programme programme, ReportQuery of, CancellationToken stop)
    {
        var month = time.GetUtcNow().DayInShanghai().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var query = new ReportQuery(of) { Period = month, LanguageCode = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName };
        try
        {
            return TrendPoint.Of(await clients.Reports.GetReportAsync(new() { Name = $"{programme.Name}/reports/trend", Query = query }, cancellationToken: stop));
        }
        catch (RpcException refused) when (IsAway(refused) || refused.StatusCode == StatusCode.ResourceExhausted)
        {
            return null;
        }
    }
}
