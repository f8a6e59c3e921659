using System.Collections.Frozen;

namespace PilotPlatform.Domain.Reporting;

public enum RiskState
{
    /// <summary>Found, nothing done yet.</summary>
    Identified,

    /// <summary>Measures are being taken.</summary>
    Treated,

    /// <summary>It happened.</summary>
    Occurred,

    /// <summary>Closed: it is over, or small enough to be lived with.</summary>
    Closed,
}

public enum RiskLevel
{
    Low,
    Medium,
    High,
}

/// <summary>A risk of opening up in a city, and what is done about it (风险防控).</summary>
/// <param name="Task">Number of the task on risk prevention that it falls under.</param>
/// <param name="City">Id of the city.</param>
/// <param name="Title">What may happen.</param>
/// <param name="Description">How, and to whom.</param>
/// <param name="Level">How bad it would be.</param>
/// <param name="Measures">What is done about it.</param>
/// <param name="Unit">Who does it.</param>
/// <param name="ReviewDate">When it is to be looked at again; null if no day is set.</param>
public sealed record Risk(int Task, string City, string Title, string Description, RiskLevel Level, string Measures, string Unit, DateOnly? ReviewDate);

public enum CaseState
{
    /// <summary>草稿</summary>
    Draft,

    /// <summary>已报送</summary>
    Submitted,

    /// <summary>省级推荐</summary>
    Endorsed,

    /// <summary>已推荐复制推广</summary>
    Recommended,

    /// <summary>已撤回</summary>
    Withdrawn,
}

/// <summary>What a city did that others can do after it (创新经验).</summary>
public sealed record InnovationCase(int Task, string City, string Title, string Summary, string Practice, string Effect);

public enum AdjustmentState
{
    /// <summary>已提出</summary>
    Proposed,

    /// <summary>研究中</summary>
    UnderReview,

    /// <summary>已批准</summary>
    Approved,

    /// <summary>已实施</summary>
    InForce,

    /// <summary>不予调整</summary>
    Rejected,

    /// <summary>恢复施行</summary>
    Ended,
}

/// <summary>A law or regulation that has to be adjusted in a city for a task (法律法规调整).</summary>
/// <param name="Task">Number of the task that needs it.</param>
/// <param name="City">Id of the city; null for all.</param>
/// <param name="Instrument">The law or regulation.</param>
/// <param name="Provision">The provision in it.</param>
/// <param name="Request">How it is to be adjusted.</param>
/// <param name="Body">Who decides.</param>
/// <param name="Document">The document that decides it; empty while there is none.</param>
/// <param name="EffectiveDate">From when it is adjusted; null while that is not known.</param>
public sealed record LawAdjustment(
    int Task, string? City, string Instrument, string Provision, string Request, string Body, string Document, DateOnly? EffectiveDate);

/// <summary>The steps of each register.</summary>
public static class Registers
{
    public static readonly RegisterRules<RiskState> Risks = Rules(
        "risks",
        [
            (RiskState.Identified, RiskState.Treated), (RiskState.Identified, RiskState.Occurred), (RiskState.Identified, RiskState.Closed),
            (RiskState.Treated, RiskState.Occurred), (RiskState.Treated, RiskState.Closed), (RiskState.Occurred, RiskState.Treated),
            (RiskState.Occurred, RiskState.Closed), (RiskState.Closed, RiskState.Identified),
        ],
        [RiskState.Identified, RiskState.Treated, RiskState.Occurred]);

    public static readonly RegisterRules<CaseState> Cases = Rules(
        "innovationCases",
        [
            (CaseState.Draft, CaseState.Submitted), (CaseState.Submitted, CaseState.Draft), (CaseState.Submitted, CaseState.Endorsed),
            (CaseState.Endorsed, CaseState.Draft), (CaseState.Endorsed, CaseState.Recommended), (CaseState.Draft, CaseState.Withdrawn),
            (CaseState.Submitted, CaseState.Withdrawn), (CaseState.Endorsed, CaseState.Withdrawn), (CaseState.Recommended, CaseState.Withdrawn),
        ],
        [CaseState.Draft],
        CaseState.Endorsed, CaseState.Recommended);

    public static readonly RegisterRules<AdjustmentState> Adjustments = Rules(
        "lawAdjustments",
        [
            (AdjustmentState.Proposed, AdjustmentState.UnderReview), (AdjustmentState.UnderReview, AdjustmentState.Approved),
            (AdjustmentState.Proposed, AdjustmentState.Rejected), (AdjustmentState.UnderReview, AdjustmentState.Rejected),
            (AdjustmentState.Approved, AdjustmentState.UnderReview), (AdjustmentState.Approved, AdjustmentState.InForce), (AdjustmentState.InForce, AdjustmentState.Ended),
            (AdjustmentState.Rejected, AdjustmentState.Proposed),
        ],
        [AdjustmentState.Proposed, AdjustmentState.UnderReview, AdjustmentState.Approved]);

    public static Result<Risk> Check(this Risk risk) => Checked(
        risk,
        [
            .. Texts.OfALine("risk.title", risk.Title, 200),
            .. Texts.Violations("risk.description", risk.Description, 4000),
            .. Maybe("risk.measures", risk.Measures, 4000),
            .. Texts.OfALine("risk.unit", risk.Unit, 100),
        ]);

    /// <summary>Why a risk cannot be looked at again on the day that is set: a day that is new is neither past nor behind the last that may be set; null if it can.</summary>
    /// <param name="risk">The risk as it is to be.</param>
    /// <param name="before">As it stood; null for one that is entered.</param>
    /// <param name="at">When it is written.</param>
    public static Fault? Misdated(this Risk risk, Risk? before, Moment at)
    {
        if (risk.ReviewDate == before?.ReviewDate)
            return null;
        return risk.ReviewDate < at.Today ? Fault.Invalid("risk.review_date", $"{risk.ReviewDate:yyyy-MM-dd} is past") : Limits.TooLate("risk.review_date", risk.ReviewDate, at);
    }

    public static Result<InnovationCase> Check(this InnovationCase found) => Checked(
        found,
        [
            .. Texts.OfALine("innovation_case.title", found.Title, 200),
            .. Texts.Violations("innovation_case.summary", found.Summary, 1000),
            .. Maybe("innovation_case.practice", found.Practice, 8000),
            .. Maybe("innovation_case.effect", found.Effect, 4000),
        ]);

    public static Result<LawAdjustment> Check(this LawAdjustment adjustment) => Checked(
        adjustment,
        [
            .. Texts.OfALine("law_adjustment.instrument", adjustment.Instrument, 200),
            .. Maybe("law_adjustment.provision", adjustment.Provision, 500),
            .. Texts.Violations("law_adjustment.request", adjustment.Request, 2000),
            .. Texts.OfALine("law_adjustment.body", adjustment.Body, 100),
            .. Maybe("law_adjustment.document", adjustment.Document, 200),
        ]);

    /// <summary>Why an adjustment cannot read otherwise: what was approved is its words, behind which only its document and its day may follow; null if it can.</summary>
    public static Fault? Reworded(this RegisterEntry<LawAdjustment, AdjustmentState> entry, LawAdjustment content) =>
        entry.State is AdjustmentState.Approved && content with { Document = entry.Content.Document, EffectiveDate = entry.Content.EffectiveDate } != entry.Content
            ? Fault.Forbidden(Adjustments.PrintedOf(entry.Name), entry.State.ToString(), "amend more than its document and its day before it is under review again")
            : null;

    /// <summary>What an adjustment is that cannot come into a state as it stands: nobody can follow one in force without the document and its day, nor before that day; null if it can.</summary>
    public static string? Unready(this LawAdjustment adjustment, AdjustmentState to, DateOnly today) => (to, adjustment) switch
    {
        (not AdjustmentState.InForce, _) => null,
        (_, { Document.Length: 0 } or { EffectiveDate: null }) => "without its document, or the day from which it holds",
        (_, { EffectiveDate: var day }) => day > today ? $"to hold only from {day:yyyy-MM-dd} on" : null,
    };

    private static IEnumerable<Violation> Maybe(string field, string text, int most) => text.Length == 0 ? [] : Texts.Violations(field, text, most);

    private static Result<T> Checked<T>(T content, Violation[] violations) => violations.Length == 0 ? content : Fault.Invalid([.. violations]);

    private static RegisterRules<TState> Rules<TState>(string collection, (TState From, TState To)[] steps, TState[] amendable, params TState[] approvals)
        where TState : struct, Enum => new(collection, steps.ToFrozenSet(), amendable.ToFrozenSet(), approvals.ToFrozenSet());
}
