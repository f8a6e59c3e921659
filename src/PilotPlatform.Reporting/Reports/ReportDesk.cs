using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;

namespace PilotPlatform.Reporting.Reports;

/// <summary>A report with what it was made from.</summary>
internal sealed record MadeReport(ReportRequest Request, ReportSource Source, Standing Standing, ReportWords Words, ReportDocument Document);

/// <summary>
/// Makes reports: finds out what they are made from, reads it, and composes them. The same report is not made again as long as it is kept, and
/// is the same for all who may see the same.
/// </summary>
internal sealed class ReportDesk(
    BasisReader basis, StandingReader standings, PeriodBoard frozen, ReportingLedger ledger, ReportQueue queue, ReportWordsFile words, Bearings bearings, IOptions<ReportingOptions> options)
{
    public static readonly Func<int, int, Task> Untold = (_, _) => Task.CompletedTask;

    private readonly Shelf<Key, MadeReport> made = new(
        options.Value.ReportValuesKept, report => report.Document.Sections.Sum(s => s.Table is { } table ? (long)table.Rows.Length * table.Columns.Length : 1));

    /// <param name="request">What is wanted.</param>
    /// <param name="caller">Who wants it.</param>
    /// <param name="told">Told how far the reading has come.</param>
    /// <param name="cancellation">Ends the making.</param>
    /// <exception cref="FaultException">The report cannot be made, the caller has no right to it, or too many are being made.</exception>
    public async Task<MadeReport> MakeAsync(ReportRequest request, Caller caller, Func<int, int, Task> told, CancellationToken cancellation)
    {
        var query = request.Query;
        foreach (var (wanted, known) in new[] { (request.Basis.LampRule, bearings.Lamps.Name), (request.Basis.Calendar, bearings.Calendar), (request.Basis.Words, words.Name) })
            if (wanted is not null && wanted != known)
                throw new FaultException(Fault.Missing(wanted)); // by another it would be another report
        if (query is { IsInternal: true, Province: null })
            _ = caller.Demand(Right.ReadUnpublished, query.City).Value;
        return await queue.RunAsync(() => MakeInTurnAsync(request, caller, told, cancellation), cancellation);
    }

    /// <summary>Writes a report as a file.</summary>
    public Task<byte[]> WriteAsync(MadeReport report, ReportFile file, CancellationToken cancellation) =>
        queue.RunAsync(() => Task.FromResult(file.Write(report.Document, report.Words)), cancellation);

    private async Task<MadeReport> MakeInTurnAsync(ReportRequest request, Caller caller, Func<int, int, Task> told, CancellationToken cancellation)
    {
        var query = request.Query;
        var (now, at) = await MomentAsync(request, cancellation);
        var source = await basis.ReadAsync(request.Programme, request.Basis, now.Day, at, cancellation);
        if (Refusal(query, source, caller, now.Day) is { } fault)
            throw new FaultException(fault);

        var seen = source.Facts.Cities.Where(c => caller.May(Right.ReadUnpublished, c.Id)).Select(c => c.Id).ToHashSet(StringComparer.Ordinal);
        var key = new Key(request.Programme, query, now, source.Edition, source.RuleSet, source.ActsPosition, string.Join(' ', seen.Order(StringComparer.Ordinal)));
        if (made.TryFind(key, out var known))
            return known;

        var periods = query.Periods.ToArray();
        var days = periods.Select(p => p.LastDay < now.Day ? p.LastDay : now.Day).Prepend(now.Day).ToArray();
        var positions = new List<long> { now.Position };
        foreach (var day in days)
            positions.Add(query.IsOfAPeriod ? await EndAsync(now.Position, day, source.Calendar, cancellation) : now.Position);
        var read = await standings.ReadAsync(request.Programme, positions, told, cancellation);
        var stood = new List<Standing>();
        foreach (var (day, commitments) in days.Zip(read.Skip(1)))
        {
            var reported = query.IsOfAPeriod ? Reported(commitments, read[0], day) : commitments;
            stood.Add(await basis.StandAsync(request.Programme, now.Position, day, reported, source.Edition, cancellation));
        }

        var spoken = words.In(query.IsEnglish);
        var context = new ReportContext(query, source, stood[0], [.. periods.Zip(stood.Skip(1), (period, standing) => new PeriodStanding(period, standing))], seen.Contains, spoken);
        return made.Keep(key, new MadeReport(request, source, stood[0], spoken, ReportComposer.Compose(context)));
    }

    /// <summary>
    /// What is read, and as of when edition, rule set and acts were in force where they are not named; null for now. A position alone is read as of
    /// its entry, a day that is over as of its end. A report of a period that is over is of its last day; if the period is frozen, of what was known then.
    /// </summary>
    private async Task<(ReadMoment Moment, DateTimeOffset? At)> MomentAsync(ReportRequest request, CancellationToken cancellation)
    {
        var hasReached = request.Position is not { } wanted || await ledger.HasReachedAsync(wanted, cancellation);
        var (calendar, today, position) = (bearings.Now.Calendar, bearings.Now.Today, ledger.Position);
        if (request.Position < 0 || !hasReached)
            throw new FaultException(Fault.Invalid("query.basis.ledger_position", $"{request.Position} is not between 0 and {position}"));
        if (request.Day > today)
            throw new FaultException(Fault.Invalid("query.basis.read_date", $"{request.Day:yyyy-MM-dd} is in the future"));
        if (request is { Day: null, Position: > 0 and { } at })
        {
            var recorded = (await ledger.EntryAsync(at, cancellation)).RecordedAt;
            var (entered, last) = (calendar.DayOf(recorded), request.Query.LastDay(calendar.DayOf(recorded)));
            return (new ReadMoment(at, last), last < entered ? calendar.EndOf(last) : recorded);
        }

        if (request is { Day: null, Position: null } && request.Query.LastDay(today) is var end && end < today)
        {
            var known = frozen.Find(new PeriodName(request.Programme, request.Query.Period!.Value)) is { IsFreezing: false, Freezes: [.., { Reopening: null } freeze] } ? freeze.AsOfPosition : position;
            return (new ReadMoment(known, end), calendar.EndOf(end));
        }

        var day = request.Day ?? today;
        var moment = new ReadMoment(request.Position ?? (day == today ? position : await standings.PositionAsync(day, calendar, cancellation)), day);
        return (moment, day == today ? null : calendar.EndOf(day));
    }

    /// <summary>How commitments stood on a day, with what was reported since of periods that were over by then, also by those that were opened since.</summary>
    private static ImmutableArray<Commitment> Reported(ImmutableArray<Commitment> stood, ImmutableArray<Commitment> latest, DateOnly day)
    {
        var then = stood.ToDictionary(c => c.Name);
        return [.. latest.Select(later => then.TryGetValue(later.Name, out var commitment) ? commitment.ReportedBy(later, day) : later.ReportedBeforeOpening(day)).OfType<Commitment>()];
    }

    /// <summary>The last position up to one that was recorded by the end of a day.</summary>
    private async Task<long> EndAsync(long position, DateOnly day, WorkCalendar calendar, CancellationToken cancellation) =>
        position == 0 || calendar.DayOf((await ledger.EntryAsync(position, cancellation)).RecordedAt) <= day
            ? position
            : Math.Min(position, await standings.PositionAsync(day, calendar, cancellation));

    private static Fault? Refusal(ReportQuery query, ReportSource source, Caller caller, DateOnly day)
    {
        if (query.City is { } city && source.Facts.Cities.All(c => c.Id != city))
            return Fault.Missing(source.Programme.City(city));
        if (query.Province is { } province)
        {
            if (source.Facts.Provinces.All(p => p.Id != province))
                return Fault.Missing(source.Programme.Province(province));
            var refused = source.Facts.Cities.Where(c => query.IsInternal && c.Province == province).Select(c => caller.Demand(Right.ReadUnpublished, c.Id).Fault).FirstOrDefault(f => f is not null);
            if (refused is not null)
                return refused;
        }

        if (query.Task is { } task && source.Facts.Tasks.All(t => t.Number != task))
            return Fault.Missing(new PilotTaskName(source.Programme, task).ToString());
        return query.Kind is ReportKind.Periodic or ReportKind.Trend or ReportKind.Comparison && query.Period?.FirstDay > day
            ? Fault.Invalid("query.period", $"'{query.Period}' has not begun")
            : null;
    }

    /// <summary>All that a report depends on, besides what is the same for as long as the service runs.</summary>
    private sealed record Key(ProgrammeName Programme, ReportQuery Query, ReadMoment Moment, string Edition, string RuleSet, long ActsPosition, string Seen);
}
