using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Acts that settle what a scope leaves open; the first three are steps in their order.</summary>
public enum ActKind
{
    /// <summary>意愿</summary>
    Willingness,

    /// <summary>论证</summary>
    Demonstration,

    /// <summary>按程序办理</summary>
    Procedure,

    /// <summary>认定符合条件</summary>
    Qualification,

    /// <summary>划定特定区域</summary>
    Designation,

    /// <summary>统筹研究</summary>
    JointStudy,

    /// <summary>结合当地实际承接</summary>
    Uptake,
}

/// <summary>The acts that hold on a day, by what had been recorded up to a position of their ledger.</summary>
public sealed record ActBook(ImmutableHashSet<(ActKind Kind, int Task, string? City)> Acts, long Position)
{
    public static ActBook Empty { get; } = new([], 0);

    public bool Holds(Condition.ActRecorded act, int task, string city) => Acts.Contains((act.Kind, task, act.Shared ? null : city));
}

/// <summary>What an act was recorded on: words of a task, or a number where no words were recorded.</summary>
public readonly record struct ActSubject
{
    private ActSubject(int? task, string? words) => (Task, Words) = (task, words);

    /// <summary>Number of a task of whatever edition; null where there are words.</summary>
    public int? Task { get; }

    /// <summary>Hash of the words of a task.</summary>
    public string? Words { get; }

    public static ActSubject Of(int task, string? words) => words is null ? new(task, null) : new(null, words);
}

/// <summary>An act as it lies in its ledger.</summary>
/// <param name="Id">Id within its ledger.</param>
/// <param name="Kind">Kind of act.</param>
/// <param name="Task">Number of its task in the edition in which it was recorded.</param>
/// <param name="Subject">What it was recorded on.</param>
/// <param name="City">The city it is of; null for an act that all cities share.</param>
/// <param name="Effective">The day from which it holds.</param>
/// <param name="Position">Position of its record in the ledger.</param>
public sealed record Act(string Id, ActKind Kind, int Task, ActSubject Subject, string? City, DateOnly Effective, long Position)
{
    /// <summary>Positions of the records that revoked it, and the first day on which by each it no longer holds: each earlier than the one before.</summary>
    public ImmutableList<(long At, DateOnly From)> Revocations { get; init; } = [];

    /// <summary>The first day on which it no longer holds; null while it stands.</summary>
    public DateOnly? RevokedFrom => Revocations is [.., var last] ? last.From : null;

    /// <summary>Does it hold on a day, by what had been recorded up to a position?</summary>
    public bool Holds(DateOnly day, long position) =>
        Position <= position && Effective <= day && !Revocations.Any(r => r.At <= position && r.From <= day);

    /// <summary>Does it hold on some day from a day on, by everything that has been recorded?</summary>
    public bool HoldsSomeDayFrom(DateOnly day) => RevokedFrom is not { } end || (day > Effective ? day : Effective) < end;

    /// <summary>Has it been recorded and not revoked, whatever the day?</summary>
    public bool Stands => Revocations.IsEmpty;
}

/// <summary>Every act that was ever recorded, revoked ones too: those on each subject in the order of the ledger.</summary>
public sealed class ActHistory
{
    private readonly ImmutableDictionary<ActSubject, ImmutableList<Act>> subjects;

    private ActHistory(ImmutableDictionary<ActSubject, ImmutableList<Act>> subjects, long position) => (this.subjects, Position) = (subjects, position);

    public static ActHistory Empty { get; } = new(ImmutableDictionary<ActSubject, ImmutableList<Act>>.Empty, 0);

    /// <summary>Position of the last record.</summary>
    public long Position { get; }

    /// <summary>The acts on a subject, in the order of the ledger.</summary>
    public ImmutableList<Act> Of(ActSubject subject) => subjects.GetValueOrDefault(subject, []);

    /// <summary>The acts that settle a task of an edition, in the order of the ledger.</summary>
    public ImmutableList<Act> Of(TaskWords edition, int task)
    {
        var numbered = Of(ActSubject.Of(task, words: null));
        return edition.Of(task) is not { } words || Of(ActSubject.Of(task, words)) is not { IsEmpty: false } worded ? numbered
            : numbered.IsEmpty ? worded
            : [.. numbered.Concat(worded).OrderBy(a => a.Position)];
    }

    /// <summary>The acts that were recorded under a number, of whatever edition.</summary>
    public IEnumerable<Act> RecordedUnder(int task) => subjects.Values.SelectMany(acts => acts).Where(act => act.Task == task);

    /// <summary>What holds in an edition on a day, by what had been recorded up to a position; by everything recorded if there is none.</summary>
    /// <param name="edition">The edition.</param>
    /// <param name="day">The day.</param>
    /// <param name="position">The position.</param>
    /// <param name="task">The one task whose acts are wanted; null for all.</param>
    /// <param name="without">Ids of acts that are left out; null for none.</param>
    public ActBook AsOf(TaskWords edition, DateOnly day, long? position = null, int? task = null, IReadOnlySet<string>? without = null)
    {
        var upTo = Math.Min(position ?? Position, Position);
        var acts = task is { } one ? Of(edition, one) : subjects.Values.SelectMany(a => a);
        return new ActBook(
            [.. from act in acts
                where act.Holds(day, upTo) && without?.Contains(act.Id) != true
                let settled = edition.Settled(act.Subject)
                where settled is not null
                select (act.Kind, settled.Value, act.City)],
            upTo);
    }

    public Act? Find(string id) => subjects.Values.Select(acts => acts.Find(a => a.Id == id)).FirstOrDefault(a => a is not null);

    public ActHistory Record(Act act) => new(subjects.SetItem(act.Subject, Of(act.Subject).Add(act)), act.Position);

    /// <summary>The history with an act revoked from a day on, by a record at a position.</summary>
    public ActHistory Revoke(string id, DateOnly from, long position) => Find(id) is { } act
        ? new(subjects.SetItem(act.Subject, Of(act.Subject).Replace(act, act with { Revocations = act.Revocations.Add((position, from)) })), position)
        : new(subjects, position);
}
