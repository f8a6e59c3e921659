using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of all reporting periods.</summary>
public sealed class PeriodBoard(ReportingLedger ledger) : Board<PeriodName, ReportingPeriod, PeriodEvent>(ledger, EventCodec.Periods)
{
    public override string Collection => "periods";

    /// <summary>The period; untouched if nobody has touched it.</summary>
    public ReportingPeriod Find(PeriodName name) => ByName.GetValueOrDefault(name) ?? ReportingPeriod.Untouched(name);

    /// <summary>The period that is reported on.</summary>
    public Result<ReportingPeriod> PeriodOf(ProgrammeName programme, Progress progress) =>
        Period.Parse("progress_report.period", progress.Period).Then<ReportingPeriod>(period => Find(new PeriodName(programme, period)));

    /// <summary>The period as what a report on it rests on.</summary>
    public IReadOnlyList<StreamRevision> Standing(ProgrammeName programme, string period) => Period.Parse("period", period) is { IsOk: true, Value: var parsed }
        ? [new StreamRevision(new PeriodName(programme, parsed).ToString(), Find(new PeriodName(programme, parsed)).Revision)]
        : [];

    /// <summary>The periods that have begun since the programme has.</summary>
    public IEnumerable<ReportingPeriod> Begun(ProgrammeName programme, Moment at) => at.Term.BegunBy(at.Today).Select(period => Find(new PeriodName(programme, period)));

    /// <summary>The periods that somebody has touched, and others that are to be listed, oldest first, months before the quarter they begin.</summary>
    public ImmutableArray<ReportingPeriod> All(ProgrammeName programme, IEnumerable<Period> others) =>
    [
        .. ByName.Values.Where(p => p.Name.Parent == programme).Concat(others.Select(p => Find(new PeriodName(programme, p)))).DistinctBy(p => p.Name)
            .OrderBy(p => p.Name.Period.FirstDay).ThenBy(p => p.Name.Period.LastDay),
    ];

    /// <summary>Records what is decided on the period as it stands; gives the period as it stands behind it.</summary>
    public Task<Result<ReportingPeriod>> RecordAsync(
        PeriodName name, Func<ReportingPeriod, Result<PeriodEvent>> decide, string author, RequestKey? request, CancellationToken cancellation) =>
        WriteAsync(name, current => decide(current ?? ReportingPeriod.Untouched(name)), author, request, cancellation);

    public override string PrintedOf(PeriodName name) => name.ToString();

    /// <summary>The window of a city is the city's: its words are told to those who read what is not published there.</summary>
    public override ChangePlace PlaceOf(LedgerEntry entry)
    {
        var city = Decode(entry) switch
        {
            PeriodEvent.WindowClosed closed => closed.City,
            PeriodEvent.WindowOpened opened => opened.City,
            _ => null,
        };
        return new ChangePlace(NameOf(entry).Parent, city, Task: null, IsPublic: true);
    }

    /// <summary>Cities are sorted by their characters, as they were.</summary>
    public override object Settle(object read)
    {
        var period = (ReportingPeriod)read;
        return period with { Cities = period.Cities.WithComparers(StringComparer.Ordinal) };
    }

    protected override PeriodName NameOf(ReportingPeriod value) => value.Name;

    protected override Result<PeriodName> Parse(string stream) => PeriodName.Parse("stream", stream);

    protected override int RevisionOf(ReportingPeriod value) => value.Revision;

    protected override ReportingPeriod Fold(ReportingPeriod? current, PeriodName name, PeriodEvent happened, LedgerEntry entry) =>
        (current ?? ReportingPeriod.Untouched(name)).Fold(happened, entry.Author, entry.RecordedAt, entry.Position);
}
