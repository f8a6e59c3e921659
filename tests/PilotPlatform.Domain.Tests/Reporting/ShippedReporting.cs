namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>The data that reporting is shipped with.</summary>
internal static class ShippedReporting
{
    public static string File(string name) => Path.Combine(AppContext.BaseDirectory, "reporting", name);
}
