using Google.Protobuf;
using Grpc.Core;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>What makes one register another than the next.</summary>
/// <param name="Collection">The collection of its names.</param>
/// <param name="Parse">The content that a message says; the task and the city are checked apart.</param>
/// <param name="Render">An entry as a message.</param>
/// <param name="EtagOf">The etag that a message says.</param>
/// <param name="Publish">Takes out of a message what is not published: who wrote it, and what was said on its way.</param>
/// <param name="PlaceOf">The task and the city of a content; no city for all of them.</param>
/// <param name="IsPublished">Whether everybody sees entries in a state.</param>
/// <param name="Writing">The right to enter and amend.</param>
/// <param name="Moving">The right to take an entry to a state.</param>
internal sealed record RegisterKind<TContent, TState, TMessage>(
    string Collection,
    Func<TMessage, Result<TContent>> Parse,
    Func<RegisterEntry<TContent, TState>, TMessage> Render,
    Func<TMessage, string> EtagOf,
    Action<TMessage> Publish,
    Func<TContent, (int Task, string? City)> PlaceOf,
    Func<TState, bool> IsPublished,
    Right Writing,
    Func<TState, Right> Moving)
    where TState : struct, Enum;

/// <summary>The calls of one register. What a caller may not see is to it as if it were not there.</summary>
internal sealed class RegisterDesk<TContent, TState, TMessage>(RegisterBoard<TContent, TState> board, KnownNames known, TaskTrails trails, RegisterKind<TContent, TState, TMessage> kind)
    where TState : struct, Enum
{
    public TMessage Get(string name, ServerCallContext context) => Render(Find(ChildName.Parse("name", name, kind.Collection).Value, context), context);

    /// <summary>A page of the entries that the caller may see.</summary>
    public async Task<(IEnumerable<TMessage> Items, string NextPageToken, int TotalSize)> ListAsync(
        string parent, string city, string task, IReadOnlyCollection<TState> states, int pageSize, string pageToken, ServerCallContext context)
    {
        var ofCity = city.Length == 0 ? (Result<ChildName?>)(ChildName?)null : ChildName.Parse("city", city, "cities").Then<ChildName?>(c => c);
        var ofTask = task.Length == 0 ? (Result<PilotTaskName?>)(PilotTaskName?)null : PilotTaskName.Parse("pilot_task", task).Then<PilotTaskName?>(t => t);
        var programme = ProgrammeName.Parse("parent", parent).Besides(ofCity.Fault, ofTask.Fault).Value;
        var entries = board.All(programme, e => Sees(context, e)
            && (ofCity.Value is null || (ofCity.Value.Parent == programme && kind.PlaceOf(e.Content).City == ofCity.Value.Id))
            && (states.Count == 0 || states.Contains(e.State)));
        if (ofTask.Value is { Number: var wanted, Parent: var of })
        {
            var carriedTo = trails.Knowing([.. entries.Select(e => e.Edition)]) ?? throw new FaultException(Fault.NotReady("the picture of the scope"));
            entries = [.. entries.Where(e => of == programme && carriedTo(e.Edition, kind.PlaceOf(e.Content).Task).Contains(wanted))];
        }

        if (!entries.Any() && (await known.LacksCityAsync(programme, ofCity.Value, context.CancellationToken) ?? await known.LacksTaskAsync(programme, ofTask.Value, context.CancellationToken)) is { } unknown)
            throw new FaultException(unknown); // what an edition has no more may still have entries

        var page = Paging.Cut(entries, pageSize, pageToken, kind.Collection, parent, city, task, string.Join(',', states)).Value;
        return (page.Items.Select(entry => Render(entry, context)), page.NextPageToken, page.TotalSize);
    }

    /// <param name="parent">The programme.</param>
    /// <param name="content">What the entry says.</param>
    /// <param name="known">The edition in which its task and city are found; refuses those that are none.</param>
    /// <param name="request">The request, for its digest.</param>
    /// <param name="requestId">Its <c>request_id</c>.</param>
    /// <param name="context">The call.</param>
    public async Task<TMessage> CreateAsync(
        string parent, TMessage content, Func<TContent, Result<string>> known, IMessage request, string requestId, ServerCallContext context)
    {
        _ = context.Caller().DemandSomewhere(kind.Writing).Value;
        var programme = ProgrammeName.Parse("parent", parent).Value;
        var parsed = kind.Parse(content).Value;
        var author = context.Demand(kind.Writing, kind.PlaceOf(parsed).City).Subject;
        var entry = await board.RecordAsync(
            new ChildName(programme, Guid.CreateVersion7().ToString()),
            now => known(parsed).Then(edition => RegisterEntry<TContent, TState>.Enter(now, parsed, edition, board.Rules)),
            author,
            RequestKeys.Of(requestId, request).Value,
            context.CancellationToken);
        return kind.Render(entry.Value);
    }

    /// <param name="field">The field of the content, in proto spelling.</param>
    /// <param name="name">The entry.</param>
    /// <param name="content">What it is to say.</param>
    /// <param name="etag">The entry as the caller knew it; what is sent back may say it instead.</param>
    /// <param name="request">The request, for its digest.</param>
    /// <param name="requestId">Its <c>request_id</c>.</param>
    /// <param name="context">The call.</param>
    /// <param name="refuses">Why the entry cannot come to say it; null if it can.</param>
    public Task<TMessage> UpdateAsync(
        string field, string name, TMessage content, string etag, IMessage request, string requestId, ServerCallContext context, Func<RegisterEntry<TContent, TState>, TContent, Fault?>? refuses = null)
    {
        _ = context.Caller().DemandSomewhere(kind.Writing).Value;
        var entry = Find(ChildName.Parse($"{field}.name", name, kind.Collection).Value, context);
        context.Demand(kind.Writing, kind.PlaceOf(entry.Content).City);
        var known = Etags.Of(kind.EtagOf(content), etag);
        var parsed = kind.Parse(content).Besides(known.Fault).Value;
        return RecordAsync(
            entry.Name,
            now =>
            {
                if (kind.PlaceOf(parsed) != kind.PlaceOf(now.Content))
                    return Fault.Invalid(field, "keeps its task and its city");
                return now.Amend(known.Value, parsed, board.Rules).Besides(refuses?.Invoke(now, parsed));
            },
            request,
            requestId,
            context);
    }

    /// <param name="name">The entry.</param>
    /// <param name="state">The state it is to come to, as a number of the wire.</param>
    /// <param name="note">The note.</param>
    /// <param name="etag">The entry as the caller knew it.</param>
    /// <param name="request">The request, for its digest.</param>
    /// <param name="requestId">Its <c>request_id</c>.</param>
    /// <param name="context">The call.</param>
    /// <param name="unready">What an entry is that cannot come to the state as it stands; null if it can.</param>
    public Task<TMessage> MoveAsync(
        string name, int state, string note, string etag, IMessage request, string requestId, ServerCallContext context, Func<TContent, TState, string?>? unready = null)
    {
        var wanted = Enums.Parse<TState>("state", state);
        _ = context.Caller().DemandSomewhere(wanted.IsOk ? kind.Moving(wanted.Value) : AnyRightToMove(context)).Value;
        var to = wanted.Value;
        var entry = Find(ChildName.Parse("name", name, kind.Collection).Value, context);
        context.Demand(kind.Moving(to), kind.PlaceOf(entry.Content).City);
        return RecordAsync(
            entry.Name,
            now => now.Move(etag, to, note, context.Author(), board.Rules).Then(moved =>
                unready?.Invoke(now.Content, to) is { } lacking ? Fault.Forbidden(board.Rules.PrintedOf(now.Name), lacking, $"become {to}") : (Result<RegisterEvent<TContent, TState>>)moved),
            request,
            requestId,
            context);
    }

    /// <summary>A right to take entries to some state, one that the caller has if there is one: a state that is none is told to who could have meant another.</summary>
    private Right AnyRightToMove(ServerCallContext context)
    {
        Right[] rights = [.. Enum.GetValues<TState>().Select(kind.Moving)];
        return rights.FirstOrDefault(right => context.Caller().DemandSomewhere(right).IsOk, rights[0]);
    }

    private async Task<TMessage> RecordAsync(
        ChildName name, Func<RegisterEntry<TContent, TState>, Result<RegisterEvent<TContent, TState>>> decide, IMessage request, string requestId, ServerCallContext context)
    {
        var key = RequestKeys.Of(requestId, request).Value;
        var entry = await board.RecordAsync(
            name, now => now is null ? Fault.Missing(board.PrintedOf(name)) : decide(now), context.Author(), key, context.CancellationToken);
        return kind.Render(entry.Value);
    }

    private RegisterEntry<TContent, TState> Find(ChildName name, ServerCallContext context) =>
        board.Find(name) is { IsOk: true } found && Sees(context, found.Value) ? found.Value : throw new FaultException(Fault.Missing(board.PrintedOf(name)));

    private bool Sees(ServerCallContext context, RegisterEntry<TContent, TState> entry) => kind.IsPublished(entry.State) || WorksOn(context, entry);

    private bool WorksOn(ServerCallContext context, RegisterEntry<TContent, TState> entry) =>
        kind.PlaceOf(entry.Content).City is { } city
            ? context.Caller().May(Right.ReadUnpublished, city)
            : context.Caller().MaySomewhere(Right.ReadUnpublished);

    /// <summary>The entry as those see it who work on it, or as everybody does.</summary>
    private TMessage Render(RegisterEntry<TContent, TState> entry, ServerCallContext context)
    {
        var message = kind.Render(entry);
        if (!WorksOn(context, entry))
            kind.Publish(message);
        return message;
    }
}
