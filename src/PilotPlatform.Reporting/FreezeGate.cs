namespace PilotPlatform.Reporting;

/// <summary>
/// Lets reports through side by side, and a freeze only when none is under way: no report is acknowledged behind a snapshot that
/// does not hold it.
/// </summary>
public sealed class FreezeGate : IDisposable
{
    private readonly SemaphoreSlim closing = new(1);
    private readonly Lock counting = new();
    private TaskCompletionSource? empty;
    private int inside;

    /// <summary>Passes for a report; waits while a freeze is under way. Dispose what it gives to leave.</summary>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await closing.WaitAsync(cancellation);
        lock (counting)
            inside++;
        closing.Release();
        return new Passage(Leave);
    }

    /// <summary>Passes for a freeze, alone. Dispose what it gives to leave.</summary>
    public async Task<IDisposable> CloseAsync(CancellationToken cancellation)
    {
        await closing.WaitAsync(cancellation);
        try
        {
            Task leaving;
            lock (counting)
                leaving = inside == 0 ? Task.CompletedTask : (empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            await leaving.WaitAsync(cancellation);
            return new Passage(() => closing.Release());
        }
        catch
        {
            closing.Release();
            throw;
        }
    }

    public void Dispose() => closing.Dispose();

    private void Leave()
    {
        lock (counting)
            if (--inside == 0)
            {
                empty?.TrySetResult();
                empty = null;
            }
    }

    private sealed class Passage(Action leave) : IDisposable
    {
        private Action? leave = leave;

        public void Dispose() => Interlocked.Exchange(ref leave, null)?.Invoke();
    }
}
