using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Reading;
using Elsewhere = PilotPlatform.Domain.Scope.Elsewhere;

namespace PilotPlatform.Web.Interviews;

/// <summary>What was answered to a question.</summary>
/// <param name="Fact">What was asked.</param>
/// <param name="Text">The answer as the address has it.</param>
/// <param name="Value">What it stands for; null if the fact has no such value, so that it is asked again.</param>
public sealed record Answered(Fact Fact, string Text, FactValue? Value);

/// <summary>An interview as far as it has come.</summary>
/// <param name="Platform">Where it stands.</param>
/// <param name="Asked">Its address.</param>
/// <param name="City">The city; null while none is chosen.</param>
/// <param name="Answers">What was answered.</param>
/// <param name="Questions">What can be asked next, best first.</param>
/// <param name="Question">The fact that is asked for now; null if the list is shown.</param>
/// <param name="List">The decisions, if the interview is at its end, else only their totals; null while there is no city.</param>
public sealed record InterviewView(
    Platform Platform,
    InterviewAddress Asked,
    City? City,
    IReadOnlyList<Answered> Answers,
    ListNextQuestionsResponse? Questions,
    Fact? Question,
    ListPilotTaskDecisionsResponse? List)
{
    /// <summary>A city that was asked for and is none of the programme's; null if none was.</summary>
    public string? UnknownCity { get; init; }

    /// <summary>Answers of the address to what nobody asks.</summary>
    public IReadOnlyList<UnknownFilter> Unknown { get; init; } = [];

    /// <summary>Whether the address says something that cannot be taken.</summary>
    public bool IsRefused => UnknownCity is not null || Unknown.Count > 0;

    /// <summary>Cities that may have been meant.</summary>
    public IReadOnlyList<City> Suggestions { get; init; } = [];

    /// <summary>The question that is asked now; null if what is asked for was answered with something that is no answer.</summary>
    public NextQuestion? Next => Questions?.NextQuestions.FirstOrDefault(q => q.Fact == Question?.Name);

    /// <summary>What was answered to the question, and is no answer to it.</summary>
    public string? Mistaken => Answers.FirstOrDefault(a => a.Value is null)?.Text;

    public IEnumerable<CellDecision> Of(Decision.Types.Verdict verdict) => List?.Decisions.Where(d => d.Verdict == verdict) ?? [];

    /// <summary>Areas of the gazetteer that lie in the city.</summary>
    /// <summary>The places that are known in the city, and the rest of it.</summary>
    public IEnumerable<Place> PlacesInCity => City is { } city && $"places/{ResourceIds.IdOf(city.Name)}" is var outer
        ? [.. Platform.Content.PlacesWithin(outer), .. Platform.Content.PlacesWithin(outer).Take(1).Select(_ => Platform.Content.Place(Elsewhere.In(outer))!)]
        : [];

    public static int CountOf(VerdictTotal total, Decision.Types.Verdict verdict) => verdict switch
    {
        Decision.Types.Verdict.Applies => total.AppliesCount,
        Decision.Types.Verdict.DoesNotApply => total.DoesNotApplyCount,
        _ => total.UndeterminedCount,
    };
}
