namespace PilotPlatform.ServiceDefaults.Cache;

/// <summary>Keeps in step with others: at once on an announcement, otherwise within an interval.</summary>
public static class Following
{
    private static readonly TimeSpan FirstTries = TimeSpan.FromMilliseconds(200);

    /// <summary>Refreshes until it is cancelled.</summary>
    /// <param name="announcements">What is listened to.</param>
    /// <param name="topics">The topics that ask for a refresh.</param>
    /// <param name="refresh">The refresh, which takes its own failures.</param>
    /// <param name="interval">How long to wait without an announcement; null while the first refresh has not succeeded.</param>
    /// <param name="time">By which it is waited.</param>
    /// <param name="stopping">Ends it.</param>
    public static async Task FollowAsync(
        this Announcements announcements, IEnumerable<string> topics, Func<CancellationToken, Task> refresh, Func<TimeSpan?> interval, TimeProvider time, CancellationToken stopping)
    {
        using var moved = new SemaphoreSlim(0);
        foreach (var topic in topics)
            await announcements.ListenAsync(topic, _ => Release(moved));
        while (!stopping.IsCancellationRequested)
        {
            await refresh(stopping);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            await Task.WhenAny(moved.WaitAsync(waiting.Token), Task.Delay(interval() ?? FirstTries, time, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    private static void Release(SemaphoreSlim moved)
    {
        try
        {
            moved.Release();
        }
        catch (ObjectDisposedException)
        {
            // It ended while an announcement was on its way.
        }
    }
}
