using PilotPlatform.ScopeRules.Cases;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The files of <c>tests/cases</c>, read as the service reads them; the README there says how they are written.</summary>
internal static class Cases
{
    public static IReadOnlyList<(string File, RuleSetCases Cases)> Files { get; } = [.. Read()];

    public static T Named<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    /// <summary>The case with a change.</summary>
    public static RuleSetCase With(this RuleSetCase each, Action<RuleSetCase> change)
    {
        var other = new RuleSetCase { Facts = each.Facts, Acts = each.Acts, Reach = each.Reach, Verdict = each.Verdict, Because = each.Because, Ask = each.Ask, Clauses = each.Clauses };
        change(other);
        return other;
    }

    /// <summary>The case with another value of a fact, or without it.</summary>
    public static RuleSetCase Knowing(this RuleSetCase each, string fact, string? value)
    {
        var facts = new Dictionary<string, string>(each.Facts, StringComparer.Ordinal);
        facts.Remove(fact);
        if (value is not null)
            facts[fact] = value;
        return each.With(c => c.Facts = facts);
    }

    private static IEnumerable<(string File, RuleSetCases Cases)> Read()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "cases");
        return Directory.EnumerateDirectories(folder).SelectMany(kind => Directory.EnumerateFiles(kind, "*.yaml")).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path), RuleSetCases.Read(path, File.ReadAllText(path)).Value));
    }
}
