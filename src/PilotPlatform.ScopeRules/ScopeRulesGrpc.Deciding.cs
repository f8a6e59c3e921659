using Google.Protobuf.Collections;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Errors;
using Decision = PilotPlatform.Contracts.ScopeRules.V1.Decision;

namespace PilotPlatform.ScopeRules;

/// <content>Decisions: one, many, lists, and as they come.</content>
internal sealed partial class ScopeRulesGrpc
{
    private const int MostItems = 4096;

    /// <summary>A proof is some 25 KB.</summary>
    private const int MostProofs = 256;
    private const int LongestCorrelation = 64;

    private static readonly string Package = ScopeRulesService.Descriptor.File.Package;

    public override async Task<Decision> Decide(DecideRequest request, ServerCallContext context)
    {
        Known("view", request.View);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var rule = frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var city = frame.Set.FindCity("city", request.City).Value;
        var facts = frame.Set.BookIn(request.Facts, city, rule).Value;
        var decision = frame.Decide(rule, city, facts, request.View, out var verdict, context.IsBinary());
        if (log.IsOn)
            await LogAsync(nameof(Decide), context, request, frame, One(verdict));
        metrics.Decided(nameof(Decide), 1);
        return decision;
    }

    public override async Task<BatchDecideResponse> BatchDecide(BatchDecideRequest request, ServerCallContext context)
    {
        Known("view", request.View);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        _ = frame.Set.FindProgramme("parent", request.Parent).Value;
        if (request.Items.Count is 0 or > MostItems)
            throw new FaultException(Fault.Invalid("items", $"has {request.Items.Count} items, and must have 1 to {MostItems}"));

        if (request.View == DecisionView.Full && request.Items.Count > MostProofs)
            throw new FaultException(Fault.Invalid("items", $"has {request.Items.Count} items, and may have {MostProofs} in the full view, which gives the proof of each"));

        var facts = frame.Set.Book(request.Facts).Value;
        var response = new BatchDecideResponse { State = frame.State };
        var tally = default(Tally);
        response.Results.Capacity = request.Items.Count;
        for (var i = 0; i < request.Items.Count; i++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            response.Results.Add(Decide(frame, request, i, facts, ref tally));
        }

        if (log.IsOn)
            await LogAsync(nameof(BatchDecide), context, request, frame, tally);
        metrics.Decided(nameof(BatchDecide), tally.Count);
        return response;
    }

    public override async Task DecideStream(
        IAsyncStreamReader<DecideStreamRequest> requestStream, IServerStreamWriter<DecideStreamResponse> responseStream, ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            DecideStreamResponse answer;
            try
            {
                answer = await AnswerAsync(request, context);
            }
            catch (FaultException refused)
            {
                answer = new DecideStreamResponse { Error = refused.Fault.ToStatus(Package) };
            }

            answer.Correlation = request.Correlation.Length <= LongestCorrelation ? request.Correlation : request.Correlation[..LongestCorrelation];
            await responseStream.WriteAsync(answer, context.CancellationToken);
        }
    }

    public override async Task<ListPilotTaskDecisionsResponse> ListPilotTaskDecisions(ListPilotTaskDecisionsRequest request, ServerCallContext context)
    {
        Known("view", request.View);
        Known(request.Verdicts);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        _ = frame.Set.FindProgramme("parent", request.Parent).Value;
        var city = frame.Set.FindCity("city", request.City).Value;
        var facts = frame.Set.BookIn(request.Facts, city, rule: null).Value;
        var index = frame.Rules.CityIndex(city.Id);
        if (index >= 0 && IsWhole(request, frame) && context.IsBinary())
        {
            var whole = frame.Set.Lists.Of(frame, index, facts, out var counted);
            if (log.IsOn)
                await LogAsync(nameof(ListPilotTaskDecisions), context, request, frame, counted);
            metrics.Decided(nameof(ListPilotTaskDecisions), counted.Count);
            return whole;
        }

        var rules = frame.Rules.Rules;
        var cells = new List<CellDecision>(rules.Length);
        var tally = default(Tally);
        foreach (var rule in rules)
        {
            var cell = frame.Cell(rule, city, index, facts, request.View, out var verdict);
            tally.Add(verdict);
            if (request.Verdicts.Count == 0 || request.Verdicts.Contains(cell.Verdict))
                cells.Add(cell);
        }

        var page = Page(cells, request.PageSize, request.PageToken, frame, ["pilotTaskDecisions", request.Parent, city.Id, Words(request.Facts, request.Verdicts)]);
        if (log.IsOn)
            await LogAsync(nameof(ListPilotTaskDecisions), context, request, frame, tally);
        metrics.Decided(nameof(ListPilotTaskDecisions), tally.Count);
        return new ListPilotTaskDecisionsResponse
        {
            Decisions = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Total = tally.ToProto(),
            State = frame.State,
        };
    }

    public override async Task<ListCityDecisionsResponse> ListCityDecisions(ListCityDecisionsRequest request, ServerCallContext context)
    {
        Known("view", request.View);
        Known(request.Verdicts);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var rule = frame.Set.FindTask("parent", request.Parent).Value;
        var facts = frame.Set.Book(request.Facts).Value;

        var cells = new List<CellDecision>(frame.Rules.Source.Cities.Length);
        var tally = default(Tally);
        foreach (var (index, city) in frame.Rules.Source.Cities.Index())
        {
            var cell = frame.Cell(rule, city, index, facts, request.View, out var verdict);
            tally.Add(verdict);
            if (request.Verdicts.Count == 0 || request.Verdicts.Contains(cell.Verdict))
                cells.Add(cell);
        }

        var page = Page(cells, request.PageSize, request.PageToken, frame, ["cityDecisions", request.Parent, Words(request.Facts, request.Verdicts)]);
        if (log.IsOn)
            await LogAsync(nameof(ListCityDecisions), context, request, frame, tally);
        metrics.Decided(nameof(ListCityDecisions), tally.Count);
        return new ListCityDecisionsResponse
        {
            Decisions = { page.Items },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Total = tally.ToProto(),
            State = frame.State,
        };
    }

    /// <summary>True if every task is asked for, in the verdict view and on one page.</summary>
    private static bool IsWhole(ListPilotTaskDecisionsRequest request, Frame frame) =>
        request is { View: DecisionView.Unspecified or DecisionView.Verdict, Verdicts.Count: 0, PageToken: "" }
        && (request.PageSize == 0 || request.PageSize >= frame.Rules.Rules.Length) && frame.Rules.Rules.Length <= Paging.LargestSize;

    /// <summary>One item of a batch; what is wrong with it is said in its result.</summary>
    private static BatchDecideResponse.Types.Result Decide(Frame frame, BatchDecideRequest request, int index, FactBook shared, ref Tally tally)
    {
        var item = request.Items[index];
        var rule = frame.Rules.Find(item.TaskNumber);
        var cityIndex = frame.Rules.CityIndex(item.City);
        if (rule is not null && cityIndex >= 0 && item.Facts.Count == 0 && request.View is DecisionView.Unspecified or DecisionView.Verdict
            && frame.Rules.Outside(item.City, shared) is null)
        {
            var quick = frame.Rules.Quick(rule!.Index, cityIndex, shared.Codes, frame.Acts);
            tally.Add(quick.Verdict);
            return frame.Set.Rows.Of(rule.Index, cityIndex, quick).Result;
        }

        var city = frame.Set.FindCity($"items[{index}].city", item.City);
        var facts = frame.Set.Book(shared, item.Facts, $"items[{index}].facts");
        if (rule is null)
            return Refused(Fault.Missing(frame.Set.Programme + $"/pilotTasks/{item.TaskNumber}"));
        if ((city.Fault ?? facts.Fault ?? frame.Set.WhyNotIn(city.Value, rule, facts.Value, item.Facts, $"items[{index}].facts")) is { } fault)
            return Refused(fault);

        var cell = frame.Cell(rule, city.Value, frame.Rules.CityIndex(city.Value.Id), facts.Value, request.View, out var verdict);
        tally.Add(verdict);
        return new BatchDecideResponse.Types.Result { Decision = cell };
    }

    private static BatchDecideResponse.Types.Result Refused(Fault fault) => new() { Error = fault.ToStatus(Package) };

    private async Task<DecideStreamResponse> AnswerAsync(DecideStreamRequest request, ServerCallContext context)
    {
        if (request.Correlation.Length > LongestCorrelation)
            throw new FaultException(Fault.Invalid("correlation", $"has {request.Correlation.Length} characters, and may have {LongestCorrelation}"));
        Known("view", request.View);
        var frame = await frames.FindAsync(request.State, context.CancellationToken);
        var rule = frame.Set.FindTask("pilot_task", request.PilotTask).Value;
        var city = frame.Set.FindCity("city", request.City).Value;
        var cell = frame.Cell(rule, city, frame.Rules.CityIndex(city.Id), frame.Set.BookIn(request.Facts, city, rule).Value, request.View, out var verdict);
        if (log.IsOn)
            await LogAsync(nameof(DecideStream), context, request, frame, One(verdict));
        metrics.Decided(nameof(DecideStream), 1);
        return new DecideStreamResponse { Decision = cell, State = frame.State };
    }

    private ValueTask LogAsync(string method, ServerCallContext context, Google.Protobuf.IMessage question, Frame frame, Tally tally) =>
        log.RecordAsync(method, context, question, frame.State, tally.ToProto());

    /// <exception cref="FaultException">The value is not one that this version knows.</exception>
    private static void Known<T>(string field, T value)
        where T : struct, Enum
    {
        if (Enums.WhyNot(field, value) is { } fault)
            throw new FaultException(fault);
    }

    private static void Known(RepeatedField<Decision.Types.Verdict> verdicts)
    {
        for (var at = 0; at < verdicts.Count; at++)
            Known($"verdicts[{at}]", verdicts[at]);
    }

    private static Tally One(Verdict verdict)
    {
        var tally = default(Tally);
        tally.Add(verdict);
        return tally;
    }

    /// <summary>A page of cells: all of them unless a size or a token says otherwise.</summary>
    private static Page<CellDecision> Page(List<CellDecision> cells, int pageSize, string pageToken, Frame frame, ReadOnlySpan<string> question)
    {
        if (pageToken.Length == 0 && pageSize >= 0 && cells.Count <= (pageSize == 0 ? Paging.LargestSize : pageSize))
            return new Page<CellDecision>(cells, "", cells.Count);
        return Paging.Cut(cells, pageSize == 0 ? Paging.LargestSize : pageSize, pageToken, [.. question, .. Made(frame.State)]).Value;
    }

    /// <summary>Facts and filters as one text, for the digest of a page token.</summary>
    private static string Words(IEnumerable<Contracts.ScopeRules.V1.FactValue> facts, IEnumerable<Decision.Types.Verdict> verdicts) =>
        string.Join(';', facts.Select(f => f.ToString())) + '|' + string.Join(';', verdicts);
}
