using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Scope;

/// <summary>A city as the rules see it.</summary>
public sealed record ScopeCity(string Id, string Name, string Short, string English);

/// <summary>A task as the rules see it.</summary>
public sealed record ScopeTask(int Number, Passage Scope, Passage Text);

/// <summary>What a rule set is compiled against: one edition of a programme.</summary>
public sealed record ScopeSource(ImmutableArray<ScopeCity> Cities, ImmutableArray<ScopeTask> Tasks, Passage? Note)
{
    /// <summary>The places that conditions name and askers stand in.</summary>
    public Gazetteer Places { get; init; } = Gazetteer.Of([]).Value;
}

/// <summary>A clause of a task, ready to be decided.</summary>
public sealed record Clause(string Id, Condition Condition, Citation Citation);

/// <summary>What the rule set holds for one task.</summary>
/// <param name="Number">Number of the task.</param>
/// <param name="ScopeForm">Id of the form that its scope is written in.</param>
/// <param name="Reach">What has to hold for the task to reach a city.</param>
/// <param name="Clauses">The parts of the text that are decided by themselves.</param>
/// <param name="Scope">The scope as it stands.</param>
/// <param name="TextCovered">False if the rule set does not hold the bounds inside the text.</param>
public sealed record TaskRule(int Number, string ScopeForm, Condition Reach, ImmutableArray<Clause> Clauses, Citation Scope, bool TextCovered)
{
    /// <summary>Place of the task among the rules of the set.</summary>
    public int Index { get; init; }

    /// <summary>Bounding words that are no condition, with the reason.</summary>
    public ImmutableArray<(Citation Citation, Bilingual Why)> NoCondition { get; init; } = [];

    /// <summary>Place of a clause among those of the task; -1 if it has none of this id.</summary>
    public int IndexOf(string clause)
    {
        for (var at = 0; at < Clauses.Length; at++)
        {
            if (Clauses[at].Id == clause)
                return at;
        }

        return -1;
    }
}
