using PilotPlatform.Domain;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace PilotPlatform.ScopeRules.Cases;

/// <summary>A file of cases on one task, as a policy officer writes it.</summary>
public sealed class RuleSetCases
{
    public string Title { get; set; } = "";

    public string Source { get; set; } = "";

    public int Task { get; set; }

    public IList<RuleSetCase> Cases { get; set; } = [];

    /// <summary>Reads a file; refused if it is no file of cases.</summary>
    public static Result<RuleSetCases> Read(string field, string yaml)
    {
        try
        {
            var read = new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build().Deserialize<RuleSetCases?>(yaml);
            if (read is null || read.Task <= 0 || read.Cases.Count == 0)
                return Fault.Invalid(field, "is no file of cases: it must name a task and hold cases");
            var empty = read.Cases.ToList().FindIndex(c => c is not { SaysSomething: true });
            return empty < 0 ? read : Fault.Invalid(field, $"case {empty} names no city, or says nothing that can be held against an answer");
        }
        catch (YamlException broken)
        {
            return Fault.Invalid(field, $"is not YAML of cases: line {broken.Start.Line}: {broken.InnerException?.Message ?? broken.Message}");
        }
    }
}

/// <summary>One case: what is known, and what is to come of it; what it does not name it does not test.</summary>
public sealed class RuleSetCase
{
    public IDictionary<string, string> Facts { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IList<CaseAct> Acts { get; set; } = [];

    public string? Reach { get; set; }

    public string? Verdict { get; set; }

    public string? Because { get; set; }

    public IList<string>? Ask { get; set; }

    public IDictionary<string, string>? Clauses { get; set; }

    public bool SaysSomething => Facts.ContainsKey("city") && (Reach ?? Verdict ?? Because ?? (object?)Ask ?? Clauses) is not null;
}

/// <summary>An act that is recorded for the city of the case, or for all cities together.</summary>
public sealed class CaseAct
{
    public string Kind { get; set; } = "";
}
