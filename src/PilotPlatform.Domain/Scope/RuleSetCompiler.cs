using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Compiles a rule set against an edition: every scope is read by exactly one form, every text by its clauses, or the whole is refused.</summary>
public static class RuleSetCompiler
{
    /// <summary>How many violations are listed at most.</summary>
    public const int MostViolations = 100;

    private const int LongestVersion = 40;

    /// <summary>The rule set ready to decide, or everything that is wrong with it.</summary>
    /// <param name="rules">The rule set.</param>
    /// <param name="source">The edition.</param>
    /// <param name="interrupt">Called between tasks; what it throws ends the work.</param>
    public static Result<CompiledRuleSet> Compile(RuleSet rules, ScopeSource source, Action? interrupt = null) => Compile(rules, source, isNew: true, interrupt);

    /// <summary>
    /// A rule set that was published before, ready to decide. What is asked of a new one for the sake of speed is not asked again, so that
    /// what has once been published is not lost to a narrower limit.
    /// </summary>
    public static Result<CompiledRuleSet> Load(RuleSet rules, ScopeSource source) => Compile(rules, source, isNew: false, interrupt: null);

    private static Result<CompiledRuleSet> Compile(RuleSet rules, ScopeSource source, bool isNew, Action? interrupt)
    {
        var violations = ImmutableArray.CreateBuilder<Violation>();
        if (isNew && (string.IsNullOrWhiteSpace(rules.Version) || rules.Version.Length > LongestVersion))
            violations.Add(new Violation("version", $"must be given, with {LongestVersion} characters at most"));
        if (source.Note is null)
            violations.Add(new Violation("note", "the document has no note that says what its mark means"));
        foreach (var twice in source.Tasks.CountBy(t => t.Number).Where(n => n.Value > 1))
            violations.Add(new Violation($"task {twice.Key}", $"the number stands {twice.Value} times"));
        var forms = new ScopeReader(rules.Forms, source, violations);
        FactRules.Check(rules.Facts, violations);
        if (violations.Count > 0)
            return Refused(rules, violations);

        var scopes = source.Tasks.Select(forms.Read).ToImmutableArray();
        var texts = new ClauseReader(rules, source, violations);
        var tasks = source.Tasks.Zip(scopes, texts.Read).Select((rule, index) => rule is null ? null : rule with { Index = index }).ToImmutableArray();
        texts.CheckListing();
        if (violations.Count > 0)
            return Refused(rules, violations);

        var compiled = Lay(source, rules.Facts, [.. tasks.Select(t => t!)]);
        RuleSetChecks.Check(compiled, violations, isNew, interrupt);
        return violations.Count > 0 ? Refused(rules, violations) : compiled;
    }

    private static CompiledRuleSet Lay(ScopeSource source, ImmutableArray<Fact> facts, ImmutableArray<TaskRule> tasks)
    {
        var starts = tasks.SelectMany(t => t.Clauses).SelectMany(c => c.Condition.Leaves()).SelectMany(Starts).ToLookup(s => s.Fact, s => s.Start, StringComparer.Ordinal);
        var catalogue = new FactCatalogue(facts, starts, new PlaceOrder(source.Places));
        var program = new ProgramBuilder(source.Cities, catalogue);
        foreach (var task in tasks)
            program.Add(task);
        return new CompiledRuleSet(source, tasks, catalogue, program.Build());
    }

    /// <summary>Where the regions start that a bound tells apart.</summary>
    private static IEnumerable<(string Fact, long Start)> Starts(Condition leaf)
    {
        var (fact, least, greatest) = leaf switch
        {
            Condition.NumberBound bound => (bound.Fact, bound.Minimum, bound.Maximum),
            Condition.DateBound bound => (bound.Fact, bound.From?.DayNumber, bound.Until?.DayNumber),
            _ => ("", null, (long?)null),
        };
        if (least is { } from)
            yield return (fact, from);
        if (greatest is { } until and < long.MaxValue)
            yield return (fact, until + 1);
    }

    private static Fault Refused(RuleSet rules, ImmutableArray<Violation>.Builder violations) =>
        Fault.RuleSetRefused($"rule set {rules.Version}", [.. violations.Take(MostViolations)]);
}
