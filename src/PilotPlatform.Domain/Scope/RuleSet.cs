using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>An act that a form of scope asks for.</summary>
/// <param name="Kind">The kind of act.</param>
/// <param name="Shared">True if one act settles it for all cities.</param>
/// <param name="Settler">Who can record it.</param>
/// <param name="Words">The words of the scope that ask for it; they must stand in every scope of the form.</param>
/// <param name="Question">What is asked of whoever can settle it.</param>
public sealed record ActRule(ActKind Kind, bool Shared, Settler Settler, string Words, Bilingual Question);

/// <summary>A matter inside a scope that waits for an act; it binds the clause of the same id where the task's text is read into clauses.</summary>
public sealed record ClauseRule(string Id, ActRule Act);

/// <summary>A form that scopes are written in, and what it means.</summary>
/// <param name="Id">Id of the form in kebab case.</param>
/// <param name="Pattern">Regular expression (without backtracking) over the normalised scope; must match it whole.</param>
/// <param name="Cities">Name of the group of the pattern that lists the cities; null for all cities of the programme.</param>
/// <param name="Acts">The acts that have to be recorded for the scope to reach a city, in their order.</param>
/// <param name="Clauses">Matters decided by themselves.</param>
public sealed record ScopeForm(string Id, string Pattern, string? Cities, ImmutableArray<ActRule> Acts, ImmutableArray<ClauseRule> Clauses);

/// <summary>A rule set as its editors wrote it: data, reviewed by people who know the document.</summary>
public sealed record RuleSet(string Version, ImmutableArray<ScopeForm> Forms)
{
    /// <summary>The facts that conditions ask for.</summary>
    public ImmutableArray<Fact> Facts { get; init; } = [];

    /// <summary>What the texts say, every task of the document once; empty while no text has been read.</summary>
    public ImmutableArray<TextRule> Tasks { get; init; } = [];
}

/// <summary>What the text of one task says.</summary>
public sealed record TextRule(int Number, ImmutableArray<TextClause> Clauses)
{
    /// <summary>Bounding words that are no condition, with the reason.</summary>
    public ImmutableArray<NoCondition> NoCondition { get; init; } = [];
}

/// <summary>A part of a text that is decided by itself.</summary>
/// <param name="Id">Id within its task.</param>
/// <param name="Words">The words that are the clause.</param>
public sealed record TextClause(string Id, string Words)
{
    /// <summary>Which of several places of the words is meant, from 1.</summary>
    public int Occurrence { get; init; } = 1;

    /// <summary>What has to hold beyond the reach of the task; null if nothing.</summary>
    public ConditionRule? Condition { get; init; }
}

/// <summary>Bounding words that are not turned into a condition.</summary>
public sealed record NoCondition(string Words, Bilingual Why)
{
    public CitedPart Part { get; init; } = CitedPart.Text;

    public int Occurrence { get; init; } = 1;
}

/// <summary>A condition as it is written: exactly one of its kinds, and the words it rests on if it is a leaf.</summary>
public sealed record ConditionRule
{
    public ImmutableArray<ConditionRule>? AllOf { get; init; }

    public ImmutableArray<ConditionRule>? AnyOf { get; init; }

    public ConditionRule? Not { get; init; }

    public HoldsRule? Holds { get; init; }

    public NumberBoundRule? NumberBound { get; init; }

    public DateBoundRule? DateBound { get; init; }

    public ValueInRule? ValueIn { get; init; }

    public PlaceWithinRule? PlaceWithin { get; init; }

    public CityInRule? CityIn { get; init; }

    public ActRecordedRule? ActRecorded { get; init; }

    /// <summary>The words of the document that a leaf rests on.</summary>
    public string? Words { get; init; }

    /// <summary>Where the words stand: in the text if nothing is said.</summary>
    public CitedPart? Part { get; init; }

    /// <summary>Which of several places of the words is meant, from 1.</summary>
    public int? Occurrence { get; init; }
}

public sealed record HoldsRule(string Fact);

public sealed record NumberBoundRule(string Fact, long? Minimum = null, long? Maximum = null);

public sealed record DateBoundRule(string Fact, DateOnly? From = null, DateOnly? Until = null);

public sealed record ValueInRule(string Fact, ImmutableArray<string> Values);

public sealed record PlaceWithinRule(string Place);

public sealed record CityInRule(ImmutableArray<string> Cities);

public sealed record ActRecordedRule(ActKind Kind, bool Shared, Settler Settler, Bilingual Question);
