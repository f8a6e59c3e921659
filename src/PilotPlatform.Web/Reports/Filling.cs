using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Antiforgery;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Reports;

/// <summary>What came of a form that was handed back.</summary>
/// <param name="Content">The workbook.</param>
/// <param name="Period">The period that it was given out for.</param>
/// <param name="Rows">What came of each row.</param>
/// <param name="Summary">What came of the whole.</param>
/// <param name="IsApplied">Whether it was recorded, and not only told.</param>
public sealed record Filled(
    byte[] Content, string Period, IReadOnlyList<FillProgressReportsResponse.Types.Row> Rows, FillProgressReportsResponse.Types.Summary Summary, bool IsApplied);

/// <summary>The page on which forms are handed back.</summary>
public sealed record FillView(Platform Platform, Caller Caller, string Month, Filled? Filled, StepProblems? Problems)
{
    public bool MayReport => Platform.Content.Cities.Any(c => Caller.May(Right.ReportProgress, ResourceIds.IdOf(c.Name)));
}

/// <summary>A progress form that was filled in: told first what it would change, recorded by whoever has seen that.</summary>
public static class FillForms
{
    private const int Piece = 256 * 1024;

    public static StepForm Try { get; } = new("TryProgressForm", Right.ReportProgress, [new("period", FieldKind.Period), new StepField("file", FieldKind.File) { Accept = ".xlsx" }],
        (c, f, stop) => FillAsync(c, f, isApplied: false, stop));

    public static StepForm Apply { get; } = new("ApplyProgressForm", Right.ReportProgress, [new("period", FieldKind.Kept), new("content", FieldKind.Kept)],
        (c, f, stop) => FillAsync(c, f, isApplied: true, stop));

    public static IEnumerable<StepForm> All => [Try, Apply];

    internal static async Task<Filled> FillAsync(CommandClients clients, Posted form, bool isApplied, CancellationToken stop)
    {
        var content = await form.ContentAsync(stop);
        using var call = clients.Reports.FillProgressReports(cancellationToken: stop);
        var header = new FillProgressReportsRequest.Types.Header { Parent = form.Programme, Period = form["period"], SizeBytes = content.Length, Apply = isApplied };
        var first = new FillProgressReportsRequest { Header = header, RequestId = form.RequestId };
        var pieces = content.Chunk(Piece).Select(piece => new FillProgressReportsRequest { Chunk = ByteString.CopyFrom(piece) });
        await call.RequestStream.SendAsync(pieces.Prepend(first).ToAsyncEnumerable(), stop);
        var rows = new List<FillProgressReportsResponse.Types.Row>();
        var summary = new FillProgressReportsResponse.Types.Summary();
        await foreach (var answer in call.ResponseStream.ReadAllAsync(stop))
        {
            if (answer.Row is { } row)
                rows.Add(row);
            summary = answer.Summary ?? summary;
        }

        return new Filled(content, form["period"], rows, summary, isApplied);
    }
}

/// <summary>The page on which forms are handed back.</summary>
internal static class FillRoutes
{
    private const string Page = "/reports/fill";

    public static void MapFilling(this IEndpointRouteBuilder pages)
    {
        pages.MapGet(Page, async (HttpContext context, PlatformReader reader, ReportReader reports, CancellationToken stop) =>
            WorkbenchRoutes.Personal(context, await ShowAsync(context, reader, reports, null, null, stop)));
        foreach (var form in FillForms.All)
        {
            pages.MapFormPage($"{Page}/{form.Id}", Page);
            pages.MapPost($"{Page}/{form.Id}", (HttpContext context, PlatformReader reader, ReportReader reports, CommandClients clients, IAntiforgery forms, CancellationToken stop) =>
                WorkbenchRoutes.PostAsync(
                    context,
                    forms,
                    _ => form.Id,
                    async posted => WorkbenchRoutes.Personal(context, await ShowAsync(context, reader, reports, await FillForms.FillAsync(clients, posted, form == FillForms.Apply, stop), null, stop)),
                    problems => ShowAsync(context, reader, reports, null, problems, stop)));
        }
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PlatformReader reader, ReportReader reports, Filled? filled, StepProblems? problems, CancellationToken stop) =>
        WorkbenchRoutes.Show<FillPage>(new FillView(await reader.PlatformAsync(stop), context.Caller(), reports.Month(), filled, problems));
}
