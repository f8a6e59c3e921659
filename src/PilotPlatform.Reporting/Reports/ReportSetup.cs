using PilotPlatform.Reporting.Reports.Filling;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Reports as part of the service.</summary>
internal static class ReportSetup
{
    public static void AddReports(this IServiceCollection services)
    {
        services.AddSingleton<ReportWordsFile>();
        services.AddSingleton<CatalogueReader>();
        services.AddSingleton<PastBasis>();
        services.AddSingleton<BasisReader>();
        services.AddSingleton<StandingReader>();
        services.AddSingleton<ReportQueue>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<FillingDesk>();
    }
}
