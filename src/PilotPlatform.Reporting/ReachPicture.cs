using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>What catalogue and scope rules say of every cell, of one piece: immutable, swapped as one reference.</summary>
/// <param name="Programme">Name of the programme.</param>
/// <param name="Edition">The edition it was made with.</param>
/// <param name="RuleSet">The rule set it was made with.</param>
/// <param name="ActsPosition">Position of the acts it was made with.</param>
/// <param name="Cities">Ids of the cities, in the order of the document.</param>
/// <param name="States">Of each task by its number, its reach in each city.</param>
/// <param name="Chapters">Number of the chapter of each task by its number.</param>
/// <param name="Carried">What became of the tasks of the editions that number the tasks of what stands, by those editions.</param>
public sealed record ReachPicture(
    string Programme, string Edition, string RuleSet, long ActsPosition, ImmutableArray<string> Cities,
    FrozenDictionary<int, ImmutableArray<ReachState>> States, FrozenDictionary<int, int> Chapters,
    FrozenDictionary<string, EditionMap> Carried)
{
    /// <summary>The etag of the matrix, which is of edition, rule set and cells: a cell can change with the day alone, as when an act ends.</summary>
    public string Etag { get; init; } = "";

    /// <summary>What the edition says, for figures and reports.</summary>
    public CatalogueFacts Facts { get; init; } = CatalogueFacts.None;

    /// <summary>Editions whose tasks could not be followed, as the catalogue does not have or cannot read them; no commitment that goes on rests on one.</summary>
    public FrozenSet<string> Refused { get; init; } = FrozenSet<string>.Empty;

    /// <summary>
    /// Number of the task that a commitment stands for in this edition: its own, or, until it is carried over, the first that carries its
    /// task on; null if none does.
    /// </summary>
    public int? TaskOf(Commitment commitment)
    {
        if (commitment.Edition == Edition || commitment.TaskNumber is not { } task)
            return commitment.TaskNumber;
        return Carried.TryGetValue(commitment.Edition, out var map) && map.Of(task).CarriedTo is [var first, ..] ? first : null;
    }

    /// <summary>The reach of what a commitment stands for; for one whose task was split, the best of its parts.</summary>
    public (int? Task, ReachState Reach) Of(Commitment commitment)
    {
        var tasks = commitment.Edition != Edition && commitment.TaskNumber is { } number && Carried.TryGetValue(commitment.Edition, out var map)
            ? map.Of(number).CarriedTo
            : TaskOf(commitment) is { } own ? [own] : [];
        foreach (var task in tasks)
            if (Of(task, commitment.Name.City) == ReachState.Applies)
                return (task, ReachState.Applies);
        return tasks is [var first, ..] ? (first, Of(first, commitment.Name.City)) : (null, ReachState.DoesNotApply);
    }

    /// <summary>
    /// The tasks of this edition as which one can be reopened in its city that an edition before ended there. What was merged is one by itself only in the edition that it comes from: in another, tasks that were
    /// joined may still be one.
    /// </summary>
    public ImmutableArray<int> ReopensAs(Commitment ended)
    {
        var (edition, task) = ended.LastTask;
        var tasks = edition == Edition ? [task] : ended.Course.MergedInto is null && Carried.TryGetValue(edition, out var map) ? map.Of(task).CarriedTo : [];
        return [.. tasks.Where(number => Of(number, ended.Name.City) == ReachState.Applies)];
    }

    /// <summary>The reach of a task in a city; does not apply where the matrix has no such cell.</summary>
    public ReachState Of(int task, string city)
    {
        var at = Cities.IndexOf(city);
        return at >= 0 && States.TryGetValue(task, out var states) ? states[at] : ReachState.DoesNotApply;
    }

    /// <summary>Why nothing can be found of a city or a task of the edition; null if they are of the programme.</summary>
    public Fault? Lacks(ProgrammeName programme, string? city, int? task)
    {
        if (Programme != programme.ToString())
            return Fault.Missing(programme.ToString());
        if (city is not null && !Cities.Contains(city))
            return Fault.Missing(programme.City(city), NameSuggestions.For(city, Facts.Cities.Select(c => NameSuggestions.Names(c.Id, c.Name, c.Name, c.English))));
        return task is { } number && !States.ContainsKey(number) ? Fault.Missing(new PilotTaskName(programme, number).ToString()) : null;
    }

    /// <summary>Whether nothing it was made from has moved.</summary>
    public bool IsOf(string etag, long actsPosition, IEnumerable<string> carried, IEnumerable<string> refused) =>
        Etag == etag && ActsPosition == actsPosition && carried.All(Carried.ContainsKey) && Refused.SetEquals(refused);

    /// <summary>Whether all is known that there is to know of what became of the tasks of an edition.</summary>
    public bool Knows(string edition) => edition == Edition || Carried.ContainsKey(edition) || Refused.Contains(edition);
}
