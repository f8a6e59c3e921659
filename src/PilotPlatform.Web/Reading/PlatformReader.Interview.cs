using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Web.Interviews;

namespace PilotPlatform.Web.Reading;

/// <summary>"What may I do?": the next question, and in the end the list.</summary>
internal sealed partial class PlatformReader
{
    private const int QuestionsRead = 50;

    public async Task<InterviewView> InterviewAsync(InterviewAddress asked, CancellationToken stop)
    {
        var platform = await PlatformAsync(stop);
        if (CityOf(platform.Content, asked.City) is not { } city)
            return new InterviewView(platform, asked with { City = null }, null, [], null, null, null) { UnknownCity = asked.City, Suggestions = asked.City is { } unknown ? await AlikeAsync(platform, unknown, stop) : [] };

        var facts = await FactsAsync(platform, stop);
        var known = asked.Answers.ToLookup(a => facts.Any(f => f.Name == $"facts/{a.Fact}"));
        asked = asked with { Answers = [.. known[true]] };
        List<Answered> answers =
        [
            .. from answer in asked.Answers
               join fact in facts on $"facts/{answer.Fact}" equals fact.Name
               select new Answered(fact, answer.Text, FactTexts.Parse(fact, answer.Text, platform.Content)),
        ];
        List<FactValue> said = [.. answers.Select(a => a.Value).OfType<FactValue>()];
        var questions = await InStateAsync(platform, state => scopeRules.ListNextQuestionsAsync(
            new() { Parent = platform.Programme.Name, City = ResourceIds.IdOf(city.Name), Facts = { said }, PageSize = QuestionsRead, IncludeClauses = true, State = state }, cancellationToken: stop).ResponseAsync);
        var next = answers.FirstOrDefault(a => a.Value is null)?.Fact
            ?? (asked.IsList ? null : facts.FirstOrDefault(f => f.Name == questions.NextQuestions.FirstOrDefault()?.Fact));
        var list = next is null ? await InStateAsync(platform, state => DecisionsAsync(platform, state, city, said, stop)) : null;
        return new InterviewView(platform, asked, city, answers, questions, next, list)
        {
            Unknown = [.. known[false].Select(a => new UnknownFilter("InterviewAnswerColumn", a.Fact))],
        };
    }

    private async Task<ListPilotTaskDecisionsResponse> DecisionsAsync(Platform platform, ReadState? state, City city, IEnumerable<FactValue> known, CancellationToken stop)
    {
        var request = new ListPilotTaskDecisionsRequest
        {
            Parent = platform.Programme.Name, City = ResourceIds.IdOf(city.Name), Facts = { known }, View = DecisionView.Basic, PageSize = WholeList, State = state,
        };
        var list = await scopeRules.ListPilotTaskDecisionsAsync(request, cancellationToken: stop);
        for (var page = list; page.NextPageToken.Length > 0; list.Decisions.Add(page.Decisions))
        {
            request.PageToken = page.NextPageToken;
            page = await scopeRules.ListPilotTaskDecisionsAsync(request, cancellationToken: stop);
        }

        return list;
    }

    private async Task<IReadOnlyList<Fact>> FactsAsync(Platform platform, CancellationToken stop) =>
        (await InStateAsync(platform, state => scopeRules.ListFactsAsync(new() { PageSize = WholeList, State = state }, cancellationToken: stop).ResponseAsync)).Facts;
}
