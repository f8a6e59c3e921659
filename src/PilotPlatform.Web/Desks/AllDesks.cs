using PilotPlatform.Web.Importing;
using PilotPlatform.Web.Reports;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>Every desk, and every form of the pages.</summary>
public static class AllDesks
{
    public static IReadOnlyList<Desk> Shown { get; } =
        [ProblemDesk.Desk, RiskDesk.Desk, CaseDesk.Desk, AdjustmentDesk.Desk, ActDesk.Desk, RuleSetDesk.Desk, PeriodDesk.Desk, CarryOverDesk.Desk, SubscriptionDesk.Desk];

    /// <summary>Every form that a page has, each of which sends one command.</summary>
    public static IEnumerable<StepForm> Forms =>
        [Steps.Open, .. Steps.All, .. Shown.SelectMany(d => d.New.Concat(d.OnEach)), .. ImportForms.All, .. FillForms.All, RuleSetDesk.Publish];
}
