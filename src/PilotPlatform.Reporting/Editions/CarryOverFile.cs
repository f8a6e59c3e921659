namespace PilotPlatform.Reporting;

/// <summary>What is said of commitments whose task a later edition does not have.</summary>
internal sealed record CarryOverFile(string NotCarriedOn, string EnglishNotCarriedOn)
{
    /// <exception cref="PilotPlatform.ServiceDefaults.StartupException">The file cannot be read.</exception>
    public static CarryOverFile Load(string path) => DataFile.Read<CarryOverFile>(path).Content;
}
