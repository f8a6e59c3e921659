using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Questions;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.ScopeRules;

/// <content>Questions around a decision: why, what to ask next, what would have to change, what would another state change.</content>
internal sealed partial class ScopeRulesGrpc
{
    private const int MostQuestions = 1000;

    public override async Task<DecisionExplanation> ExplainDecision(ExplainDecisionRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var rule = frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var city = frame.Set.FindCity("city", request.City).Value;
        var decision = frame.Decide(rule, city, frame.Set.BookIn(request.Facts, city, rule).Value, DecisionView.Full, out var verdict);
        if (log.IsOn)
            await LogAsync(nameof(ExplainDecision), context, request, frame, One(verdict));
        metrics.Decided(nameof(ExplainDecision), 1);
        return ExplanationMessages.Of(decision);
    }

    public override async Task<ListNextQuestionsResponse> ListNextQuestions(ListNextQuestionsRequest request, ServerCallContext context)
    {
        for (var at = 0; at < request.Settlers.Count; at++)
        {
            Known($"settlers[{at}]", request.Settlers[at]);
            if (request.Settlers[at] == Contracts.ScopeRules.V1.Settler.Unspecified)
                throw new FaultException(Fault.Invalid($"settlers[{at}]", "must say who; leave the list empty for everybody"));
        }

        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        _ = frame.Set.FindProgramme("parent", request.Parent).Value;
        var city = request.City.Length == 0 ? null : frame.Set.FindCity("city", request.City).Value;
        var rule = request.PilotTask.Length == 0 ? null : frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var clause = ClauseOf(rule, request.ClauseId);
        var facts = frame.Set.BookIn(request.Facts, city, rule).Value;

        var asked = Asked.Of(frame, rule, city, clause);
        var total = asked.Total(facts);
        var budget = new InterviewBudget(context.CancellationToken.ThrowIfCancellationRequested);
        var details = request.IncludeClauses && clause is null;
        var questions = asked.Next(facts, request.Settlers, MostQuestions, budget, details);
        var page = Paging.Cut(
            questions, request.PageSize, request.PageToken,
            ["nextQuestions", request.Parent, request.City, request.PilotTask, request.ClauseId, details ? "clauses" : "", string.Join(',', request.Settlers), Words(request.Facts, []), .. Made(frame.State)]).Value;
        if (log.IsOn)
            await log.RecordAsync(nameof(ListNextQuestions), context, request, frame.State, total);
        var messages = new QuestionMessages(frame);
        return new ListNextQuestionsResponse
        {
            NextQuestions = { page.Items.Select(q => messages.Question(q, total.UndeterminedCount)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Total = total,
            State = frame.State,
            OpenClauseCount = details ? asked.OpenClauses(facts) : 0,
            CutOff = budget.CutOff,
        };
    }

    public override async Task<ListCounterfactualsResponse> ListCounterfactuals(ListCounterfactualsRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var rule = frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var city = frame.Set.FindCity("city", request.City).Value;
        var facts = frame.Set.BookIn(request.Facts, city, rule).Value;
        if (request.Verdict.ToCore() is not (Verdict.Applies or Verdict.DoesNotApply))
            throw new FaultException(Fault.Invalid("verdict", "must be that it applies or that it does not"));

        var (wanted, clause) = (request.Verdict.ToCore()!.Value, ClauseOf(rule, request.ClauseId));
        var answer = Counterfactuals.Reach(frame.Rules, rule, city, facts, frame.Acts, wanted, clause, interrupt: context.CancellationToken.ThrowIfCancellationRequested);
        var page = Paging.Cut(answer.Sets, request.PageSize, request.PageToken, ["counterfactuals", request.PilotTask, request.City, request.ClauseId, request.Verdict.ToString(), Words(request.Facts, []), .. Made(frame.State)]).Value;
        if (log.IsOn)
            await LogAsync(nameof(ListCounterfactuals), context, request, frame, One(answer.Now));
        var messages = new QuestionMessages(frame);
        return new ListCounterfactualsResponse
        {
            Counterfactuals = { page.Items.Select(s => messages.Counterfactual(s, wanted)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Verdict = answer.Now.ToProto(),
            CitiesElsewhere = { answer.Elsewhere.Select(c => $"places/{c}") },
            CutOff = !answer.Exhausted,
            State = frame.State,
        };
    }

    public override async Task<WhatIfResponse> WhatIf(WhatIfRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        _ = frame.Set.FindProgramme("parent", request.Parent).Value;
        var rule = request.PilotTask.Length == 0 ? null : frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var city = request.City.Length == 0 ? null : frame.Set.FindCity("city", request.City).Value;

        var before = new View(frame.Rules, frame.Set.BookIn(request.Facts, city, rule).Value, frame.Acts);
        var after = Supposing.Suppose(frame, request, context);
        var (was, now) = (default(Tally), default(Tally));
        var flips = RuleSetComparison.WhatIf(before, after, rule?.Number, city?.Id, (old, next) =>
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            was.Add(old);
            now.Add(next);
        });
        var told = flips.Select(f => FlipMessages.Of(f, frame.Set)).ToArray();
        if (log.IsOn)
            await LogAsync(nameof(WhatIf), context, request, frame, now);
        return new WhatIfResponse
        {
            Flips = { told },
            TotalBefore = was.ToProto(),
            TotalAfter = now.ToProto(),
            State = frame.State,
        };
    }

    /// <summary>Place of a clause of a task; null where none is named.</summary>
    /// <exception cref="FaultException">The task has no such clause, or none is named.</exception>
    private static int? ClauseOf(TaskRule? rule, string clause)
    {
        if (clause.Length == 0)
            return null;
        if (rule is null)
            throw new FaultException(Fault.Invalid("clause_id", "needs pilot_task"));
        return rule.IndexOf(clause) is >= 0 and var at
            ? at
            : throw new FaultException(Fault.Invalid("clause_id", $"task {rule.Number} has no clause '{clause}'; it has {string.Join(", ", rule.Clauses.Select(c => c.Id))}"));
    }

    /// <summary>What an answer is made with, as parts of a page token's question.</summary>
    private static string[] Made(AnswerState state) =>
        [state.Edition, state.RuleSet, state.ActsPosition.ToString(System.Globalization.CultureInfo.InvariantCulture), state.AsOfDate.ToString()];
}
