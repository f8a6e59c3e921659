using PilotPlatform.ScopeRules.Cases;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The files of <c>tests/cases</c>, read as the service reads them; the README there says how they are written.</summary>
internal static class Cases
{
    public static IReadOnlyList<(string File, RuleSetCases Cases)> Files { get; } = [.. Read()];

    public static T Named<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    private static IEnumerable<(string File, RuleSetCases Cases)> Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "cases");
        return Directory.EnumerateDirectories(folder).SelectMany(kind => Directory.EnumerateFiles(kind, "*.yaml")).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path), RuleSetCases.Read(path, File.ReadAllText(path)).Value));
    }
}
