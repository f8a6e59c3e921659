using PilotPlatform.Domain;

namespace PilotPlatform.Catalog.Import;

/// <summary>
/// Where documents are read: few at a time, since reading takes memory, and each within a time, since no one should wait for a file that
/// is made to be read for ever.
/// </summary>
internal sealed class ImportDesk(EditionShelf shelf, TimeProvider time) : IDisposable
{
    private const int AtOnce = 2;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim places = new(AtOnce);

    public async Task<Result<ReadDocument>> ReadAsync(byte[] source, string fileName, CancellationToken cancellation)
    {
        await places.WaitAsync(cancellation);
        var limit = new CancellationTokenSource(Longest, time);
        var left = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        var reading = Task.Run(() => shelf.Read(source, fileName, left.Token), CancellationToken.None);
        _ = reading.ContinueWith(_ => Leave(left, limit), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(Longest, time, cancellation);
        }
        catch (Exception late) when (late is TimeoutException || (late is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return Fault.Invalid("document", $"it could not be read within {Longest.TotalMinutes} minutes");
        }
    }

    /// <summary>A reading that nobody waits for ends at the next page or paragraph, and its place is free then and not before.</summary>
    private void Leave(CancellationTokenSource left, CancellationTokenSource limit)
    {
        left.Dispose();
        limit.Dispose();
        places.Release();
    }

    public void Dispose() => places.Dispose();
}
