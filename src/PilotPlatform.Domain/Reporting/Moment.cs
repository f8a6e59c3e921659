namespace PilotPlatform.Domain.Reporting;

/// <summary>How many working days each has for its step.</summary>
public sealed record TimeLimits
{
    /// <summary>To sign for what was dispatched, or to refuse it (签收).</summary>
    public int Acknowledgement { get; init; } = 3;

    /// <summary>For the city to check a report.</summary>
    public int CityReview { get; init; } = 5;

    /// <summary>For the province to review it.</summary>
    public int ProvinceReview { get; init; } = 5;

    /// <summary>To answer a return (退回补正).</summary>
    public int Supplement { get; init; } = 5;

    /// <summary>To answer a request for a later date or for closing.</summary>
    public int Decision { get; init; } = 10;

    /// <summary>To answer a problem that has to be coordinated.</summary>
    public int Problem { get; init; } = 15;

    /// <summary>To act on a reminder or an escalation before the next may follow.</summary>
    public int Reminder { get; init; } = 5;
}

/// <summary>When a command is given, and by which calendar and limits its deadlines are counted.</summary>
public sealed record Moment(DateTimeOffset Now, WorkCalendar Calendar, TimeLimits Limits)
{
    /// <summary>Between which days the programme runs.</summary>
    public Term Term { get; init; } = Term.Any;

    public DateOnly Today => Calendar.DayOf(Now);

    /// <summary>The last day that may be set ahead.</summary>
    public DateOnly Latest => Term.LatestOn(Today);

    /// <summary>The day so many working days from today.</summary>
    public DateOnly In(int workingDays) => Calendar.After(Today, workingDays);

    public DateOnly DayOf(DateTimeOffset time) => Calendar.DayOf(time);
}
