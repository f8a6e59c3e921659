using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.ScopeRules.Cases;

/// <summary>Holds cases against a rule set.</summary>
public sealed class CaseRun(CompiledRuleSet rules)
{
    private const string City = "city";

    /// <summary>What came out otherwise than a case says; null if nothing did.</summary>
    public string? WhyNot(RuleSetCases file, RuleSetCase each)
    {
        if (rules.Find(file.Task) is not { } rule)
            return $"there is no task {file.Task}";
        var city = FindCity(each.Facts[City]);
        var facts = Facts(each);
        var acts = Acts(rule, each, city);
        if ((city.Fault ?? facts.Fault ?? acts.Fault) is { } fault)
            return fault.Message;

        var decision = rules.Decide(rule, city.Value, facts.Value, rules.Compile(acts.Value));
        var missing = decision.Missing.Select(Asked).Order(StringComparer.Ordinal).ToArray();
        return Otherwise("reach", each.Reach, decision.Reach.State.ToString())
            ?? Otherwise("verdict", each.Verdict, decision.Verdict.ToString())
            ?? (each.Ask is null || missing.SequenceEqual(each.Ask.Order(StringComparer.Ordinal), StringComparer.Ordinal) ? null : $"ask: [{string.Join(", ", missing)}]")
            ?? each.Clauses?.Select(c => Otherwise($"clause {c.Key}", c.Value, decision.Clauses.FirstOrDefault(d => d.Clause.Id == c.Key)?.Verdict.ToString() ?? "none")).FirstOrDefault(p => p is not null)
            ?? (each.Because is null || Cited(decision).Any(q => q.Contains(each.Because, StringComparison.Ordinal)) ? null : $"because: [{string.Join(" | ", Cited(decision).Distinct())}]");
    }

    private static string? Otherwise(string what, string? said, string came) =>
        said is null || string.Equals(said.Replace("_", "", StringComparison.Ordinal), came, StringComparison.OrdinalIgnoreCase) ? null : $"{what}: {JsonNamingPolicy.SnakeCaseLower.ConvertName(came)}, not {said}";

    private static string Asked(Missing missing) => missing switch
    {
        { Fact: { } fact } => fact.Id,
        { Act: { } act } => $"act:{JsonNamingPolicy.CamelCase.ConvertName(act.Kind.ToString())}",
        _ => "text",
    };

    private static IEnumerable<string> Cited(Decision decision) =>
        decision.Reach.Citations.Concat(decision.Because).Concat(decision.Missing.SelectMany(m => m.Citations)).Select(c => c.Words.Verbatim);

    private Result<ScopeCity> FindCity(string name) => rules.Source.Places.FindCity(name) is { } place
        ? new ScopeCity(place.Id, place.Name, place.Short, place.English)
        : Fault.UnknownCity(City, name, []);

    private Result<FactBook> Facts(RuleSetCase each)
    {
        var known = new List<(string, FactValue)>();
        foreach (var (id, text) in each.Facts.Where(f => f.Key != City))
        {
            if (rules.Facts.Find(id) is not { } domain)
                return Fault.UnknownFact($"facts.{id}", id);
            var value = Value(domain.Fact.Type, text);
            if (value is null)
                return Fault.Invalid($"facts.{id}", $"'{text}' is no value of type {domain.Fact.Type}");
            known.Add((id, value.Value));
        }

        return rules.Facts.Book(known);
    }

    private static FactValue? Value(FactType type, string text)
    {
        if (text == FactValue.NotKnown.ToString())
            return FactValue.NotKnown;
        return type switch
        {
            FactType.Boolean => bool.TryParse(text, out var yes) ? FactValue.Of(yes) : null,
            FactType.BasisPoints => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var share) ? FactValue.OfBasisPoints(share) : null,
            FactType.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? FactValue.OfInteger(number) : null,
            FactType.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? FactValue.OfDate(day) : null,
            FactType.Place => FactValue.OfPlace(text),
            _ => FactValue.OfChoice(text),
        };
    }

    private static Result<ActBook> Acts(TaskRule rule, RuleSetCase each, Result<ScopeCity> city)
    {
        var acts = ImmutableHashSet.CreateBuilder<(ActKind, int, string?)>();
        foreach (var act in each.Acts)
        {
            if (!Enum.TryParse<ActKind>(act.Kind, ignoreCase: true, out var kind) || ActRules.Asked(rule).FirstOrDefault(a => a.Kind == kind) is not { } asked)
                return Fault.NoSuchAct("acts", $"task {rule.Number} asks for no act of kind {act.Kind}");
            acts.Add((kind, rule.Number, asked.Shared ? null : city.Fault is null ? city.Value.Id : null));
        }

        return new ActBook(acts.ToImmutable(), acts.Count);
    }
}
