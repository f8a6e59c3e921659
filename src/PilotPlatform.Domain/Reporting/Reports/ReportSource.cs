using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Reporting.Reports;

/// <summary>What a report is made by, apart from the ledger.</summary>
/// <param name="Programme">The programme.</param>
/// <param name="Facts">What the edition says.</param>
/// <param name="Reach">Of each task by its number, its reach in each city, in the order of the cities.</param>
/// <param name="Edition">Name of the edition.</param>
/// <param name="RuleSet">Name of the rule set.</param>
/// <param name="ActsPosition">Position of the acts.</param>
/// <param name="Lamps">The rule of lamps.</param>
/// <param name="LampRule">Name of that rule.</param>
/// <param name="Calendar">The working days.</param>
/// <param name="Limits">How long each has for its step.</param>
/// <param name="CalendarName">Name of working days and limits together.</param>
public sealed record ReportSource(
    ProgrammeName Programme, CatalogueFacts Facts, FrozenDictionary<int, ImmutableArray<ReachState>> Reach, string Edition, string RuleSet, long ActsPosition,
    LampRule Lamps, string LampRule, WorkCalendar Calendar, TimeLimits Limits, string CalendarName);

/// <summary>All commitments as they stood at a position of the ledger, read on a day.</summary>
public sealed record Standing(long Position, DateOnly Day, FrozenDictionary<(int Task, string City), Commitment> Commitments)
{
    /// <summary>Commitments that stand for no cell of the edition: their task is not carried on, an edition has ended or merged them, or another stands there.</summary>
    public ImmutableArray<CommitmentBeside> Beside { get; init; } = [];
}

/// <summary>A commitment that stands for no cell, with the task of its own edition.</summary>
public sealed record CommitmentBeside(TaskFacts Task, CityFacts City, Commitment Commitment)
{
    /// <summary>Number of the task of the edition that it stands for as well as another, which is counted there; null for none.</summary>
    public int? StandsFor { get; init; }
}

/// <summary>How the commitments stood at the end of a period.</summary>
public sealed record PeriodStanding(Period Period, Standing Standing);

/// <summary>One task in one city as a report sees it.</summary>
public sealed record ReportCell(TaskFacts Task, CityFacts City, ReachState Reach, Commitment? Commitment, LampReading? Lamp, DateOnly Day)
{
    /// <summary>Its part in the figures.</summary>
    public OverviewCell Figure { get; } = OverviewCell.Of(Reach, Commitment, Lamp?.Lamp, Day);

    /// <summary>Whether another commitment stands for the task and is counted, as before both are carried over to an edition that joins their tasks.</summary>
    public bool IsJoined { get; init; }

    public bool IsOverdue => Figure.IsOverdue;

    /// <summary>Days past the due date; null where that is not past, or does not matter any more.</summary>
    public int? OverdueDays => IsOverdue ? Day.DayNumber - Commitment!.Plan.DueDate.DayNumber : null;

    /// <summary>The report of a period; null if there is none.</summary>
    public ProgressReport? ReportOf(Period period) => Commitment?.ReportOf(period.ToString());
}

/// <summary>The cells that a report is about.</summary>
public static class ReportCells
{
    /// <summary>The cells of a query, by task, then in the order of the cities; with what is published only, where the reader sees nothing else.</summary>
    public static ImmutableArray<ReportCell> Of(ReportSource source, ReportQuery query, Standing standing, Func<string, bool> sees)
    {
        var cells = ImmutableArray.CreateBuilder<ReportCell>();
        foreach (var task in source.Facts.Tasks)
        {
            if (query.Task is { } number && number != task.Number)
                continue;
            foreach (var (column, city) in source.Facts.Cities.Index())
            {
                if ((query.City is { } id && id != city.Id) || (query.Province is { } province && province != city.Province))
                    continue;
                var commitment = standing.Commitments.GetValueOrDefault((task.Number, city.Id));
                if (!sees(city.Id))
                    commitment = commitment?.Published();
                var lamp = commitment is null ? null : source.Lamps.Read(commitment, source.Calendar, standing.Day);
                cells.Add(new ReportCell(task, city, source.Reach[task.Number][column], commitment, lamp, standing.Day));
            }
        }

        return cells.ToImmutable();
    }

    /// <summary>Commitments of a query that are counted in no cell: they are listed, and count in no figure.</summary>
    public static ImmutableArray<ReportCell> Beside(ReportSource source, ReportQuery query, Standing standing, Func<string, bool> sees) =>
    [
        .. standing.Beside
            .Where(b => query.Task is null && (query.City is null || query.City == b.City.Id) && (query.Province is null || query.Province == b.City.Province))
            .Select(b => (Of: b, Commitment: sees(b.City.Id) ? b.Commitment : b.Commitment.Published()))
            .Select(b => new ReportCell(b.Of.Task, b.Of.City, ReachOf(source, b.Of), b.Commitment, source.Lamps.Read(b.Commitment, source.Calendar, standing.Day), standing.Day)
            {
                IsJoined = b.Of.StandsFor is not null,
            }),
    ];

    private static ReachState ReachOf(ReportSource source, CommitmentBeside beside) =>
        beside.StandsFor is { } task && source.Facts.Cities.Index().FirstOrDefault(c => c.Item.Id == beside.City.Id) is { Item: not null } column ? source.Reach[task][column.Index] : ReachState.DoesNotApply;

    public static OverviewTotals Totals(this IEnumerable<ReportCell> cells) => OverviewTotals.Of(cells.Select(c => c.Figure));
}
