namespace PilotPlatform.Web.Working;

/// <summary>How pages tell of long work.</summary>
public sealed class WorkingOptions
{
    /// <summary>How long somebody waits without being told how far the work is; default 1 s.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(1);
}
