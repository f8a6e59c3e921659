using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting;

/// <summary>Where a report stands in its review.</summary>
public enum ReportState
{
    /// <summary>已报送: the city has to check it.</summary>
    Submitted,

    /// <summary>退回补正: the lead unit has to answer.</summary>
    Returned,

    /// <summary>审核通过</summary>
    Accepted,

    /// <summary>市级审核通过: the province has to review it.</summary>
    CityAccepted,
}

/// <summary>One review of a report; a return carries the day until which it is to be answered, and when it was.</summary>
public sealed record Review(ReviewLevel Level, bool IsReturn, string Note, string Author, DateTimeOffset Time, DateOnly? AnswerBy)
{
    public DateTimeOffset? AnswerTime { get; init; }

    /// <summary>Who answered a return; empty while nobody has.</summary>
    public string AnswerAuthor { get; init; } = "";
}

/// <summary>A progress report as it stands.</summary>
public sealed record ProgressReport(ProgressReportName Name, Progress Progress, string Author, DateTimeOffset CreateTime, long Position)
{
    public ReportState State { get; init; }

    public ImmutableList<Review> Reviews { get; init; } = [];

    /// <summary>When it was last told: made, or supplemented.</summary>
    public DateTimeOffset ToldTime
    {
        get
        {
            for (var last = Reviews.Count - 1; last >= 0; last--) // read of every report whenever a lamp is
                if (Reviews[last].AnswerTime is { } answered)
                    return answered;
            return CreateTime;
        }
    }

    /// <summary>Who wrote it as it reads: who supplemented it last, or made it.</summary>
    public string Writer => Reviews.FindLast(r => r.AnswerAuthor.Length > 0)?.AnswerAuthor ?? Author;

    /// <summary>How often it was returned.</summary>
    public int ReturnCount => Reviews.Count(r => r.IsReturn);

    /// <summary>Who reviews it now; null if nobody has to.</summary>
    public ReviewLevel? AwaitedReview => State switch
    {
        ReportState.Submitted => ReviewLevel.City,
        ReportState.CityAccepted => ReviewLevel.Province,
        _ => null,
    };

    /// <summary>
    /// Whether it says how things stood later than another: at the end of its period, or when it was told if that was before; of two that speak of one day, the one told later.
    /// </summary>
    public bool IsLaterThan(ProgressReport other, WorkCalendar calendar)
    {
        // Of one period, whoever was made and told later is later, which is nearly always so and needs no dates.
        if (Progress.Period == other.Progress.Period && Name.Serial > other.Name.Serial == ToldTime >= other.ToldTime)
            return Name.Serial > other.Name.Serial;

        var (mine, others) = (Period.Parse("period", Progress.Period).Value, Period.Parse("period", other.Progress.Period).Value);
        return (Spoken(mine, ToldTime), ToldTime, Name.Serial).CompareTo((Spoken(others, other.ToldTime), other.ToldTime, other.Name.Serial)) > 0;

        DateOnly Spoken(Period period, DateTimeOffset told) => calendar.DayOf(told) is var day && day < period.LastDay ? day : period.LastDay;
    }

    /// <summary>
    /// Since when the reviewer has had it, and until when it has it: days during which a return was not answered do not count, and the reviewer that returned it goes on with
    /// the days that were left.
    /// </summary>
    public (DateTimeOffset Since, DateOnly Until) ReviewClock(WorkCalendar calendar, TimeLimits limits)
    {
        var (since, used, awaited) = (CreateTime, 0, AwaitedReview ?? ReviewLevel.City);
        foreach (var review in Reviews)
        {
            if (review.Level == awaited)
                used = review.IsReturn ? used + calendar.WorkingDays(calendar.DayOf(since), calendar.DayOf(review.Time)) : 0;
            since = review.AnswerTime ?? review.Time;
        }

        var limit = awaited == ReviewLevel.Province ? limits.ProvinceReview : limits.CityReview;
        return (since, calendar.After(calendar.DayOf(since), Math.Max(0, limit - used)));
    }
}
