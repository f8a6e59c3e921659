namespace PilotPlatform.Domain.Reporting;

/// <summary>Between which days a programme runs: nothing is reported of before it, and nothing falls due behind it.</summary>
/// <param name="FirstDay">The first day: a period that was over by then has nothing to be reported.</param>
/// <param name="LastDay">The last day by which work can be due; null while none is set.</param>
/// <param name="MostYears">While no last day is set, how many years from today a day may be set ahead.</param>
public sealed record Term(DateOnly FirstDay, DateOnly? LastDay, int MostYears)
{
    /// <summary>One that bounds nothing.</summary>
    public static readonly Term Any = new(DateOnly.MinValue, DateOnly.MaxValue, 0);

    /// <summary>The last day that may be set ahead on a day.</summary>
    public DateOnly LatestOn(DateOnly today) => LastDay ?? (today.Year + MostYears > DateOnly.MaxValue.Year ? DateOnly.MaxValue : today.AddYears(MostYears));

    /// <summary>The months and the quarters that have begun by a day, and were not over before the programme began; of each the newest first.</summary>
    public IEnumerable<Period> BegunBy(DateOnly day) => new[] { new Period(day.Year, day.Month, null), new Period(day.Year, null, (day.Month + 2) / 3) }
        .SelectMany(newest => Enumerable.InfiniteSequence(0, 1).Select(newest.Before).TakeWhile(period => period.LastDay >= FirstDay && period.Year >= Period.EarliestYear));

    /// <summary>Why nothing is reported of a period: it was over before the programme began; null if it was not.</summary>
    /// <param name="field">Where the period was named, in proto spelling.</param>
    /// <param name="period">The period.</param>
    public Fault? Precedes(string field, Period period) =>
        period.LastDay < FirstDay ? Fault.Invalid(field, $"'{period}' was over before the programme began, {FirstDay:yyyy-MM-dd}") : null;
}

/// <summary>What the days of a plan are held against.</summary>
/// <param name="Earliest">The earliest day that it may be due; null where the due date is not new.</param>
/// <param name="Latest">The latest; null where the due date is not new.</param>
/// <param name="FirstDay">The first day that a milestone may be due.</param>
/// <param name="Standing">The plan that stands, whose milestones are taken as they are; null for none.</param>
public sealed record PlanDays(DateOnly? Earliest, DateOnly? Latest, DateOnly FirstDay, Plan? Standing)
{
    public static readonly PlanDays Any = new(Earliest: null, Latest: null, DateOnly.MinValue, Standing: null);

    /// <summary>Those of a plan for a commitment, null for one that is to be opened: once work has begun its due date moves by extension only.</summary>
    public static PlanDays Of(Commitment? commitment, Moment at) => commitment is null or { State: CommitmentState.NotStarted }
        ? new(at.Today, at.Latest, at.Term.FirstDay, commitment?.Plan)
        : new(Earliest: null, Latest: null, at.Term.FirstDay, commitment.Plan);

    /// <summary>What is wrong with the day by which the work is due.</summary>
    internal IEnumerable<Violation> OfTheWork(DateOnly due)
    {
        if (due < Earliest)
            yield return new Violation("commitment.due_date", $"{due:yyyy-MM-dd} is past");
        if (due > Latest)
            yield return new Violation("commitment.due_date", $"{due:yyyy-MM-dd} is after {Latest:yyyy-MM-dd}, the last day that may be set ahead");
    }

    /// <summary>What is wrong with the day by which a milestone is due.</summary>
    internal IEnumerable<Violation> OfAMilestone(string field, Milestone milestone, Plan plan)
    {
        if (milestone.DueDate > plan.DueDate && plan.DueDate >= FirstDay)
            yield return new Violation($"{field}.due_date", $"{milestone.DueDate:yyyy-MM-dd} is after the commitment is due, {plan.DueDate:yyyy-MM-dd}");
        if (milestone.DueDate < FirstDay && Standing?.Milestones.Any(m => m.Title == milestone.Title && m.DueDate == milestone.DueDate) != true)
            yield return new Violation($"{field}.due_date", $"{milestone.DueDate:yyyy-MM-dd} is before the programme began, {FirstDay:yyyy-MM-dd}");
    }
}
