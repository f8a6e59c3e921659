namespace PilotPlatform.Reporting;

/// <summary>What overviews say of themselves, and which chapter risks belong to.</summary>
public sealed record OverviewFile(OverviewFile.Text Definition, int RiskChapter)
{
    /// <exception cref="PilotPlatform.ServiceDefaults.StartupException">The file cannot be read.</exception>
    public static OverviewFile Load(string path) => DataFile.Read<OverviewFile>(path).Content;

    public sealed record Text(string Chinese, string English);
}
