namespace PilotPlatform.EndToEnd.Tests;

/// <summary>The built programs of the repository, in the configuration in which the tests were built.</summary>
internal static class Programs
{
    public static string Root { get; } = FindRoot();

    private static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>Path of the program's assembly, such as <c>PilotPlatform.Catalog</c>.</summary>
    public static string Assembly(string program)
    {
        var path = Path.Combine(Root, "src", program, "bin", Configuration, "net10.0", program + ".dll");
        Assert.True(File.Exists(path), $"{path} was not built.");
        return path;
    }

    /// <summary>The document as it is shipped.</summary>
    public static string Document { get; } = Path.Combine(Root, "src", "PilotPlatform.Catalog", "Data", "document.txt");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PilotPlatform.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests do not lie below PilotPlatform.sln.");
        return folder.FullName;
    }
}
