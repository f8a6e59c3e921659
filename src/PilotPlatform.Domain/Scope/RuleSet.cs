using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Scope;

/// <summary>An act that a form of scope asks for.</summary>
/// <param name="Kind">The kind of act.</param>
/// <param name="Shared">True if one act settles it for all cities.</param>
/// <param name="Settler">Who can record it.</param>
/// <param name="Words">The words of the scope that ask for it; they must stand in every scope of the form.</param>
/// <param name="Question">What is asked of whoever can settle it.</param>
public sealed record ActRule(ActKind Kind, bool Shared, Settler Settler, string Words, Bilingual Question);

/// <summary>A matter inside a scope that is decided by itself.</summary>
public sealed record ClauseRule(string Id, ActRule Act);

/// <summary>A form that scopes are written in, and what it means.</summary>
/// <param name="Id">Id of the form in kebab case.</param>
/// <param name="Pattern">Regular expression (without backtracking) over the normalised scope; must match it whole.</param>
/// <param name="Cities">Name of the group of the pattern that lists the cities; null for all cities of the programme.</param>
/// <param name="Acts">The acts that have to be recorded for the scope to reach a city, in their order.</param>
/// <param name="Clauses">Matters decided by themselves.</param>
public sealed record ScopeForm(string Id, string Pattern, string? Cities, ImmutableArray<ActRule> Acts, ImmutableArray<ClauseRule> Clauses);

/// <summary>A rule set as its editors wrote it: data, reviewed by people who know the document.</summary>
public sealed record RuleSet(string Version, ImmutableArray<ScopeForm> Forms);

/// <summary>A city as the rules see it.</summary>
public sealed record ScopeCity(string Id, string Name, string Short, string English);

/// <summary>A task as the rules see it.</summary>
public sealed record ScopeTask(int Number, Passage Scope, Passage Text);

/// <summary>What a rule set is compiled against: one edition of a programme.</summary>
public sealed record ScopeSource(ImmutableArray<ScopeCity> Cities, ImmutableArray<ScopeTask> Tasks, Passage? Note);

/// <summary>A clause of a task, ready to be decided.</summary>
public sealed record Clause(string Id, Condition Condition, Citation Citation);

/// <summary>What the rule set holds for one task.</summary>
public sealed record TaskRule(int Number, string ScopeForm, Condition Reach, ImmutableArray<Clause> Clauses, Citation Scope, bool TextCovered);
