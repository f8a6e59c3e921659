using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Comparison;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What becomes of a commitment when a later edition is published.</summary>
public enum CarryOverDecision
{
    /// <summary>It goes on as a task of the later edition.</summary>
    Continue,

    /// <summary>It goes on as a part of another commitment of its city.</summary>
    Merge,

    /// <summary>No task of the later edition carries it on in its city; what was reported stands.</summary>
    End,
}

/// <summary>A decision on a commitment and an edition.</summary>
/// <param name="Edition">The later edition.</param>
/// <param name="Decision">What becomes of the commitment.</param>
/// <param name="TaskNumber">The task of the later edition that it goes on as; null if it does not.</param>
/// <param name="Into">The commitment that it becomes a part of; null if it does not.</param>
public sealed record CarryOverPlan(string Edition, CarryOverDecision Decision, int? TaskNumber, string? Into);

/// <summary>A plan that was proposed, and what was said to it.</summary>
public sealed record CarryOverProposal(CarryOverPlan Plan, string Note, string Author, DateTimeOffset Time)
{
    public RequestState State { get; init; }

    /// <summary>Whether the office of the province has proposed it, so that the ministry is asked.</summary>
    public bool IsOfTheProvince { get; init; }

    /// <summary>Who is to agree: the province, and the ministry to what the province itself proposes.</summary>
    public Party AnsweredBy => IsOfTheProvince ? Party.Ministry : Party.Province;

    public string Answer { get; init; } = "";

    public string AnswerAuthor { get; init; } = "";

    public DateTimeOffset? AnswerTime { get; init; }
}

/// <summary>What became of a task of an earlier edition.</summary>
/// <param name="CarryOver">How commitments on it can be carried over, as the catalogue suggests.</param>
/// <param name="IsRenumbered">Whether it has another number.</param>
/// <param name="CarriedTo">The tasks of the later edition that carry it on.</param>
/// <param name="GainedCities">Ids of the cities that only the later scope covers.</param>
public sealed record TaskFate(CarryOver CarryOver, bool IsRenumbered, ImmutableArray<int> CarriedTo, ImmutableArray<string> GainedCities)
{
    public static readonly TaskFate Removed = new(CarryOver.None, IsRenumbered: false, [], []);
}

/// <summary>From the tasks of one edition to those of a later one.</summary>
/// <param name="From">The earlier edition.</param>
/// <param name="To">The later edition.</param>
/// <param name="Fates">By the numbers of the earlier edition.</param>
public sealed record EditionMap(string From, string To, FrozenDictionary<int, TaskFate> Fates)
{
    public TaskFate Of(int task) => Fates.GetValueOrDefault(task, TaskFate.Removed);
}
