using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What happened to a reporting period.</summary>
public abstract record PeriodEvent
{
    private PeriodEvent()
    {
    }

    /// <summary>The window is open, for one city or for all, until the end of a day if one is said.</summary>
    public sealed record WindowOpened(string? City, DateOnly? ClosesOn) : PeriodEvent;

    public sealed record WindowClosed(string? City, string Reason) : PeriodEvent;

    /// <summary>No report is taken any more, so that what stands can be written down.</summary>
    public sealed record FreezeBegun : PeriodEvent;

    /// <summary>期末封账: what stood at a position of the ledger.</summary>
    public sealed record Frozen(long AsOfPosition, ImmutableArray<FrozenRow> Rows) : PeriodEvent;

    public sealed record Reopened(string Reason) : PeriodEvent;
}

/// <summary>A commitment as it stood when its period was frozen.</summary>
/// <param name="Commitment">Task number and city.</param>
/// <param name="State">Where it stood.</param>
/// <param name="Lamp">Its lamp; null if it had none.</param>
/// <param name="Report">Serial of its last report for the period; null if it did not report.</param>
/// <param name="ReportState">Where that report stood in its review.</param>
/// <param name="Percent">Progress of that report.</param>
public sealed record FrozenRow(string Commitment, CommitmentState State, Lamp? Lamp, int? Report, ReportState? ReportState, int? Percent);

/// <summary>A snapshot of a period; it stands, also when the period is opened again.</summary>
public sealed record Freeze(long AsOfPosition, ImmutableArray<FrozenRow> Rows, string Author, DateTimeOffset Time)
{
    /// <summary>Why, by whom and when the period was opened again; null if it was not.</summary>
    public (string Reason, string Author, DateTimeOffset Time)? Reopening { get; init; }
}

/// <summary>A window for reports: open until somebody closes it, or until a day.</summary>
public sealed record Window(bool IsOpen, DateOnly? ClosesOn, string Reason)
{
    public static readonly Window Unset = new(IsOpen: true, ClosesOn: null, "");

    public bool IsOpenOn(DateOnly day) => IsOpen && !(day > ClosesOn);
}

/// <summary>A reporting period of a programme: a window for each city, and its snapshots.</summary>
public sealed record ReportingPeriod(PeriodName Name, Window All, ImmutableSortedDictionary<string, Window> Cities, ImmutableList<Freeze> Freezes, int Revision)
{
    public DateTimeOffset? UpdateTime { get; init; }

    public long Position { get; init; }

    public string Etag => string.Create(CultureInfo.InvariantCulture, $"\"{Revision}\"");

    /// <summary>Whether a freeze has begun and its snapshot is not written yet.</summary>
    public bool IsFreezing { get; init; }

    public bool IsFrozen => IsFreezing || Freezes is [.., { Reopening: null }];

    /// <summary>A period nobody has touched: its window is open, so that reporting needs no setting up.</summary>
    public static ReportingPeriod Untouched(PeriodName name) => new(name, Window.Unset, ImmutableSortedDictionary<string, Window>.Empty.WithComparers(StringComparer.Ordinal), [], 0);

    public Window WindowOf(string city) => Cities.GetValueOrDefault(city, All);

    /// <summary>Whether reports are taken in a window of it now.</summary>
    public bool IsOpen(Window window, Moment at) =>
        !IsFrozen && Name.Period.FirstDay <= at.Today && at.Term.Precedes("name", Name.Period) is null && window.IsOpenOn(at.Today);

    /// <summary>Why a city cannot report on a day; null if it can.</summary>
    public Fault? Admits(string city, DateOnly today)
    {
        if (IsFrozen)
            return Fault.PeriodFrozen(Name.ToString());
        if (Name.Period.FirstDay > today)
            return Fault.WindowClosed(Name.ToString(), $"the period begins on {Name.Period.FirstDay:yyyy-MM-dd}");
        var window = WindowOf(city);
        if (window.IsOpenOn(today))
            return null;
        return Fault.WindowClosed(Name.ToString(), window.IsOpen ? $"it was open until {window.ClosesOn:yyyy-MM-dd}" : window.Reason);
    }

    public Result<PeriodEvent> Open(string etag, string? city, DateOnly? closesOn, Moment at) => Before(etag, at).Then<PeriodEvent>(_ => closesOn < at.Today
        ? Fault.Invalid("closes_date", $"{closesOn:yyyy-MM-dd} is past")
        : new PeriodEvent.WindowOpened(city, closesOn));

    public Result<PeriodEvent> Close(string etag, string? city, string reason, Moment at) =>
        Before(etag, at).Then(_ => Texts.Required("reason", reason)).Then<PeriodEvent>(text => new PeriodEvent.WindowClosed(city, text));

    /// <summary>Begins to freeze the period; one that has not begun has nothing to freeze. A freeze that was cut off may be begun again.</summary>
    public Result<PeriodEvent> BeginFreeze(string etag, Moment at)
    {
        if (!IsFreezing && etag.Length > 0 && etag != Etag)
            return Fault.Stale(Name.ToString(), Etag);
        if (IsFrozen && !IsFreezing)
            return Fault.PeriodFrozen(Name.ToString());
        if (at.Term.Precedes("name", Name.Period) is { } early)
            return early;
        return Name.Period.FirstDay > at.Today ? Fault.Forbidden(Name.ToString(), "not begun", "freeze") : new PeriodEvent.FreezeBegun();
    }

    /// <summary>Writes down what stood when the freeze had begun: rows of before that lack what was reported while the period was open again.</summary>
    public Result<PeriodEvent> Freeze(long asOf, ImmutableArray<FrozenRow> rows)
    {
        if (IsFreezing)
            return asOf >= Position ? new PeriodEvent.Frozen(asOf, rows) : Fault.Stale(Name.ToString(), Etag);
        return IsFrozen ? Fault.PeriodFrozen(Name.ToString()) : Fault.Forbidden(Name.ToString(), "opened again meanwhile", "freeze");
    }

    public Result<PeriodEvent> Reopen(string etag, string reason)
    {
        if (etag.Length > 0 && etag != Etag)
            return Fault.Stale(Name.ToString(), Etag);
        return IsFrozen
            ? Texts.Required("reason", reason).Then<PeriodEvent>(text => new PeriodEvent.Reopened(text))
            : Fault.Forbidden(Name.ToString(), "not frozen", "reopen");
    }

    public ReportingPeriod Fold(PeriodEvent happened, string author, DateTimeOffset time, long position)
    {
        var next = happened switch
        {
            PeriodEvent.WindowOpened e => Set(e.City, new Window(IsOpen: true, e.ClosesOn, "")),
            PeriodEvent.WindowClosed e => Set(e.City, new Window(IsOpen: false, ClosesOn: null, e.Reason)),
            PeriodEvent.FreezeBegun => this with { IsFreezing = true },
            PeriodEvent.Frozen e => this with { IsFreezing = false, Freezes = Freezes.Add(new Freeze(e.AsOfPosition, e.Rows, author, time)) },
            PeriodEvent.Reopened when IsFreezing => this with { IsFreezing = false },
            PeriodEvent.Reopened e => this with { Freezes = Freezes.SetItem(Freezes.Count - 1, Freezes[^1] with { Reopening = (e.Reason, author, time) }) },
            _ => throw new InvalidOperationException($"'{Name}' cannot take a {happened.GetType().Name} at ledger position {position}."),
        };
        return next with { Revision = Revision + 1, UpdateTime = time, Position = position };
    }

    private Result<ReportingPeriod> Before(string etag, Moment at)
    {
        if (etag.Length > 0 && etag != Etag)
            return Fault.Stale(Name.ToString(), Etag);
        if (at.Term.Precedes("name", Name.Period) is { } early)
            return early;
        return IsFrozen ? Fault.PeriodFrozen(Name.ToString()) : this;
    }

    /// <summary>What is said for all cities goes before what was said for one of them.</summary>
    private ReportingPeriod Set(string? city, Window window) => city is null
        ? this with { All = window, Cities = Cities.Clear() }
        : this with { Cities = Cities.SetItem(city, window) };
}
