using System.Collections.Immutable;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Reporting.Reports.Files;
using PilotPlatform.Reporting.Reports.Filling;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Reports over gRPC: parse, make, give out.</summary>
internal sealed class ReportGrpc(ReportDesk desk, ReportWordsFile words, FillingDesk filling) : ReportService.ReportServiceBase
{
    public override async Task<Report> GetReport(GetReportRequest request, ServerCallContext context)
    {
        var made = await desk.MakeAsync(ReportQueries.Parse(request.Name, request.Query).Value, context.Caller(), ReportDesk.Untold, context.CancellationToken);
        var query = request.Query?.Clone() ?? new Contracts.Reporting.V1.ReportQuery();
        query.Basis = null;
        string[] question = ["report", request.Name, query.ToString(), $"{made.Standing.Position}", $"{made.Standing.Day:O}", made.Source.Edition, made.Source.RuleSet, $"{made.Source.ActsPosition}"];
        var place = Paging.Find(request.PageSize == 0 ? Paging.LargestSize : request.PageSize, request.PageToken, question).Value;
        var report = made.ToProto(words.Name, place);
        var shown = report.Sections.SelectMany(s => s.Rows).ToArray();
        report.NextPageToken = Paging.Of(shown, place, made.Document.RowCount, question).Value.NextPageToken;
        return report;
    }

    public override Task<ListReportsResponse> ListReports(ListReportsRequest request, ServerCallContext context)
    {
        var parent = ProgrammeName.Parse("parent", request.Parent).Value;
        if (request.LanguageCode is not ("" or "zh" or "en"))
            throw new FaultException(Fault.Invalid("language_code", $"'{request.LanguageCode}' is neither zh nor en"));
        var spoken = words.In(request.LanguageCode == "en");
        ImmutableArray<Report> all = [.. System.Enum.GetValues<ReportKind>().Select(kind => kind.ToListed(parent, spoken))];
        var page = Paging.Cut(all, request.PageSize, request.PageToken, "reports", request.Parent, request.LanguageCode).Value;
        return Task.FromResult(new ListReportsResponse { Reports = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override async Task ExportReport(ExportReportRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var wanted = ReportQueries.Parse(request.Name, request.Query).Value;
        var file = ReportFile.Of(wanted.Query.Kind, request.Format).Value;
        if (!context.IsBinary())
        {
            var asked = await desk.MakeAsync(wanted, context.Caller(), ReportDesk.Untold, context.CancellationToken);
            var content = await desk.WriteAsync(asked, file, context.CancellationToken);
            var id = ReportQueries.IdOf(asked.Document.Kind);
            await context.BeginFile(file.MediaType, $"{asked.Document.Title}.{file.Extension}", $"{id}.{file.Extension}", content.Length).WriteAsync(content, context.CancellationToken);
            return;
        }

        var made = await desk.MakeAsync(wanted, context.Caller(), TellAsync, context.CancellationToken);
        await using var chunks = new ChunkStream(chunk => responseStream.WriteAsync(new HttpBody { ContentType = file.MediaType, Data = UnsafeByteOperations.UnsafeWrap(chunk) }, context.CancellationToken));
        await chunks.WriteAsync(await desk.WriteAsync(made, file, context.CancellationToken), context.CancellationToken);

        Task TellAsync(int read, int total) => responseStream.WriteAsync(
            new HttpBody { ContentType = file.MediaType, Extensions = { Any.Pack(new ExportProgress { ReadCount = read, TotalCount = total }) } }, context.CancellationToken);
    }

    public override Task FillProgressReports(
        IAsyncStreamReader<FillProgressReportsRequest> requestStream, IServerStreamWriter<FillProgressReportsResponse> responseStream, ServerCallContext context) =>
        filling.FillAsync(requestStream, responseStream, context);
}
