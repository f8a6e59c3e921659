using System.Globalization;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Web.Charts;
using PilotPlatform.Web.Components;

namespace PilotPlatform.Web.Reading;

/// <summary>The figures of reporting.</summary>
internal sealed partial class PlatformReader
{
    public async Task<HomeView> HomeAsync(CancellationToken stop)
    {
        var platform = await PlatformAsync(EditionAddress.None, stop);
        return new HomeView(platform, !platform.IsNow ? null : await ProgressAsync(platform.Programme, "", stop));
    }

    /// <summary>How the programme goes, or one city of it; null if reporting cannot be asked.</summary>
    private async Task<ProgressFigures?> ProgressAsync(Programme programme, string city, CancellationToken stop)
    {
        try
        {
            var overview = clients.Overview.GetOverviewAsync(new() { Name = $"{programme.Name}/overview" }, cancellationToken: stop).ResponseAsync;
            var trend = TrendAsync(programme, city, stop);
            await Task.WhenAll(overview, trend);
            return new ProgressFigures(await overview, await trend);
        }
        catch (RpcException away) when (IsAway(away))
        {
            return null;
        }
    }

    /// <summary>The course over periods, as the report of it has it; null if it cannot be made now, be it that too many reports are wanted at once.</summary>
    private async Task<IReadOnlyList<TrendPoint>?> TrendAsync(Programme programme, string city, CancellationToken stop)
    {
        var month = time.GetUtcNow().DayInShanghai().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var query = new Contracts.Reporting.V1.ReportQuery { Period = month, City = city, LanguageCode = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName };
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
