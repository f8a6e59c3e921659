using Grpc.Core;

namespace PilotPlatform.Web.Workbench;

/// <summary>Sends what is uploaded, piece by piece.</summary>
internal static class Uploading
{
    /// <summary>Sends messages until all are sent, or the call has ended: one that was refused underway says why in its answer.</summary>
    public static async Task SendAsync<T>(this IClientStreamWriter<T> upload, IAsyncEnumerable<T> messages, CancellationToken stop)
    {
        try
        {
            await foreach (var message in messages.WithCancellation(stop))
                await upload.WriteAsync(message, stop);
            await upload.CompleteAsync();
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException && !stop.IsCancellationRequested)
        {
            // Its answer, which is read next, is the refusal.
        }
    }
}
