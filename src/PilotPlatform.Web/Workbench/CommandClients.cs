using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Workbench;

/// <summary>The clients that commands go by.</summary>
public sealed record CommandClients(
    CatalogService.CatalogServiceClient Catalog,
    ScopeRulesService.ScopeRulesServiceClient ScopeRules,
    ReportingService.ReportingServiceClient Reporting,
    WorkflowService.WorkflowServiceClient Workflow,
    PeriodService.PeriodServiceClient Periods,
    EvidenceService.EvidenceServiceClient Evidence,
    OverviewService.OverviewServiceClient Overview,
    RegisterService.RegisterServiceClient Registers,
    CarryOverService.CarryOverServiceClient CarryOvers,
    WatchService.WatchServiceClient Watch,
    ReportService.ReportServiceClient Reports);
