using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Questions;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.RuleSets;
using PilotPlatform.ScopeRules.Watching;
using PilotPlatform.ServiceDefaults;
using Flip = PilotPlatform.Contracts.ScopeRules.V1.Flip;

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
        var decision = frame.Decide(rule, city, frame.Set.Book(request.Facts).Value, DecisionView.Full, out var verdict);
        if (log.IsOn)
            await LogAsync(nameof(ExplainDecision), context, request, frame, One(verdict));
        metrics.Decided(nameof(ExplainDecision), 1);
        return ExplanationMessages.Of(decision);
    }

    public override async Task<ListNextQuestionsResponse> ListNextQuestions(ListNextQuestionsRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        _ = frame.Set.FindProgramme("parent", request.Parent).Value;
        var city = frame.Rules.CityIndex(frame.Set.FindCity("city", request.City).Value.Id);
        int[]? tasks = request.PilotTask.Length == 0 ? null : [frame.Set.FindTask("pilot_task", request.PilotTask).Value.Index];
        var facts = frame.Set.Book(request.Facts).Value;

        var cells = city < 0 ? [] : Interview.Cells(frame.Rules, tasks, [city]);
        var tally = default(Tally);
        foreach (var cell in cells)
            tally.Add(frame.Rules.Quick(cell.Task, cell.City, facts.Codes, frame.Acts).Verdict);
        var total = tally.ToProto();
        var questions = cells.IsEmpty ? [] : Interview.Next(frame.Rules, cells, facts, frame.Acts, most: MostQuestions);
        var page = Paging.Cut(questions, request.PageSize, request.PageToken, ["nextQuestions", request.Parent, request.City, request.PilotTask, Words(request.Facts, []), .. Made(frame)]).Value;
        var messages = new QuestionMessages(frame);
        return new ListNextQuestionsResponse
        {
            NextQuestions = { page.Items.Select(q => messages.Question(q, total.UndeterminedCount)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Total = total,
            State = frame.State,
        };
    }

    public override async Task<ListCounterfactualsResponse> ListCounterfactuals(ListCounterfactualsRequest request, ServerCallContext context)
    {
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var rule = frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var city = frame.Set.FindCity("city", request.City).Value;
        var facts = frame.Set.Book(request.Facts).Value;
        if (request.Verdict.ToCore() is not (Verdict.Applies or Verdict.DoesNotApply))
            throw new FaultException(Fault.Invalid("verdict", "must be that it applies or that it does not"));

        var wanted = request.Verdict.ToCore()!.Value;
        var index = frame.Rules.CityIndex(city.Id);
        var answer = Counterfactuals.Reach(frame.Rules, rule, city, facts, frame.Acts, wanted);
        var page = Paging.Cut(answer.Sets, request.PageSize, request.PageToken, ["counterfactuals", request.PilotTask, request.City, request.Verdict.ToString(), Words(request.Facts, []), .. Made(frame)]).Value;
        var messages = new QuestionMessages(frame);
        return new ListCounterfactualsResponse
        {
            Counterfactuals = { page.Items.Select(s => messages.Counterfactual(s, wanted)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Verdict = frame.Rules.Quick(rule.Index, index, facts.Codes, frame.Acts).Verdict.ToProto(),
            CitiesElsewhere = { answer.Elsewhere.Select(c => $"places/{c}") },
            CutOff = !answer.Exhausted,
            State = frame.State,
        };
    }

    public override async Task<WhatIfResponse> WhatIf(WhatIfRequest request, ServerCallContext context)
    {
        var snapshot = await frames.ReachAsync(request.State?.MinimumToken ?? "", "state.minimum_token", context.CancellationToken);
        var frame = frames.Find(snapshot, request.State);
        _ = frame.Set.FindProgramme("parent", request.Parent).Value;
        int? task = request.PilotTask.Length == 0 ? null : frame.Set.FindTask("pilot_task", request.PilotTask).Value.Number;
        var city = request.City.Length == 0 ? null : frame.Set.FindCity("city", request.City).Value.Id;

        var before = new Sight(frame, frame.Set.Book(request.Facts).Value);
        var after = Supposing.Suppose(snapshot, frame, request);
        var (was, now) = (default(Tally), default(Tally));
        var response = new WhatIfResponse { State = frame.State };
        response.Flips.Add(new Flips(task, city).Between(before, after, (old, next) =>
        {
            was.Add(old);
            now.Add(next);
        }));
        response.TotalBefore = was.ToProto();
        response.TotalAfter = now.ToProto();
        return response;
    }

    public override async Task<CompareRuleSetsResponse> CompareRuleSets(CompareRuleSetsRequest request, ServerCallContext context)
    {
        var snapshot = await frames.ReachAsync(request.State?.MinimumToken ?? "", "state.minimum_token", context.CancellationToken);
        var frame = frames.Find(snapshot, request.State);
        var set = snapshot.FindSet("name", request.Name).Value;
        if (request.OtherContent.IsEmpty && request.OtherRuleSet.Length == 0)
            throw new FaultException(Fault.Invalid("other_rule_set", "must be given, or other_content"));
        var other = request.OtherContent.IsEmpty
            ? snapshot.FindSet("other_rule_set", request.OtherRuleSet).Value
            : RuleSetDesk.Compile(snapshot.Catalog, "other_content", request.OtherContent).Value;

        var differences = RuleSetComparison.Compare(set.Rules, other.Rules);
        var flips = differences.Select(d => ToFlip(d, set)).ToArray();
        var page = Paging.Cut(flips, request.PageSize == 0 ? Paging.LargestSize : request.PageSize, request.PageToken, ["compare", set.File.Name, other.File.Name, frame.State.Edition]).Value;
        return new CompareRuleSetsResponse
        {
            Flips = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            ComparedCount = set.Rules.Rules.Count(r => other.Rules.Find(r.Number) is not null) * set.Rules.Source.Cities.Length,
            State = frame.State,
        };
    }

    private static Flip ToFlip(Difference difference, State.CompiledSet set) => new()
    {
        PilotTask = set.TaskNames[set.Rules.Find(difference.Flip.Task)!.Index],
        City = $"places/{difference.Flip.City}",
        ReachBefore = difference.Flip.ReachBefore.ToProto(),
        ReachAfter = difference.Flip.ReachAfter.ToProto(),
        VerdictBefore = difference.Flip.Before.ToProto(),
        VerdictAfter = difference.Flip.After.ToProto(),
        Witness = { difference.Facts.Select(f => f.Value.ToProto(f.Key)) },
        WitnessActs = { difference.Acts.Select(a => a.Kind.ToProto()) },
    };

    /// <summary>What an answer is made with, as parts of a page token's question.</summary>
    private static string[] Made(State.Frame frame) =>
    [
        frame.State.Edition,
        frame.State.RuleSet,
        frame.State.ActsPosition.ToString(System.Globalization.CultureInfo.InvariantCulture),
        frame.Day.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
    ];
}
