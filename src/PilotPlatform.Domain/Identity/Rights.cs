using System.Collections.Frozen;
using System.Collections.Immutable;
using static PilotPlatform.Domain.Identity.Role;

namespace PilotPlatform.Domain.Identity;

/// <summary>The one place that says which role may do what.</summary>
public static class Rights
{
    private static readonly FrozenDictionary<Right, ImmutableArray<Role>> Holders = new Dictionary<Right, ImmutableArray<Role>>
    {
        [Right.ReadPublished] = [Public, CityReporter, CityReviewer, ProvincialOffice, Ministry, Auditor, InternalSystem],
        [Right.ReadUnpublished] = [CityReporter, CityReviewer, ProvincialOffice, Ministry, Auditor, InternalSystem],
        [Right.ReadLedger] = [Ministry, Auditor, InternalSystem],
        [Right.ReadOperations] = [Ministry, Auditor, InternalSystem],

        [Right.PublishEdition] = [Ministry],
        [Right.PublishRuleSet] = [Ministry],
        [Right.RecordCityAct] = [CityReviewer],
        [Right.RecordAuthorityAct] = [ProvincialOffice, Ministry],
        [Right.RecordNationalAct] = [Ministry],

        [Right.PlanCommitment] = [CityReporter, CityReviewer],
        [Right.DispatchCommitment] = [CityReporter, CityReviewer],
        [Right.AcknowledgeCommitment] = [CityReporter, CityReviewer],
        [Right.ReportProgress] = [CityReporter, CityReviewer],
        [Right.ReviewForCity] = [CityReviewer],
        [Right.ReviewForProvince] = [ProvincialOffice],
        [Right.RequestExtension] = [CityReporter, CityReviewer],
        [Right.DecideExtension] = [ProvincialOffice, Ministry],
        [Right.Remind] = [CityReviewer, ProvincialOffice, Ministry],
        [Right.Escalate] = [ProvincialOffice, Ministry],
        [Right.RequestClosure] = [CityReporter, CityReviewer],
        [Right.DecideClosure] = [ProvincialOffice, Ministry],
        [Right.ChangeCourse] = [ProvincialOffice, Ministry],
        [Right.FreezePeriod] = [Ministry],
        [Right.AnswerProblem] = [CityReviewer, ProvincialOffice, Ministry],
        [Right.AnswerForCity] = [CityReviewer],
        [Right.AnswerForProvince] = [ProvincialOffice],
        [Right.AnswerForMinistry] = [Ministry],
        [Right.KeepRisks] = [CityReporter, CityReviewer, ProvincialOffice, Ministry],
        [Right.DraftCase] = [CityReporter, CityReviewer],
        [Right.RecommendCase] = [ProvincialOffice, Ministry],
        [Right.PublishCase] = [Ministry],
        [Right.KeepAdjustments] = [ProvincialOffice, Ministry],
        [Right.CarryOver] = [CityReviewer, ProvincialOffice, Ministry],
        [Right.DecideCarryOver] = [ProvincialOffice, Ministry],
        [Right.KeepSubscriptions] = [CityReviewer, ProvincialOffice, Ministry],
    }.ToFrozenDictionary();

    /// <summary>The roles that hold a right, each within its jurisdiction.</summary>
    public static ImmutableArray<Role> HoldersOf(Right right) => Holders[right];

    /// <summary>Whether the caller may do so.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="right">What it wants to do.</param>
    /// <param name="city">Id of the city it is done for; null for what is no single city's, which only roles of the whole programme may do.</param>
    public static bool May(this Caller caller, Right right, string? city = null) =>
        right == Right.ReadPublished
        || Holders[right].Any(role => caller.Roles.Contains(role) && (role.IsEverywhere() || (city is not null && caller.Jurisdiction.Covers(city))));

    /// <summary>Whether the caller may do so for some city or everywhere.</summary>
    public static bool MaySomewhere(this Caller caller, Right right) => caller.Roles.Overlaps(Holders[right]);

    /// <summary>The caller, if it holds the right for some city or everywhere: of which city a call is may show only later, and whoever has no right is told nothing before.</summary>
    public static Result<Caller> DemandSomewhere(this Caller caller, Right right) => caller.MaySomewhere(right) ? caller : caller.Demand(right);

    /// <summary>The caller, if it may do so; the refusal says nothing of whether what it asks for exists.</summary>
    public static Result<Caller> Demand(this Caller caller, Right right, string? city = null)
    {
        if (caller.May(right, city))
            return caller;
        return caller.IsAnonymous ? Fault.SignInRequired(right.ToString()) : Fault.NoRight(right.ToString());
    }
}
