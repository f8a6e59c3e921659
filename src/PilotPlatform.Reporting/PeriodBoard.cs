using System.Collections.Immutable;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;

namespace PilotPlatform.Reporting;

/// <summary>What stands now of all reporting periods.</summary>
public sealed class PeriodBoard(ReportingLedger ledger) : Projection<PeriodName, ReportingPeriod>
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

    /// <summary>The periods that somebody has touched, oldest first, months before the quarter they begin.</summary>
    public ImmutableArray<ReportingPeriod> All(ProgrammeName programme) =>
        [.. ByName.Values.Where(p => p.Name.Parent == programme).OrderBy(p => p.Name.Period.FirstDay).ThenBy(p => p.Name.Period.LastDay)];

    /// <summary>Records what is decided on the period as it stands; gives the period as it stands behind it.</summary>
    public async Task<Result<ReportingPeriod>> RecordAsync(
        PeriodName name, Func<ReportingPeriod, Result<PeriodEvent>> decide, string author, RequestKey? request, CancellationToken cancellation)
    {
        if (await AnsweredAsync(request, cancellation) is { } answered)
            return answered;
        var recorded = await ledger.RecordAsync(
            name.ToString(),
            () =>
            {
                var current = Find(name);
                return decide(current).Then<Proposal>(happened =>
                {
                    var (kind, payload) = EventCodec.Periods.Encode(happened);
                    return new Proposal(current.Revision, kind, payload);
                });
            },
            author,
            request,
            cancellation);
        return recorded.Fault is { } fault ? fault : await AsOfAsync(recorded.Value, cancellation);
    }

    /// <summary>What answered a request before; null if nothing did.</summary>
    public async Task<Result<ReportingPeriod>?> AnsweredAsync(RequestKey? request, CancellationToken cancellation)
    {
        if (await ledger.AnsweredAsync(request, cancellation) is not { } answered)
            return null;
        return answered.Fault is { } fault ? fault : await AsOfAsync(answered.Value, cancellation);
    }

    public override void Apply(LedgerEntry entry)
    {
        var name = NameOf(entry);
        ByName[name] = Fold(Find(name), entry);
    }

    public override ChangePlace PlaceOf(LedgerEntry entry) => new(NameOf(entry).Parent, City: null, Task: null, IsPublic: true);

    /// <summary>Cities are sorted by their characters, as they were.</summary>
    public override object Settle(object read)
    {
        var period = (ReportingPeriod)read;
        return period with { Cities = period.Cities.WithComparers(StringComparer.Ordinal) };
    }

    protected override PeriodName NameOf(ReportingPeriod value) => value.Name;

    private async Task<ReportingPeriod> AsOfAsync(LedgerEntry entry, CancellationToken cancellation)
    {
        var history = await ledger.HistoryAsync(entry.Stream, cancellation);
        return history.Where(e => e.Revision <= entry.Revision).Aggregate(ReportingPeriod.Untouched(NameOf(entry)), Fold);
    }

    private static ReportingPeriod Fold(ReportingPeriod period, LedgerEntry entry) =>
        period.Fold(EventCodec.Periods.Decode(entry.Kind, entry.Payload.Span), entry.Author, entry.RecordedAt, entry.Position);

    private static PeriodName NameOf(LedgerEntry entry) => PeriodName.Parse("stream", entry.Stream) is { IsOk: true } name
        ? name.Value
        : throw new InvalidDataException($"The entry at ledger position {entry.Position} is of '{entry.Stream}', which is no period.");
}
