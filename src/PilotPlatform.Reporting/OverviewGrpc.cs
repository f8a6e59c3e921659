using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Overviews and histories over gRPC.</summary>
internal sealed class OverviewGrpc(CommitmentBoard board, ReportingLedger ledger, ReachKeeper reach, Bearings bearings, IOptions<ReportingOptions> options)
    : OverviewService.OverviewServiceBase
{
    private readonly OverviewFile words = OverviewFile.Load(options.Value.Overview);

    public override Task<Overview> GetOverview(GetOverviewRequest request, ServerCallContext context)
    {
        var cut = request.Name.EndsWith("/overview", StringComparison.Ordinal) ? request.Name.Length - "/overview".Length : 0;
        var programme = ProgrammeName.Parse("name", request.Name[..cut]).Fault is null
            ? new ProgrammeName(request.Name[..cut].Split('/')[1])
            : throw new FaultException(Fault.InvalidName("name", request.Name, "programmes/{programme}/overview"));
        var picture = reach.Current;
        if (picture.Programme != programme.ToString())
            throw new FaultException(Fault.Missing(request.Name));
        var (position, commitments) = board.AtOnce(programme);
        return Task.FromResult(Render(programme, picture, position, commitments));
    }

    public override async Task<ListCommitmentEventsResponse> ListCommitmentEvents(ListCommitmentEventsRequest request, ServerCallContext context)
    {
        var name = CommitmentName.Parse("parent", request.Parent).Value;
        context.Demand(Right.ReadUnpublished, name.City);
        _ = board.Find(name).Value;
        var history = await ledger.HistoryAsync(name.ToString(), context.CancellationToken);
        var page = Paging.Cut(history, request.PageSize, request.PageToken, "events", request.Parent).Value;
        return new ListCommitmentEventsResponse
        {
            Events =
            {
                page.Items.Select(entry => new CommitmentEvent
                {
                    LedgerPosition = entry.Position,
                    Revision = entry.Revision,
                    Kind = entry.Kind,
                    Author = entry.Author,
                    RecordTime = entry.RecordedAt.ToTimestamp(),
                    Content = Struct.Parser.ParseJson(System.Text.Encoding.UTF8.GetString(entry.Payload.Span)),
                }),
            },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        };
    }

    private Overview Render(ProgrammeName programme, ReachPicture picture, long position, IReadOnlyList<Core.Commitment> commitments)
    {
        var at = bearings.Now;
        var standing = commitments.ToDictionary(c => (c.Name.TaskNumber, c.Name.City));
        var cells = (from task in picture.States.Keys.Order()
                     from city in picture.Cities
                     select (Task: task, City: city, Cell: CellOf(picture.Of(task, city), standing.GetValueOrDefault((task, city)), at))).ToArray();
        return new Overview
        {
            Name = $"{programme}/overview",
            Total = Figures(cells.Select(c => c.Cell)),
            Cities = { picture.Cities.Select(city => Row(programme.City(city), cells.Where(c => c.City == city).Select(c => c.Cell))) },
            Chapters = { cells.GroupBy(c => picture.Chapters[c.Task]).OrderBy(g => g.Key).Select(g => Row(programme.Chapter(g.Key), g.Select(c => c.Cell))) },
            ChineseDefinition = words.Definition.Chinese,
            EnglishDefinition = words.Definition.English,
            Edition = picture.Edition,
            RuleSet = picture.RuleSet,
            ActsPosition = picture.ActsPosition,
            LampRule = bearings.Lamps.Name,
            LedgerPosition = position,
            ReadDate = at.Today.ToProto(),
        };
    }

    private Core.OverviewCell CellOf(Domain.Scope.ReachState state, Core.Commitment? commitment, Core.Moment at) => new(
        state,
        commitment?.State,
        commitment is null ? null : bearings.Read(commitment, at)?.Lamp,
        commitment is { State: not (Core.CommitmentState.Implemented or Core.CommitmentState.StruckOff or Core.CommitmentState.Merged or Core.CommitmentState.Ongoing) }
            && commitment.Plan.DueDate < at.Today);

    private static Overview.Types.Row Row(string subject, IEnumerable<Core.OverviewCell> cells) => new() { Subject = subject, Figures = Figures(cells) };

    private static Overview.Types.Figures Figures(IEnumerable<Core.OverviewCell> cells)
    {
        var totals = Core.OverviewTotals.Of(cells);
        var message = new Overview.Types.Figures
        {
            ApplyingCount = totals.Applying,
            UndeterminedCount = totals.Undetermined,
            CommittedCount = totals.Committed,
            ImplementedCount = totals.Implemented,
            OverdueCount = totals.Overdue,
            States = { totals.ByState.Select((count, i) => new Overview.Types.StateCount { State = (Commitment.Types.State)(i + 1), CommitmentCount = count }).Where(c => c.CommitmentCount > 0) },
            Lamps = { totals.ByLamp.Select((count, i) => new Overview.Types.LampCount { Lamp = (Commitment.Types.Lamp)(i + 1), CommitmentCount = count }).Where(c => c.CommitmentCount > 0) },
        };
        if (totals.RateBasisPoints is { } rate)
            message.ImplementationRateBasisPoints = rate;
        return message;
    }
}
