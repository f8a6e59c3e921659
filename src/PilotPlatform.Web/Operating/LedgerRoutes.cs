using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Grpc.Core;
using Microsoft.AspNetCore.Components;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Workbench;
using PilotPlatform.Web.Working;

namespace PilotPlatform.Web.Operating;

/// <summary>The ledger as an auditor sees it.</summary>
/// <param name="Frame">What the page was made from.</param>
/// <param name="Status">How far it goes.</param>
/// <param name="Key">The key it is verified with; null if it has none.</param>
/// <param name="Checkpoints">Its checkpoints, oldest first.</param>
/// <param name="Verified">Id of the ledger that is verified while the page is sent; null for none.</param>
public sealed record LedgerView(
    PageFrame Frame, LedgerStatus Status, LedgerPublicKey? Key, IReadOnlyList<LedgerCheckpoint> Checkpoints, string? Verified)
{
    /// <summary>Ids of the ledgers that can be verified.</summary>
    public static ImmutableArray<string> Ledgers { get; } = ["reporting", "scope-rules", "catalog"];
}

/// <summary>The ledger: its state, its verification and its copy.</summary>
internal static class LedgerRoutes
{
    private const string Name = "ledgers/reporting";

    public static void MapLedger(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/ledger", async (HttpContext context, string? verify, LedgerService.LedgerServiceClient ledger, PlatformReader reader, CancellationToken stop) =>
        {
            var programme = await reader.ProgrammeAsync(stop);
            var status = await ledger.GetLedgerStatusAsync(new() { Name = Name }, cancellationToken: stop);
            var checkpoints = await AllPages.ReadAsync<LedgerCheckpoint>(async token =>
            {
                var page = await ledger.ListCheckpointsAsync(new() { Parent = Name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: stop);
                return (page.Checkpoints, page.NextPageToken);
            });
            var view = new LedgerView(
                await reader.FrameAsync(programme, stop), status, await KeyAsync(ledger, stop), checkpoints, verify is "1" ? LedgerView.Ledgers[0] : verify);
            var page = WorkbenchRoutes.Show<LedgerPage>(view);
            return WorkbenchRoutes.Personal(context, view.Verified is { } verified ? new WorkingPage<LedgerSign>(page, VerifyAsync($"ledgers/{verified}", ledger, stop)) : page);
        });
        pages.MapGet("/ledger/export", async (HttpContext context, LedgerService.LedgerServiceClient ledger, CancellationToken stop) =>
        {
            using var call = ledger.ExportLedger(new() { Name = Name }, cancellationToken: stop);
            var chunks = call.ResponseStream;
            var any = await chunks.MoveNext(stop); // a refusal comes before the first byte, so that it still can have its page
            context.Response.ContentType = "application/x-ndjson";
            context.Response.Headers.CacheControl = "private, no-store";
            context.Response.Headers.ContentDisposition = "attachment; filename=\"ledger.ndjson\"";
            for (; any; any = await chunks.MoveNext(stop))
                await context.Response.Body.WriteAsync(chunks.Current.Chunk.Memory, stop);
        });
    }

    /// <summary>How far the verification has come, time and again, and what it found.</summary>
    private static async IAsyncEnumerable<ParameterView> VerifyAsync(string name, LedgerService.LedgerServiceClient ledger, [EnumeratorCancellation] CancellationToken stop)
    {
        using var call = ledger.VerifyLedger(new() { Name = name }, cancellationToken: stop);
        var last = new VerifyLedgerResponse();
        await call.ResponseStream.MoveNext(stop); // a refusal comes before the first sign, so that it still can have its page
        do
            yield return Sign(last = call.ResponseStream.Current);
        while (await NextAsync(call.ResponseStream, stop) is true);
        if (last.Verdict is null)
            yield return Sign(null);

        static ParameterView Sign(VerifyLedgerResponse? sign) => ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(LedgerSign.Verified)] = sign });
    }

    /// <summary>Whether there is one more sign; null if the verification broke off.</summary>
    private static async Task<bool?> NextAsync(IAsyncStreamReader<VerifyLedgerResponse> signs, CancellationToken stop)
    {
        try
        {
            return await signs.MoveNext(stop);
        }
        catch (RpcException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }

    private static async Task<LedgerPublicKey?> KeyAsync(LedgerService.LedgerServiceClient ledger, CancellationToken stop)
    {
        try
        {
            return await ledger.GetPublicKeyAsync(new() { Name = $"{Name}/publicKey" }, cancellationToken: stop);
        }
        catch (RpcException none) when (none.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
