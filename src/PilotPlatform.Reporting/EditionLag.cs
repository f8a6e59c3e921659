namespace PilotPlatform.Reporting;

/// <summary>
/// How long the scope has been read with another edition than was published last. For a moment that means nothing: of several replicas one reads the new edition
/// before the others, which must not take back what it has recorded. For longer it means that no rule set reads the new edition yet.
/// </summary>
public sealed class EditionLag(TimeProvider time, TimeSpan moment)
{
    private long? since;

    /// <summary>True while it has lasted no longer than a moment.</summary>
    public bool IsNew(string read, string newest)
    {
        since = read == newest ? null : since ?? time.GetTimestamp();
        return since is { } began && time.GetElapsedTime(began) < moment;
    }
}
