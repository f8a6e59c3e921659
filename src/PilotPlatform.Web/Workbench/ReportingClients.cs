using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Workbench;

/// <summary>The clients that the commands of reporting go by.</summary>
public sealed record ReportingClients(
    ReportingService.ReportingServiceClient Reporting,
    WorkflowService.WorkflowServiceClient Workflow,
    PeriodService.PeriodServiceClient Periods,
    EvidenceService.EvidenceServiceClient Evidence,
    OverviewService.OverviewServiceClient Overview);
