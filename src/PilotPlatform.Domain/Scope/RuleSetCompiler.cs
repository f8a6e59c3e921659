using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Scope;

/// <summary>Compiles a rule set against an edition: every scope is read by exactly one form, or the whole is refused.</summary>
public static class RuleSetCompiler
{
    public static Result<CompiledRuleSet> Compile(RuleSet rules, ScopeSource source)
    {
        var violations = ImmutableArray.CreateBuilder<Violation>();
        var forms = rules.Forms.Select(f => (Form: f, Pattern: Pattern(f, violations))).ToImmutableArray();
        if (source.Note is null)
            violations.Add(new Violation("note", "the document has no note that says what its mark means"));
        foreach (var twice in source.Tasks.CountBy(t => t.Number).Where(n => n.Value > 1))
            violations.Add(new Violation($"task {twice.Key}", $"the number stands {twice.Value} times"));
        if (violations.Count > 0)
            return Refused(rules, violations);

        var compiled = source.Tasks.Select(task => Compile(task, source, forms, violations)).ToImmutableArray();
        return violations.Count > 0 ? Refused(rules, violations) : new CompiledRuleSet(source, [.. compiled.Select(rule => rule!)]);
    }

    private static TaskRule? Compile(
        ScopeTask task, ScopeSource source, ImmutableArray<(ScopeForm Form, Regex? Pattern)> forms, ImmutableArray<Violation>.Builder violations)
    {
        var place = $"task {task.Number}, line {task.Scope.StartLine}";
        var matches = forms.Select(f => (f.Form, Match: f.Pattern!.Match(task.Scope.Normalized)))
            .Where(f => f.Match.Success && f.Match.Length == task.Scope.Normalized.Length).ToImmutableArray();
        if (matches.Length != 1)
        {
            var problem = matches.IsEmpty ? "in a form that no rule knows" : $"read by more than one form: {string.Join(", ", matches.Select(m => m.Form.Id))}";
            violations.Add(new Violation(place, $"the scope '{task.Scope.Verbatim}' is {problem}"));
            return null;
        }

        var (form, match) = matches[0];
        var scope = new Citation(CitedPart.Scope, task.Scope);
        var before = violations.Count;
        var cities = form.Cities is null ? [.. source.Cities.Select(c => c.Id)] : Cities(match.Groups[form.Cities].Value, source, place, violations);
        var byNote = form.Cities is null && task.Scope.Verbatim.StartsWith('*');
        var where = new Condition.CityIn(cities, byNote ? new Citation(CitedPart.Note, source.Note!) : scope);
        ImmutableArray<Condition> acts = [.. form.Acts.Select(a => Act(a, task, place, violations))];
        ImmutableArray<Clause> clauses = [.. form.Clauses.Select(c => Act(c.Act, task, place, violations) is var act ? new Clause(c.Id, act, act.Citation) : null!)];
        return violations.Count > before ? null : new TaskRule(task.Number, form.Id, new Condition.AllOf([where, .. acts]), clauses, scope, TextCovered: false);
    }

    private static Condition.ActRecorded Act(ActRule rule, ScopeTask task, string place, ImmutableArray<Violation>.Builder violations)
    {
        var words = task.Scope.Find(rule.Words);
        if (words is null)
            violations.Add(new Violation(place, $"the words '{rule.Words}' do not stand in the scope '{task.Scope.Verbatim}'"));
        return new Condition.ActRecorded(rule.Kind, rule.Shared, rule.Settler, rule.Question, new Citation(CitedPart.Scope, words ?? task.Scope));
    }

    private static ImmutableArray<string> Cities(string list, ScopeSource source, string place, ImmutableArray<Violation>.Builder violations)
    {
        var names = list.Split('、');
        foreach (var name in names.Where(n => Find(n) is null))
            violations.Add(new Violation(place, $"'{name}' is not a city of the programme"));
        return [.. names.Select(Find).OfType<string>()];

        string? Find(string name) => source.Cities.FirstOrDefault(c => c.Short == name || c.Name == name)?.Id;
    }

    private static Regex? Pattern(ScopeForm form, ImmutableArray<Violation>.Builder violations)
    {
        try
        {
            var pattern = new Regex(form.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
            if (form.Cities is not null && !pattern.GetGroupNames().Contains(form.Cities, StringComparer.Ordinal))
                violations.Add(new Violation(form.Id, $"the pattern has no group '{form.Cities}'"));
            return pattern;
        }
        catch (Exception invalid) when (invalid is ArgumentException or NotSupportedException)
        {
            violations.Add(new Violation(form.Id, $"the pattern is not a regular expression without backtracking: {invalid.Message}"));
            return null;
        }
    }

    private static Fault Refused(RuleSet rules, ImmutableArray<Violation>.Builder violations) =>
        Fault.DoesNotReconcile($"rule set {rules.Version}", violations.ToImmutable());
}
