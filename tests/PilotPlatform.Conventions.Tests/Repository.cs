using System.Collections.Immutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PilotPlatform.Conventions.Tests;

/// <summary>The files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot(AppContext.BaseDirectory);

    /// <summary>Every C# project but those of tests, by name.</summary>
    public static readonly ImmutableSortedDictionary<string, XDocument> Projects =
        Files("src", "*.csproj").Concat(Files("PilotPlatform.AppHost", "*.csproj"))
            .ToImmutableSortedDictionary(file => Path.GetFileNameWithoutExtension(file), file => XDocument.Load(Full(file)));

    public static string Full(string file) => Path.Combine(Root, file);

    public static int LinesOf(string file) => File.ReadLines(Full(file)).Count();

    /// <summary>Files below a folder by their path from the root, without what builds leave behind.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) => !Directory.Exists(Full(folder))
        ? []
        : Directory.EnumerateFiles(Full(folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !Regex.IsMatch(path, "(^|/)(bin|obj|node_modules)/", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture))
            .Order(StringComparer.Ordinal);

    /// <summary>What a project includes as items of a kind: names of packages and frameworks, file names of projects.</summary>
    public static ImmutableArray<string> Items(this XDocument project, string kind) =>
    [
        .. project.Descendants(kind).Select(item => (string?)item.Attribute("Include")).OfType<string>()
            .Select(item => kind == "ProjectReference" ? Path.GetFileNameWithoutExtension(item.Replace('\\', '/')) : item),
    ];

    private static string FindRoot(string folder) =>
        File.Exists(Path.Combine(folder, "global.json")) ? folder : FindRoot(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests do not run inside the repository."));
}
