using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What happened to an entry of a register.</summary>
/// <typeparam name="TContent">What an entry says.</typeparam>
/// <typeparam name="TState">Where it can stand.</typeparam>
public abstract record RegisterEvent<TContent, TState>
    where TState : struct, Enum
{
    private RegisterEvent()
    {
    }

    /// <summary>It was entered, for a task by its number in an edition; null for what was entered before editions were recorded.</summary>
    public sealed record Entered(TContent Content, string? Edition = null) : RegisterEvent<TContent, TState>;

    public sealed record Amended(TContent Content) : RegisterEvent<TContent, TState>;

    public sealed record Moved(TState State, string Note) : RegisterEvent<TContent, TState>;
}

/// <summary>The steps that entries of a register can take from state to state; the first state is the one they are entered in.</summary>
/// <param name="collection">The collection of their names.</param>
/// <param name="steps">From which state to which.</param>
/// <param name="amendable">In which states what an entry says may be changed.</param>
/// <param name="approvals">The states that say that somebody else agrees: who has written an entry, or taken it on otherwise since it was in its first state, does not take it there.</param>
public sealed class RegisterRules<TState>(string collection, FrozenSet<(TState From, TState To)> steps, FrozenSet<TState> amendable, FrozenSet<TState> approvals)
    where TState : struct, Enum
{
    public string Collection => collection;

    /// <summary>The resource name of an entry.</summary>
    public string PrintedOf(ChildName name) => $"{name.Parent}/{collection}/{name.Id}";

    public bool Leads(TState from, TState to) => steps.Contains((from, to));

    public bool IsApproval(TState state) => approvals.Contains(state);

    public bool IsAmendable(TState state) => amendable.Contains(state);
}

/// <summary>A step of an entry with who took it, when, and its note.</summary>
/// <param name="State">The state it came to.</param>
/// <param name="Note">The note.</param>
/// <param name="Author">Who took it.</param>
/// <param name="Time">When.</param>
/// <param name="Revision">How many events the entry had with it.</param>
public sealed record RegisterMove<TState>(TState State, string Note, string Author, DateTimeOffset Time, int Revision)
    where TState : struct, Enum;

/// <summary>An entry of a register: immutable, folded from its events.</summary>
public sealed record RegisterEntry<TContent, TState>(
    ChildName Name, TContent Content, TState State, string Author, DateTimeOffset CreateTime, DateTimeOffset UpdateTime, int Revision, long Position)
    where TState : struct, Enum
{
    private const string OfTheSamePerson = "written or submitted by the same person";

    /// <summary>The edition that numbers its task; null where that was not recorded.</summary>
    public string? Edition { get; init; }

    public ImmutableList<RegisterMove<TState>> Moves { get; init; } = [];

    /// <summary>Who entered it, and who amended it.</summary>
    public ImmutableList<string> Writers { get; init; } = [];

    /// <summary>The state that it had with so many events.</summary>
    public TState StateAt(int revision) => Moves.FindLast(m => m.Revision <= revision) is { } move ? move.State : default;

    public string Etag => string.Create(CultureInfo.InvariantCulture, $"\"{Revision}\"");

    /// <summary>Enters it, unless an entry of its name stands.</summary>
    public static Result<RegisterEvent<TContent, TState>> Enter(RegisterEntry<TContent, TState>? current, TContent content, string edition, RegisterRules<TState> rules) => current is null
        ? new RegisterEvent<TContent, TState>.Entered(content, edition)
        : Fault.Exists(rules.PrintedOf(current.Name));

    public Result<RegisterEvent<TContent, TState>> Amend(string etag, TContent content, RegisterRules<TState> rules) =>
        Before(etag, rules).Then<RegisterEvent<TContent, TState>>(_ => rules.IsAmendable(State)
            ? new RegisterEvent<TContent, TState>.Amended(content)
            : Fault.Forbidden(rules.PrintedOf(Name), State.ToString(), "amend"));

    public Result<RegisterEvent<TContent, TState>> Move(string etag, TState to, string note, string author, RegisterRules<TState> rules) =>
        Before(etag, rules).Then(_ => Texts.Optional("note", note)).Then<RegisterEvent<TContent, TState>>(text =>
        {
            if (!rules.Leads(State, to))
                return Fault.Forbidden(rules.PrintedOf(Name), State.ToString(), $"become {to}");
            return rules.IsApproval(to) && OwnersBy(rules).Contains(author)
                ? Fault.Forbidden(rules.PrintedOf(Name), OfTheSamePerson, $"become {to}")
                : new RegisterEvent<TContent, TState>.Moved(to, text);
        });

    /// <summary>Whose own it is: who has written it, and who has taken it on since it was in its first state the last time; an approval makes it nobody's.</summary>
    public IEnumerable<string> OwnersBy(RegisterRules<TState> rules) => Writers.Union(
        Moves.Reverse().TakeWhile(m => !EqualityComparer<TState>.Default.Equals(m.State, default)).Where(m => !rules.IsApproval(m.State)).Select(m => m.Author));

    /// <summary>What stands after one more event. Of an entry that is entered twice, the second time is without effect.</summary>
    public static RegisterEntry<TContent, TState> Fold(
        RegisterEntry<TContent, TState>? current, ChildName name, RegisterEvent<TContent, TState> happened, string author, DateTimeOffset time, long position) => (current, happened) switch
    {
        (null, RegisterEvent<TContent, TState>.Entered e) => new(name, e.Content, default, author, time, time, 1, position) { Edition = e.Edition, Writers = [author] },
        ({ } entry, RegisterEvent<TContent, TState>.Entered) => entry with { Revision = entry.Revision + 1, Position = position },
        ({ } entry, RegisterEvent<TContent, TState>.Amended e) => entry with
        {
            Content = e.Content, Writers = entry.Writers.Contains(author) ? entry.Writers : entry.Writers.Add(author), UpdateTime = time, Revision = entry.Revision + 1, Position = position,
        },
        ({ } entry, RegisterEvent<TContent, TState>.Moved e) => entry with
        {
            State = e.State,
            Moves = entry.Moves.Add(new RegisterMove<TState>(e.State, e.Note, author, time, entry.Revision + 1)),
            UpdateTime = time,
            Revision = entry.Revision + 1,
            Position = position,
        },
        _ => throw new InvalidOperationException($"'{name}' cannot take a {happened.GetType().Name} at ledger position {position}."),
    };

    private Result<RegisterEntry<TContent, TState>> Before(string etag, RegisterRules<TState> rules) => etag.Length > 0 && etag != Etag ? Fault.Stale(rules.PrintedOf(Name), Etag) : this;
}
