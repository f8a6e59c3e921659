using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Reporting;

/// <summary>Whether anything is sent.</summary>
public enum SubscriptionState
{
    Active,

    /// <summary>Nothing arrived; somebody has to resume it.</summary>
    Suspended,
}

/// <summary>Which changes are told: of some cities and of what is no single city's, of a task.</summary>
/// <param name="City">Id of the city; null for all.</param>
/// <param name="Province">Id of the province; null for all.</param>
/// <param name="Cities">Ids of the cities; null for all.</param>
/// <param name="Task">Number of the task; null for all.</param>
public sealed record ChangeFilter(string? City, string? Province, ImmutableArray<string>? Cities, int? Task)
{
    public static readonly ChangeFilter Everything = new(City: null, Province: null, Cities: null, Task: null);

    /// <summary>The edition that numbers the task; null where that was not recorded.</summary>
    public string? Edition { get; init; }

    /// <param name="city">Id of the city; null for what is no single city's.</param>
    /// <param name="edition">The edition that numbers the task; null where that is not known.</param>
    /// <param name="task">Number of the task; null for what is no task's.</param>
    /// <param name="carriedTo">Numbers of the tasks of the current edition that carry a task of an edition on.</param>
    public bool Admits(string? city, string? edition, int? task, Func<string?, int, IEnumerable<int>> carriedTo) =>
        (Cities is not { } cities || city is null || cities.Contains(city))
        && (Task is not { } wanted || (task is { } found && ((edition == Edition && found == wanted) || carriedTo(Edition, wanted).Intersect(carriedTo(edition, found)).Any())));
}

/// <summary>What happened to a subscription.</summary>
public abstract record SubscriptionEvent
{
    private SubscriptionEvent()
    {
    }

    /// <summary>Changes behind a position are sent to an address.</summary>
    public sealed record Created(string Address, string Description, ChangeFilter Filter, long Behind) : SubscriptionEvent;

    public sealed record SecretRotated : SubscriptionEvent;

    /// <summary>Changes up to a position were sent.</summary>
    public sealed record Sent(long Position) : SubscriptionEvent;

    /// <summary>A change could not be sent.</summary>
    public sealed record GivenUp(long Position, int Attempts, string Problem) : SubscriptionEvent;

    /// <summary>A change that had been given up has arrived.</summary>
    public sealed record Redelivered(long Position) : SubscriptionEvent;

    /// <summary>A change that had been given up is not to be sent any more.</summary>
    public sealed record Discarded(long Position) : SubscriptionEvent;

    public sealed record Suspended(string Reason) : SubscriptionEvent;

    public sealed record Resumed : SubscriptionEvent;

    public sealed record Deleted : SubscriptionEvent;
}

/// <summary>A change that could not be sent.</summary>
public sealed record DeadLetter(long Position, int Attempts, string Problem, DateTimeOffset Time);

/// <summary>Where changes are sent: immutable, folded from its events.</summary>
public sealed record Subscription(
    ChildName Name, string Address, string Description, ChangeFilter Filter, long Position, string Author, DateTimeOffset CreateTime, int Revision)
{
    public SubscriptionState State { get; init; }

    public string StateReason { get; init; } = "";

    /// <summary>How many secrets it has had.</summary>
    public int SecretSerial { get; init; } = 1;

    /// <summary>When it was given the last one; null for its first.</summary>
    public DateTimeOffset? RotateTime { get; init; }

    public ImmutableSortedDictionary<long, DeadLetter> DeadLetters { get; init; } = ImmutableSortedDictionary<long, DeadLetter>.Empty;

    public string Etag => string.Create(CultureInfo.InvariantCulture, $"\"{Revision}\"");

    /// <summary>Begins it, unless one of its name stands.</summary>
    public static Result<SubscriptionEvent> Create(Subscription? current, SubscriptionEvent.Created created) => current is null ? created : Fault.Exists(current.Name.Id);

    public Result<SubscriptionEvent> Rotate(string etag) => Before(etag).Then<SubscriptionEvent>(_ => new SubscriptionEvent.SecretRotated());

    public Result<SubscriptionEvent> Delete(string etag) => Before(etag).Then<SubscriptionEvent>(_ => new SubscriptionEvent.Deleted());

    public Result<SubscriptionEvent> Resume(string etag) => Before(etag).Then<SubscriptionEvent>(_ => State == SubscriptionState.Suspended
        ? new SubscriptionEvent.Resumed()
        : Fault.Forbidden(Name.Id, State.ToString(), "resume"));

    /// <summary>A change could not be sent: it becomes a dead letter, or, where there are as many as there may be, sending stops in front of it.</summary>
    public SubscriptionEvent GiveUp(long position, int attempts, string problem, int mostLetters) => DeadLetters.Count < mostLetters
        ? new SubscriptionEvent.GivenUp(position, attempts, problem)
        : new SubscriptionEvent.Suspended(string.Create(CultureInfo.InvariantCulture, $"{problem}, and {mostLetters} changes are waiting to be sent again already"));

    public Result<DeadLetter> FindDeadLetter(long position, string name) => DeadLetters.TryGetValue(position, out var letter) ? letter : Fault.Missing(name);

    /// <summary>What stands after one more event; null before the first and behind the last. Of one that is created twice, the second time is without effect.</summary>
    public static Subscription? Fold(Subscription? current, ChildName name, SubscriptionEvent happened, string author, DateTimeOffset time)
    {
        var next = (current, happened) switch
        {
            (null, SubscriptionEvent.Created e) => new Subscription(name, e.Address, e.Description, e.Filter, e.Behind, author, time, 0),
            ({ } now, SubscriptionEvent.Created) => now,
            ({ } now, SubscriptionEvent.SecretRotated) => now with { SecretSerial = now.SecretSerial + 1, RotateTime = time },
            ({ } now, SubscriptionEvent.Sent e) => now with { Position = Math.Max(now.Position, e.Position) },
            ({ } now, SubscriptionEvent.GivenUp e) => now with
            {
                Position = Math.Max(now.Position, e.Position),
                DeadLetters = now.DeadLetters.SetItem(e.Position, new DeadLetter(e.Position, e.Attempts, e.Problem, time)),
            },
            ({ } now, SubscriptionEvent.Redelivered e) => now with { DeadLetters = now.DeadLetters.Remove(e.Position) },
            ({ } now, SubscriptionEvent.Discarded e) => now with { DeadLetters = now.DeadLetters.Remove(e.Position) },
            ({ } now, SubscriptionEvent.Suspended e) => now with { State = SubscriptionState.Suspended, StateReason = e.Reason },
            ({ } now, SubscriptionEvent.Resumed) => now with { State = SubscriptionState.Active, StateReason = "" },
            ({ }, SubscriptionEvent.Deleted) => null,
            _ => throw new InvalidOperationException($"'{name}' cannot take a {happened.GetType().Name}."),
        };
        return next is null ? null : next with { Revision = (current?.Revision ?? 0) + 1 };
    }

    private Result<Subscription> Before(string etag) => etag.Length > 0 && etag != Etag ? Fault.Stale(Name.Id, Etag) : this;
}
