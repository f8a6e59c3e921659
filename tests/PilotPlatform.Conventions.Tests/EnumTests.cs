using Core = PilotPlatform.Domain;

namespace PilotPlatform.Conventions.Tests;

/// <summary>Enums of the core and of the contracts, which services cast into each other: the same values in the same order.</summary>
public sealed class EnumTests
{
    public static TheoryData<Type, string> Pairs => new()
    {
        { typeof(Core.Truth), "pilotplatform.scoperules.v1.Proof.Value" },
        { typeof(Core.Scope.ReachState), "pilotplatform.scoperules.v1.Reach.State" },
        { typeof(Core.Scope.Verdict), "pilotplatform.scoperules.v1.Decision.Verdict" },
        { typeof(Core.Scope.Basis), "pilotplatform.scoperules.v1.Decision.Basis" },
        { typeof(Core.Scope.ActKind), "pilotplatform.scoperules.v1.ActKind" },
        { typeof(Core.Scope.Settler), "pilotplatform.scoperules.v1.Settler" },
        { typeof(Core.Scope.CitedPart), "pilotplatform.scoperules.v1.Citation.Part" },
        { typeof(Core.Scope.FactType), "pilotplatform.scoperules.v1.Fact.Type" },
        { typeof(Core.Catalogue.PlaceKind), "pilotplatform.catalog.v1.Place.Kind" },
        { typeof(Core.Catalogue.CheckOutcome), "pilotplatform.catalog.v1.ReconciliationCheck.Outcome" },
        { typeof(Core.Catalogue.ScopeCell), "pilotplatform.catalog.v1.CellChange.Cell" },
        { typeof(Core.Catalogue.Comparison.TaskChangeKind), "pilotplatform.catalog.v1.TaskChange.Kind" },
        { typeof(Core.Catalogue.Comparison.PassageChangeKind), "pilotplatform.catalog.v1.PassageChange.Kind" },
        { typeof(Core.Catalogue.Comparison.CarryOver), "pilotplatform.catalog.v1.CarryOver" },
        { typeof(Core.Catalogue.Structure.PolicyForce), "pilotplatform.catalog.v1.PolicyForce" },
        { typeof(Core.Catalogue.Structure.ScopeForm), "pilotplatform.catalog.v1.ScopeForm" },
        { typeof(Core.Documents.DefectKind), "pilotplatform.catalog.v1.SourceDefect.Kind" },
        { typeof(Core.Reporting.CommitmentState), "pilotplatform.reporting.v1.Commitment.State" },
        { typeof(Core.Reporting.ProblemLevel), "pilotplatform.reporting.v1.ProgressReport.Problem.Level" },
        { typeof(Core.Reporting.ReportState), "pilotplatform.reporting.v1.ProgressReport.State" },
        { typeof(Core.Reporting.WorkflowStep), "pilotplatform.reporting.v1.WorkflowStep" },
        { typeof(Core.Reporting.Party), "pilotplatform.reporting.v1.Party" },
        { typeof(Core.Reporting.WaitReason), "pilotplatform.reporting.v1.WaitReason" },
        { typeof(Core.Reporting.EscalationLevel), "pilotplatform.reporting.v1.EscalationLevel" },
        { typeof(Core.Reporting.ReviewLevel), "pilotplatform.reporting.v1.ReviewLevel" },
        { typeof(Core.Reporting.ClosureOutcome), "pilotplatform.reporting.v1.ClosureOutcome" },
        { typeof(Core.Reporting.RequestState), "pilotplatform.reporting.v1.RequestState" },
        { typeof(Core.Reporting.Lamp), "pilotplatform.reporting.v1.Commitment.Lamp" },
        { typeof(Core.Reporting.Lamp), "pilotplatform.reporting.v1.LampReading.Color" },
        { typeof(Core.Reporting.LampMeasure), "pilotplatform.reporting.v1.LampMeasure" },
        { typeof(Core.Reporting.EvidenceState), "pilotplatform.reporting.v1.Evidence.State" },
        { typeof(Core.Reporting.RiskState), "pilotplatform.reporting.v1.Risk.State" },
        { typeof(Core.Reporting.RiskLevel), "pilotplatform.reporting.v1.Risk.Level" },
        { typeof(Core.Reporting.CaseState), "pilotplatform.reporting.v1.InnovationCase.State" },
        { typeof(Core.Reporting.CarryOverDecision), "pilotplatform.reporting.v1.CarryOverDecision" },
        { typeof(Core.Reporting.SubscriptionState), "pilotplatform.reporting.v1.Subscription.State" },
        { typeof(Core.Reporting.AdjustmentState), "pilotplatform.reporting.v1.LawAdjustment.State" },
        { typeof(Core.Reporting.Reports.ReportKind), "pilotplatform.reporting.v1.Report.Kind" },
        { typeof(Core.Reporting.Reports.ColumnType), "pilotplatform.reporting.v1.Report.Column.Type" },
    };

    /// <summary>Enums of the core that never leave it.</summary>
    private static readonly Type[] Inside =
    [
        typeof(Core.FaultKind),
        typeof(Core.Documents.BlockKind),
        typeof(Core.Documents.HeadingKind),
        typeof(Core.Catalogue.ScopeGroup),
        typeof(Core.Catalogue.Search.SegmentKind),
        typeof(Core.Identity.Role),
        typeof(Core.Identity.Right),
    ];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Values_OfCoreAndContract_AreTheSameBehindUnspecified(Type core, string contract)
    {
        var descriptor = Contracts.Enums.Single(e => e.FullName == contract);
        var prefix = Words.UpperSnake(descriptor.Name) + "_";

        Assert.Equal(
            Enum.GetValues(core).Cast<object>().Select(v => ($"{prefix}{Words.UpperSnake(v.ToString()!)}", Convert.ToInt32(v, System.Globalization.CultureInfo.InvariantCulture) + 1)),
            descriptor.Values.Skip(1).Select(v => (v.Name, v.Number)));
    }

    [Fact]
    public void Enums_OfTheCore_AreHeldAgainstAContractOrStayInside() =>
        Assert.Empty(Assemblies.Written.Where(t => t.IsEnum && t.IsPublic && t.Assembly == typeof(Core.Fault).Assembly)
            .Except(Inside).Except(Pairs.Select(p => p.Data.Item1)));
}
