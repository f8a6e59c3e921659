using Grpc.Core;

namespace PilotPlatform.Web.Workbench;

/// <summary>Sends what is uploaded, piece by piece.</summary>
public static class Uploading
{
    /// <summary>
    /// Sends messages until all are sent, or the call has ended: one that was refused underway says why in its answer, which is read next. What fails where
    /// the messages come from is thrown.
    /// </summary>
    public static async Task SendAsync<T>(this IClientStreamWriter<T> upload, IAsyncEnumerable<T> messages, CancellationToken stop)
    {
        await foreach (var message in messages.WithCancellation(stop))
            if (!await IsTakenAsync(upload.WriteAsync(message, stop), stop))
                return;
        await IsTakenAsync(upload.CompleteAsync(), stop);
    }

    private static async Task<bool> IsTakenAsync(Task sending, CancellationToken stop)
    {
        try
        {
            await sending;
            return true;
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException && !stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
