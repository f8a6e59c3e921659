namespace PilotPlatform.Benchmarks;

/// <summary>The built programs of the repository, in the configuration of this one.</summary>
internal static class Programs
{
    public static string Root { get; } = FindRoot();

    private static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    public static string Assembly(string program) => Path.Combine(Root, "src", program, "bin", Configuration, "net10.0", program + ".dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PilotPlatform.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The benchmarks do not lie below PilotPlatform.sln.");
        return folder.FullName;
    }
}
