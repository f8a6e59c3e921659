using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Scope;

/// <summary>Acts that settle what a scope leaves open.</summary>
public enum ActKind
{
    /// <summary>意愿</summary>
    Willingness,

    /// <summary>论证</summary>
    Demonstration,

    /// <summary>按程序办理</summary>
    Procedure,

    /// <summary>认定符合条件</summary>
    Qualification,

    /// <summary>划定特定区域</summary>
    Designation,

    /// <summary>统筹研究</summary>
    JointStudy,

    /// <summary>结合当地实际承接</summary>
    Uptake,
}

/// <summary>Who can settle what is not known.</summary>
public enum Settler
{
    Asker,
    City,
    Province,
    Ministry,
    CompetentBody,
    Registry,
    RuleEditor,
}

/// <summary>Parts of the document that are cited.</summary>
public enum CitedPart
{
    Text,
    Scope,
    Note,
}

/// <summary>The words of the document that something rests on.</summary>
public sealed record Citation(CitedPart Part, Passage Words);

/// <summary>A sentence in both languages of the platform.</summary>
public sealed record Bilingual(string Chinese, string English);

/// <summary>A condition of a scope or of a clause; every leaf cites the words it rests on.</summary>
public abstract record Condition
{
    private Condition()
    {
    }

    public sealed record AllOf(ImmutableArray<Condition> Conditions) : Condition;

    public sealed record AnyOf(ImmutableArray<Condition> Conditions) : Condition;

    public sealed record Not(Condition Negated) : Condition;

    /// <summary>The city is one of those named.</summary>
    public sealed record CityIn(ImmutableArray<string> Cities, Citation Citation) : Condition;

    /// <summary>An act has been recorded; one that has not been recorded is not known, which is not a no.</summary>
    public sealed record ActRecorded(ActKind Kind, bool Shared, Settler Settler, Bilingual Question, Citation Citation) : Condition;
}

/// <summary>The acts that have been recorded, up to a position of their ledger.</summary>
public sealed record ActBook(ImmutableHashSet<(ActKind Kind, int Task, string? City)> Acts, long Position)
{
    public static ActBook Empty { get; } = new([], 0);

    public bool Holds(Condition.ActRecorded act, int task, string city) => Acts.Contains((act.Kind, task, act.Shared ? null : city));
}

/// <summary>The one evaluator of conditions.</summary>
public static class Evaluator
{
    public static Truth Evaluate(this Condition condition, int task, string city, ActBook acts) => condition switch
    {
        Condition.AllOf all => all.Conditions.Select(c => c.Evaluate(task, city, acts)).All(),
        Condition.AnyOf any => any.Conditions.Select(c => c.Evaluate(task, city, acts)).Any(),
        Condition.Not not => not.Negated.Evaluate(task, city, acts).Not(),
        Condition.CityIn cities => cities.Cities.Contains(city) ? Truth.True : Truth.False,
        Condition.ActRecorded act => acts.Holds(act, task, city) ? Truth.True : Truth.Unknown,
        _ => throw new InvalidOperationException($"A condition of type {condition.GetType().Name} has no evaluation."),
    };

    /// <summary>The leaves of a condition that are not known.</summary>
    public static IEnumerable<Condition.ActRecorded> Unknown(this Condition condition, int task, string city, ActBook acts) => condition switch
    {
        Condition.AllOf all => all.Conditions.SelectMany(c => c.Unknown(task, city, acts)),
        Condition.AnyOf any => any.Conditions.SelectMany(c => c.Unknown(task, city, acts)),
        Condition.Not not => not.Negated.Unknown(task, city, acts),
        Condition.ActRecorded act when !acts.Holds(act, task, city) => [act],
        _ => [],
    };
}
