using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Reads the texts of tasks into clauses, and says at task, clause and field what cannot be read.</summary>
internal sealed class ClauseReader
{
    private readonly ScopeSource source;
    private readonly ImmutableArray<Violation>.Builder violations;
    private readonly ILookup<int, TextRule> texts;
    private readonly ConditionReader conditions;
    private readonly bool covers;

    public ClauseReader(RuleSet rules, ScopeSource source, ImmutableArray<Violation>.Builder violations)
    {
        this.source = source;
        this.violations = violations;
        texts = rules.Tasks.ToLookup(t => t.Number);
        covers = rules.Tasks.Length > 0;
        conditions = new ConditionReader(rules.Facts, source, violations);
    }

    /// <summary>The rule of a task; null if its scope or its text cannot be read.</summary>
    public TaskRule? Read(ScopeTask task, ScopeReading? scope)
    {
        if (texts[task.Number].FirstOrDefault() is not { } text)
            return scope is null ? null : new TaskRule(task.Number, scope.Form, scope.Reach, scope.Matters, scope.Scope, TextCovered: false);

        var before = violations.Count;
        var place = $"task {task.Number}";
        foreach (var twice in text.Clauses.CountBy(c => c.Id).Where(c => c.Value > 1))
            violations.Add(new Violation($"{place}, clause {twice.Key}", $"{twice.Value} clauses have this id"));
        if (text.Clauses.IsEmpty)
            violations.Add(new Violation($"{place}, clauses", "a task has at least one clause"));
        foreach (var matter in scope?.Matters.Where(m => !text.Clauses.Any(c => c.Id == m.Id)) ?? [])
            violations.Add(new Violation($"{place}, clause {matter.Id}", "the form of the scope has this clause, and the text has none of its id"));

        ImmutableArray<Clause> clauses = [.. text.Clauses.Select(c => Clause(c, task, scope?.Matters.FirstOrDefault(m => m.Id == c.Id)))];
        ImmutableArray<(Citation, Bilingual)> excused = [.. text.NoCondition.Select((n, at) => (Excuse(n, task, $"{place}, noCondition[{at}]"), n.Why))];
        if (violations.Count > before || scope is null)
            return null;

        var rule = new TaskRule(task.Number, scope.Form, scope.Reach, clauses, scope.Scope, TextCovered: true) { NoCondition = excused };
        if (ProgramBuilder.Count(rule) <= RuleProgram.MostNodes)
            return rule;
        violations.Add(new Violation(place, $"its conditions are {ProgramBuilder.Count(rule)} nodes, and at most {RuleProgram.MostNodes} are decided together"));
        return null;
    }

    /// <summary>Every task is listed once, and none that the document does not have.</summary>
    public void CheckListing()
    {
        var numbers = source.Tasks.Select(t => t.Number).ToHashSet();
        foreach (var unlisted in numbers.Where(n => covers && !texts.Contains(n)))
            violations.Add(new Violation($"task {unlisted}", "is not listed"));
        foreach (var listed in texts)
        {
            if (!numbers.Contains(listed.Key))
                violations.Add(new Violation($"task {listed.Key}", "the document has no such task"));
            if (listed.Count() > 1)
                violations.Add(new Violation($"task {listed.Key}", $"is listed {listed.Count()} times"));
        }
    }

    private Clause Clause(TextClause clause, ScopeTask task, Clause? matter)
    {
        var place = $"task {task.Number}, clause {clause.Id}";
        var words = task.Text.Find(clause.Words, clause.Occurrence);
        if (words is null)
            violations.Add(new Violation($"{place}, words", $"'{clause.Words}' does not stand in the text of the task"));
        if (clause.Condition is null && matter is not null)
            return new Clause(clause.Id, matter.Condition, new Citation(CitedPart.Text, words ?? task.Text));

        var condition = clause.Condition is null ? new Condition.AllOf([]) : conditions.Read(clause.Condition, task, $"{place}, condition");
        return new Clause(
            clause.Id,
            matter is null ? condition ?? new Condition.AllOf([]) : new Condition.AllOf([matter.Condition, condition ?? new Condition.AllOf([])]),
            new Citation(CitedPart.Text, words ?? task.Text));
    }

    private Citation Excuse(NoCondition excuse, ScopeTask task, string place)
    {
        var found = Find(excuse.Part, task)?.Find(excuse.Words, excuse.Occurrence);
        if (found is null)
            violations.Add(new Violation($"{place}.words", $"'{excuse.Words}' does not stand in the {excuse.Part.ToString().ToLowerInvariant()} of the task"));
        return new Citation(excuse.Part, found ?? task.Text);
    }

    private Documents.Passage? Find(CitedPart part, ScopeTask task) => part switch
    {
        CitedPart.Text => task.Text,
        CitedPart.Scope => task.Scope,
        _ => source.Note,
    };
}
