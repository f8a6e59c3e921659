using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Reporting periods over gRPC.</summary>
internal sealed class PeriodGrpc(PeriodBoard periods, CommitmentBoard board, ReachKeeper reach, KnownNames known, Bearings bearings) : PeriodService.PeriodServiceBase
{
    public override Task<Period> GetPeriod(GetPeriodRequest request, ServerCallContext context) =>
        Task.FromResult(Render(periods.Find(PeriodName.Parse("name", request.Name).Value), context));

    public override Task<ListPeriodsResponse> ListPeriods(ListPeriodsRequest request, ServerCallContext context)
    {
        var all = ProgrammeName.Parse("parent", request.Parent).Then<ImmutableArray<Core.ReportingPeriod>>(p => periods.All(p, Sees(context) ? Reported(p) : [])).Value;
        var page = Paging.Cut(all, request.PageSize, request.PageToken, "periods", request.Parent).Value;
        return Task.FromResult(new ListPeriodsResponse { Periods = { page.Items.Select(p => Render(p, context)) }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override async Task<Period> OpenPeriodWindow(OpenPeriodWindowRequest request, ServerCallContext context)
    {
        var closes = Dates.ParseMaybe("closes_date", request.ClosesDate);
        var (name, city) = Parse(request.Name, request.City, closes.Fault);
        context.Demand(Right.FreezePeriod, city);
        var unknown = await UnknownAsync(name, city, context.CancellationToken);
        return await RecordAsync(name, request, request.RequestId, context, p => unknown is not null ? unknown : closes.Then(day => p.Open(request.Etag, city, day, bearings.Now)));
    }

    public override async Task<Period> ClosePeriodWindow(ClosePeriodWindowRequest request, ServerCallContext context)
    {
        var (name, city) = Parse(request.Name, request.City, Core.Texts.Required("reason", request.Reason).Fault);
        context.Demand(city is null ? Right.FreezePeriod : Right.ReviewForCity, city);
        var unknown = await UnknownAsync(name, city, context.CancellationToken);
        return await RecordAsync(name, request, request.RequestId, context, p => unknown is not null ? unknown : p.Close(request.Etag, city, request.Reason, bearings.Now));
    }

    public override async Task<Period> FreezePeriod(FreezePeriodRequest request, ServerCallContext context)
    {
        var (name, _) = Parse(request.Name, "");
        context.Demand(Right.FreezePeriod);
        var key = RequestKeys.Of(request.RequestId, request).Value;
        if (await periods.AnsweredAsync(key, context.Author(), context.CancellationToken) is not { } frozen)
        {
            // Behind this entry no report is taken, whichever replica is asked; what was taken before has been read when the period is looked at behind it. Where the
            // freeze was given up meanwhile and another has begun, the rows are read behind that.
            _ = (await periods.RecordAsync(name, p => p.BeginFreeze(request.Etag, bearings.Now), context.Author(), request: null, context.CancellationToken)).Value;
            frozen = await periods.RecordAsync(
                name,
                p =>
                {
                    var (at, (position, commitments)) = (bearings.Now, board.AtOnce(name.Parent));
                    return p.Freeze(Math.Max(position, p.Position), [.. commitments.Select(c => RowOf(c, name.Period.ToString(), at))]);
                },
                context.Author(),
                key,
                context.CancellationToken);
        }

        return Render(frozen.Value, context);
    }

    public override Task<Period> ReopenPeriod(ReopenPeriodRequest request, ServerCallContext context)
    {
        var (name, _) = Parse(request.Name, "");
        context.Demand(Right.FreezePeriod);
        return RecordAsync(name, request, request.RequestId, context, p => p.Reopen(request.Etag, request.Reason));
    }

    public override async Task<ListFrozenCommitmentsResponse> ListFrozenCommitments(ListFrozenCommitmentsRequest request, ServerCallContext context)
    {
        var (name, city) = Parse(request.Parent, request.City);
        var caller = context.Caller();
        if (city is not null || !caller.MaySomewhere(Right.ReadUnpublished))
            context.Demand(Right.ReadUnpublished, city);
        if (city is not null && await UnknownAsync(name, city, context.CancellationToken) is { } unknown)
            throw new FaultException(unknown);
        var freezes = periods.Find(name).Freezes;
        var wanted = request.Snapshot == 0 ? freezes.Count : request.Snapshot;
        if (wanted < 1 || wanted > freezes.Count)
            throw new FaultException(Fault.Invalid("snapshot", $"{request.Snapshot} is none of the {freezes.Count} snapshots of '{name}'"));
        ImmutableArray<Core.FrozenRow> rows = [.. freezes[wanted - 1].Rows.Where(r => PeriodProto.CityOf(r) is var of && (city is null || of == city) && caller.May(Right.ReadUnpublished, of))];
        var page = Paging.Cut(rows, request.PageSize, request.PageToken, "frozenCommitments", request.Parent, $"{wanted}", request.City).Value;
        return new ListFrozenCommitmentsResponse
        {
            FrozenCommitments = { page.Items.Select(r => r.ToProto(name.Parent)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        };
    }

    /// <summary>The period and the city that a right is asked for; what else is wrong is told with them if they are.</summary>
    private static (PeriodName Name, string? City) Parse(string name, string city, Fault? besides = null)
    {
        var period = PeriodName.Parse("name", name);
        var of = city.Length == 0 ? (Result<string?>)(string?)null : ChildName.Parse("city", city, "cities").Then<string?>(c =>
            period.Fault is not null || c.Parent == period.Value.Parent ? c.Id : Fault.Invalid("city", $"'{city}' is not of '{period.Value.Parent}'"));
        return period.IsOk && of.IsOk ? (period.Value, of.Value) : throw new FaultException(Faults.All([period.Fault, of.Fault, besides])!);
    }

    /// <summary>A city that the programme does not have has no window, and no snapshots.</summary>
    private async Task<Fault?> UnknownAsync(PeriodName name, string? city, CancellationToken cancellation) => reach.Current.Programme == name.Parent.ToString()
        ? await known.LacksCityAsync(name.Parent, city is null ? null : new ChildName(name.Parent, city), cancellation)
        : Fault.Missing(name.ToString());

    private Core.FrozenRow RowOf(Core.Commitment commitment, string period, Core.Moment at)
    {
        var report = commitment.ReportOf(period);
        return new Core.FrozenRow(
            commitment.Name.Id, commitment.State, bearings.Read(commitment, at)?.Lamp, report?.Name.Serial, report?.State, report?.Progress.Percent);
    }

    private async Task<Period> RecordAsync(
        PeriodName name, IMessage request, string requestId, ServerCallContext context, Func<Core.ReportingPeriod, Result<Core.PeriodEvent>> decide)
    {
        var key = RequestKeys.Of(requestId, request).Value;
        return Render((await periods.RecordAsync(name, decide, context.Author(), key, context.CancellationToken)).Value, context);
    }

    /// <summary>Whether the caller may read what is not published, of any city.</summary>
    private static bool Sees(ServerCallContext context) => context.Caller().MaySomewhere(Right.ReadUnpublished);

    /// <summary>The periods that were reported on, whether or not anybody has touched their windows.</summary>
    private IEnumerable<Core.Period> Reported(ProgrammeName programme) =>
        board.All(c => c.Name.Parent == programme).SelectMany(c => c.Reports).Select(r => r.Progress.Period).Distinct(StringComparer.Ordinal).Select(p => Core.Period.Parse("period", p).Value);

    private Period Render(Core.ReportingPeriod period, ServerCallContext context)
    {
        bool SeesOf(string? city) => city is null ? Sees(context) : context.Caller().May(Right.ReadUnpublished, city);
        var at = bearings.Now;
        return new Period
        {
            Name = period.Name.ToString(),
            Period_ = period.Name.Period.ToString(),
            FirstDate = period.Name.Period.FirstDay.ToProto(),
            LastDate = period.Name.Period.LastDay.ToProto(),
            Window = period.All.ToProto(period, "", at, SeesOf(null)),
            CityWindows = { period.Cities.Select(c => c.Value.ToProto(period, period.Name.Parent.City(c.Key), at, SeesOf(c.Key))) },
            Frozen = period.IsFrozen,
            Snapshots = { period.Freezes.Select(f => f.ToProto(period.Name.Parent, SeesOf)) },
            UpdateTime = period.UpdateTime?.ToTimestamp(),
            Etag = period.Etag,
            LedgerPosition = period.Position,
        };
    }
}
