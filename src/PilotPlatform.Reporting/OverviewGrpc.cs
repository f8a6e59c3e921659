using System.Text;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>Overviews and histories over gRPC.</summary>
internal sealed class OverviewGrpc(OverviewKeeper overviews, CommitmentBoard board, ReportingLedger ledger) : OverviewService.OverviewServiceBase
{
    private const string Suffix = "/overview";

    public override Task<Overview> GetOverview(GetOverviewRequest request, ServerCallContext context)
    {
        var programme = request.Name.EndsWith(Suffix, StringComparison.Ordinal) ? request.Name[..^Suffix.Length] : "";
        return ProgrammeName.Parse("name", programme) is { IsOk: true } name
            ? Task.FromResult(overviews.Of(name.Value, context.Caller().May(Right.ReadUnpublished)))
            : throw new FaultException(Fault.InvalidName("name", request.Name, "programmes/{programme}/overview"));
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
                    Content = Struct.Parser.ParseJson(Encoding.UTF8.GetString(entry.Payload.Span)),
                }),
            },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        };
    }
}
