using System.Globalization;
using PilotPlatform.Domain.Scope;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>A file of cases on one task, as a policy officer writes it; <c>tests/cases/README.md</c> says how.</summary>
public sealed class CaseFile
{
    public string Title { get; set; } = "";

    public string Source { get; set; } = "";

    public int Task { get; set; }

    public IList<Case> Cases { get; set; } = [];
}

/// <summary>An act of a case, of its city or shared.</summary>
public sealed class CaseAct
{
    public string Kind { get; set; } = "";
}

/// <summary>What is known in a case, and what has to come out; what is not named is not tested.</summary>
public sealed class Case
{
    public IDictionary<string, string> Facts { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IList<CaseAct> Acts { get; set; } = [];

    public string? Reach { get; set; }

    public string? Verdict { get; set; }

    public string? Because { get; set; }

    public IList<string>? Ask { get; set; }

    public IDictionary<string, string>? Clauses { get; set; }

    public ScopeCity City => Shipped.City(Facts["city"]);

    /// <summary>The decision that the shipped rule set makes.</summary>
    public Decision Decide(int task)
    {
        var rule = Shipped.Rules.Find(task)!;
        var facts = Facts.Where(f => f.Key != "city").Select(f => (f.Key, Value(f.Key, f.Value)));
        var asked = ActRules.Asked(rule);
        var acts = Acts.Select(a => Named<ActKind>(a.Kind))
            .Select(kind => asked.Single(a => a.Kind == kind))
            .Select(act => (act.Kind, task, act.Shared ? null : City.Id));
        return Shipped.Rules.Decide(rule, City, Shipped.Rules.Facts.Book(facts).Value, Shipped.Rules.Compile(new ActBook([.. acts], Acts.Count)));
    }

    public static T Named<T>(string name)
        where T : struct, Enum => Enum.Parse<T>(name.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);

    public static IEnumerable<(string File, CaseFile Cases)> Read()
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build();
        var folder = Path.Combine(AppContext.BaseDirectory, "cases");
        return Directory.EnumerateDirectories(folder).SelectMany(kind => Directory.EnumerateFiles(kind, "*.yaml")).Order(StringComparer.Ordinal)
            .Select(path => (Path.GetRelativePath(folder, path), yaml.Deserialize<CaseFile>(File.ReadAllText(path))));
    }

    private static FactValue Value(string fact, string value) => (Shipped.Rules.Facts.Find(fact)?.Fact.Type, value) switch
    {
        (_, "not_known") => FactValue.NotKnown,
        (FactType.Boolean, "true" or "false") => FactValue.Of(value == "true"),
        (FactType.BasisPoints, _) => FactValue.OfBasisPoints(long.Parse(value, CultureInfo.InvariantCulture)),
        (FactType.Integer, _) => FactValue.OfInteger(long.Parse(value, CultureInfo.InvariantCulture)),
        (FactType.Date, _) => FactValue.OfDate(DateOnly.ParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture)),
        (FactType.Place, _) => FactValue.OfPlace(value),
        (FactType.Enumeration, _) => FactValue.OfChoice(value),
        _ => throw new InvalidOperationException($"'{value}' is no value of the fact '{fact}'."),
    };
}
