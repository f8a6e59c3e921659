using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.State;
using Change = PilotPlatform.Domain.Scope.Change;


namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Questions and counterfactuals as messages.</summary>
internal sealed class QuestionMessages(Frame frame)
{
    private readonly FactWords words = new(frame.Set);

    /// <param name="question">The question.</param>
    /// <param name="open">How many of the cells asked about are open as it stands.</param>
    public NextQuestion Question(Question question, int open) => new()
    {
        Fact = $"facts/{question.Fact.Id}",
        Settler = question.Fact.Settler.ToProto(),
        Question = question.Fact.Question.Chinese,
        EnglishQuestion = question.Fact.Question.English,
        Outcomes = { question.Answers.Select(a => Outcome(question.Fact, a, open)) },
        SettledAtLeastCount = question.Answers.Min(a => open - a.Undetermined),
        OpenCount = question.Matters,
        OpenClauseCount = question.MattersToDetails,
    };

    public Counterfactual Counterfactual(ChangeSet set, Verdict wanted) =>
        new() { Changes = { set.Changes.Select(ChangeOf) }, Verdict = wanted.ToProto() };

    private NextQuestion.Types.Outcome Outcome(Domain.Scope.Fact fact, Answer answer, int open)
    {
        var said = words.Range(fact, answer.Least, answer.Greatest);
        return new NextQuestion.Types.Outcome
        {
            Answer = answer.Least?.ToProto(fact.Id),
            AnswerUntil = answer.Greatest?.ToProto(fact.Id),
            Description = said.Chinese,
            EnglishDescription = said.English,
            SettledCount = open - answer.Undetermined,
            SettledClauseCount = answer.Details,
            Total = new VerdictTotal { AppliesCount = answer.Applies, DoesNotApplyCount = answer.DoesNotApply, UndeterminedCount = answer.Undetermined },
        };
    }

    private Counterfactual.Types.Change ChangeOf(Change change)
    {
        if (change.Act is { } act)
            return new Counterfactual.Types.Change
            {
                ActKind = act.Kind.ToProto(),
                Settler = act.Settler.ToProto(),
                Sentence = act.Question.Chinese,
                EnglishSentence = act.Question.English,
            };

        var fact = change.Fact!;
        var ranges = change.To.Select(r => words.Range(fact, r.Least, r.Greatest)).ToArray();
        return new Counterfactual.Types.Change
        {
            Fact = $"facts/{fact.Id}",
            Current = change.From?.ToProto(fact.Id),
            Ranges = { change.To.Select(r => new Counterfactual.Types.Change.Types.Range { Least = r.Least.ToProto(fact.Id), Greatest = r.Greatest.ToProto(fact.Id) }) },
            Settler = fact.Settler.ToProto(),
            Sentence = $"{fact.Question.Chinese}{string.Join("、", ranges.Select(r => r.Chinese))}",
            EnglishSentence = $"{fact.Question.English} {string.Join(", ", ranges.Select(r => r.English))}",
        };
    }
}
