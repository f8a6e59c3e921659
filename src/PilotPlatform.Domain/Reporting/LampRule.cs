using System.Collections.Immutable;

namespace PilotPlatform.Domain.Reporting;

/// <summary>The warning that stands beside the state.</summary>
public enum Lamp
{
    Green,
    Blue,
    Yellow,
    Red,
}

/// <summary>What a lamp looks at.</summary>
public enum LampMeasure
{
    /// <summary>Days until the due date.</summary>
    DueDate,

    /// <summary>序时进度: percentage points by which progress lags behind the time that has passed.</summary>
    Progress,

    /// <summary>Days since anything was reported.</summary>
    Freshness,
}

/// <summary>From which value on each lamp is lit; null for one that this measure never lights.</summary>
public sealed record LampLimits(int? Blue, int? Yellow, int? Red);

/// <summary>The rule that lamps are computed by: data, named by its version.</summary>
/// <param name="Version">Which rule it is.</param>
/// <param name="DaysLeft">Lit at so many days left or fewer; negative for days overdue.</param>
/// <param name="QuietAtPercent">Progress from which days that are left light nothing; overdue days always do.</param>
/// <param name="Lag">Lit at so many percentage points behind, or more.</param>
/// <param name="SilentDays">Lit at so many days without a report, or more.</param>
public sealed record LampRule(string Version, LampLimits DaysLeft, int QuietAtPercent, LampLimits Lag, LampLimits SilentDays);

/// <summary>What one measure says.</summary>
/// <param name="Measure">What was looked at.</param>
/// <param name="Value">Its value: days left, points behind, days silent.</param>
/// <param name="Lamp">The lamp that it lights.</param>
/// <param name="GreenDate">The earliest due date with which it would be green; only of the due date, only if it is not green and the date can still move.</param>
/// <param name="GreenPercent">The progress from which it would be green; only of the progress, only if it is not green.</param>
public sealed record LampSign(LampMeasure Measure, int Value, Lamp Lamp, DateOnly? GreenDate, int? GreenPercent)
{
    /// <summary>Of freshness: whether nothing was reported since its state was entered, so that days count from there.</summary>
    public bool IsUntold { get; init; }

    /// <summary>Where nothing was reported since its state was entered: the day of the last report before that; null if there is none.</summary>
    public DateOnly? ToldBefore { get; init; }
}

/// <summary>A lamp with its numbers; it is as bad as the worst of its signs.</summary>
/// <param name="Lamp">The lamp.</param>
/// <param name="Day">The day it was read.</param>
/// <param name="ElapsedPercent">How much of the time has passed, in working days.</param>
/// <param name="Percent">Progress reported; 0 if nothing was.</param>
/// <param name="Signs">What each measure says; none where the work is done.</param>
public sealed record LampReading(Lamp Lamp, DateOnly Day, int ElapsedPercent, int Percent, ImmutableArray<LampSign> Signs);

/// <summary>Computes lamps.</summary>
public static class Lamps
{
    /// <summary>The lamp of a commitment on a day; null where none is read: postponed, merged, struck off, ended, or without what it rests on.</summary>
    public static LampReading? Read(this LampRule rule, Commitment commitment, WorkCalendar calendar, DateOnly today)
    {
        var percent = commitment.Percent(calendar) ?? 0;
        var elapsed = Elapsed(commitment, calendar, today);
        return commitment.State switch
        {
            _ when commitment.IsOver || commitment.State == CommitmentState.Postponed => null,
            CommitmentState.Implemented => new LampReading(Lamp.Green, today, elapsed, percent, []),
            _ when !commitment.IsFounded => null,
            CommitmentState.Ongoing => Of([rule.Freshness(commitment, calendar, today)]),
            _ => Of([rule.DueDate(commitment, percent, today), rule.Progress(percent, elapsed), rule.Freshness(commitment, calendar, today)]),
        };

        LampReading Of(ImmutableArray<LampSign> signs) => new(signs.Max(s => s.Lamp), today, elapsed, percent, signs);
    }

    /// <summary>序时进度: the working days since it was opened, of those until it is due, in percent rounded down.</summary>
    public static int Elapsed(Commitment commitment, WorkCalendar calendar, DateOnly today)
    {
        var opened = calendar.DayOf(commitment.CreateTime);
        var all = calendar.WorkingDays(opened, commitment.Plan.DueDate);
        return all == 0 ? (today < commitment.Plan.DueDate ? 0 : 100) : Math.Min(100, calendar.WorkingDays(opened, today) * 100 / all);
    }

    private static LampSign DueDate(this LampRule rule, Commitment commitment, int percent, DateOnly today)
    {
        var left = commitment.Plan.DueDate.DayNumber - today.DayNumber;
        var quiet = left >= 0 && percent >= rule.QuietAtPercent;
        var lamp = quiet ? Lamp.Green : AtMost(rule.DaysLeft, left);
        var movable = left >= 0 || commitment.Course.Extensions is [.., { State: RequestState.Pending }];
        var green = lamp == Lamp.Green || !movable ? (DateOnly?)null : today.AddDays(Math.Max(0, 1 + Largest(rule.DaysLeft)));
        return new LampSign(LampMeasure.DueDate, left, lamp, green, GreenPercent: null);
    }

    private static LampSign Progress(this LampRule rule, int percent, int elapsed)
    {
        var lag = elapsed - percent;
        var lamp = AtLeast(rule.Lag, lag);
        return new LampSign(LampMeasure.Progress, lag, lamp, GreenDate: null, lamp == Lamp.Green ? null : Math.Clamp(elapsed - Smallest(rule.Lag) + 1, 0, 100));
    }

    private static LampSign Freshness(this LampRule rule, Commitment commitment, WorkCalendar calendar, DateOnly today)
    {
        var told = commitment.LastTold;
        var isUntold = !(told >= commitment.ReportableSince);
        var silent = Math.Max(0, today.DayNumber - calendar.DayOf(isUntold ? commitment.ReportableSince : told!.Value).DayNumber);
        return new LampSign(LampMeasure.Freshness, silent, AtLeast(rule.SilentDays, silent), GreenDate: null, GreenPercent: null)
        {
            IsUntold = isUntold,
            ToldBefore = isUntold && told is { } before ? calendar.DayOf(before) : null,
        };
    }

    private static Lamp AtMost(LampLimits limits, int value) =>
        value <= limits.Red ? Lamp.Red : value <= limits.Yellow ? Lamp.Yellow : value <= limits.Blue ? Lamp.Blue : Lamp.Green;

    private static Lamp AtLeast(LampLimits limits, int value) =>
        value >= limits.Red ? Lamp.Red : value >= limits.Yellow ? Lamp.Yellow : value >= limits.Blue ? Lamp.Blue : Lamp.Green;

    private static int Largest(LampLimits limits) => limits.Blue ?? limits.Yellow ?? limits.Red ?? 0;

    private static int Smallest(LampLimits limits) => limits.Blue ?? limits.Yellow ?? limits.Red ?? 0;
}
