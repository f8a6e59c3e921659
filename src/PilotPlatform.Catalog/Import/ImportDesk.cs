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
        var reading = Task.Run(() => shelf.Read(source, fileName), CancellationToken.None);
        _ = reading.ContinueWith(_ => places.Release(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        try
        {
            return await reading.WaitAsync(Longest, time, cancellation);
        }
        catch (TimeoutException)
        {
            return Fault.Invalid("document", $"it could not be read within {Longest.TotalMinutes} minutes");
        }
    }

    public void Dispose() => places.Dispose();
}
