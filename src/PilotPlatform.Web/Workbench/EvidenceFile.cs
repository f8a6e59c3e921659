using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>A document of evidence as a file; a browser keeps it and opens nothing of it, whatever it says it is.</summary>
internal static class EvidenceFile
{
    public static async Task SendAsync(string id, int number, HttpContext context, PlatformReader reader, EvidenceService.EvidenceServiceClient client, CancellationToken stop)
    {
        var name = $"{(await reader.ProgrammeAsync(stop)).Name}/commitments/{id}/evidence/{number}";
        var evidence = await client.GetEvidenceAsync(new() { Name = name }, cancellationToken: stop);
        using var call = client.DownloadEvidence(new() { Name = name }, cancellationToken: stop);
        var pieces = call.ResponseStream;
        var any = await pieces.MoveNext(stop); // a refusal comes before the first byte, so that it still can have its page
        context.Response.ContentType = MediaTypeNames.Application.Octet;
        context.Response.ContentLength = evidence.SizeBytes;
        context.Response.Headers.CacheControl = "private, no-store";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(evidence.FileName);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        for (; any; any = await pieces.MoveNext(stop))
            await context.Response.Body.WriteAsync(pieces.Current.Chunk.Memory, stop);
    }
}
