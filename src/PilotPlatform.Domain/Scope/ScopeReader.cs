using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace PilotPlatform.Domain.Scope;

/// <summary>Reads the scope column: each scope by exactly one form.</summary>
internal sealed class ScopeReader
{
    private readonly ScopeSource source;
    private readonly ImmutableArray<Violation>.Builder violations;
    private readonly ImmutableArray<(ScopeForm Form, Regex? Pattern)> forms;
    private readonly ImmutableArray<string> everyCity;

    public ScopeReader(ImmutableArray<ScopeForm> forms, ScopeSource source, ImmutableArray<Violation>.Builder violations)
    {
        this.source = source;
        this.violations = violations;
        this.forms = [.. forms.Select(f => (f, Pattern(f)))];
        everyCity = [.. source.Cities.Select(c => c.Id)];
        foreach (var twice in forms.CountBy(f => f.Id).Where(f => f.Value > 1))
            violations.Add(new Violation(twice.Key, "two forms have this id"));
    }

    /// <summary>The reach of a task and the matters of its form; null if it cannot be read.</summary>
    public ScopeReading? Read(ScopeTask task)
    {
        var place = $"task {task.Number}, line {task.Scope.StartLine}";
        var matches = forms.Select(f => (f.Form, Match: f.Pattern!.Match(task.Scope.Normalized)))
            .Where(f => f.Match.Success && f.Match.Length == task.Scope.Normalized.Length).ToImmutableArray();
        if (matches.Length != 1)
        {
            var several = string.Join(", ", matches.Select(m => m.Form.Id));
            violations.Add(matches.IsEmpty
                ? new Violation(place, $"the scope '{task.Scope.Verbatim}' is in a form that no rule knows")
                : new Violation(place, $"the scope '{task.Scope.Verbatim}' is read by more than one form: {several}"));
            return null;
        }

        var (form, match) = matches[0];
        var scope = new Citation(CitedPart.Scope, task.Scope);
        var before = violations.Count;
        var cities = form.Cities is null ? everyCity : Cities(match.Groups[form.Cities].Value, place);
        var byNote = form.Cities is null && task.Scope.Normalized.StartsWith('*');
        var where = new Condition.CityIn(cities, byNote ? new Citation(CitedPart.Note, source.Note!) : scope);
        ImmutableArray<Condition> acts = [.. form.Acts.Select(a => Act(a, task, place))];
        ImmutableArray<Clause> matters = [.. form.Clauses.Select(c => Act(c.Act, task, place) is var act ? new Clause(c.Id, act, act.Citation) : null!)];
        return violations.Count > before ? null : new ScopeReading(form.Id, new Condition.AllOf([where, .. acts]), matters, scope);
    }

    private Condition.ActRecorded Act(ActRule rule, ScopeTask task, string place)
    {
        var words = task.Scope.Find(rule.Words);
        if (words is null)
            violations.Add(new Violation(place, $"the words '{rule.Words}' do not stand in the scope '{task.Scope.Verbatim}'"));
        return new Condition.ActRecorded(rule.Kind, rule.Shared, rule.Settler, rule.Question, new Citation(CitedPart.Scope, words ?? task.Scope));
    }

    private ImmutableArray<string> Cities(string list, string place)
    {
        var names = list.Split('、');
        foreach (var name in names.Where(n => Find(n) is null))
            violations.Add(new Violation(place, $"'{name}' is not a city of the programme"));
        return [.. names.Select(Find).OfType<string>()];

        string? Find(string name) => source.Cities.FirstOrDefault(c => c.Short == name || c.Name == name)?.Id;
    }

    private Regex? Pattern(ScopeForm form)
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
}

/// <summary>What a scope says: whom it reaches, and the matters that it leaves to an act.</summary>
internal sealed record ScopeReading(string Form, Condition Reach, ImmutableArray<Clause> Matters, Citation Scope);
