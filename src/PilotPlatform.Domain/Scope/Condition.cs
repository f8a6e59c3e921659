using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Scope;

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

    /// <summary>The words of a leaf; null for conditions made of others.</summary>
    public virtual Citation? Words => null;

    /// <summary>The conditions it is made of; empty for a leaf.</summary>
    public virtual ImmutableArray<Condition> Parts => [];

    /// <summary>The fact that a leaf asks for; null if it asks for none.</summary>
    public virtual string? AskedFact => null;

    /// <summary>The leaves of the tree from left to right.</summary>
    public IEnumerable<Condition> Leaves() => this is AllOf or AnyOf or Not ? Parts.SelectMany(p => p.Leaves()) : [this];

    public sealed record AllOf(ImmutableArray<Condition> Conditions) : Condition
    {
        public override ImmutableArray<Condition> Parts => Conditions;
    }

    public sealed record AnyOf(ImmutableArray<Condition> Conditions) : Condition
    {
        public override ImmutableArray<Condition> Parts => Conditions;
    }

    /// <summary>The opposite; a carve-out (除外, 不含) is written so.</summary>
    public sealed record Not(Condition Negated) : Condition
    {
        public override ImmutableArray<Condition> Parts => [Negated];
    }

    /// <summary>The city is one of those named.</summary>
    public sealed record CityIn(ImmutableArray<string> Cities, Citation Citation) : Condition
    {
        public override Citation Words => Citation;
    }

    /// <summary>An act has been recorded; one that has not been recorded is not known, which is not a no.</summary>
    public sealed record ActRecorded(ActKind Kind, bool Shared, Settler Settler, Bilingual Question, Citation Citation) : Condition
    {
        public override Citation Words => Citation;
    }

    /// <summary>A yes-or-no fact holds.</summary>
    public sealed record Holds(string Fact, Citation Citation) : Condition
    {
        public override Citation Words => Citation;

        public override string AskedFact => Fact;
    }

    /// <summary>A number is within bounds, which belong to it.</summary>
    public sealed record NumberBound(string Fact, long? Minimum, long? Maximum, Citation Citation) : Condition
    {
        public override Citation Words => Citation;

        public override string AskedFact => Fact;
    }

    /// <summary>A date is within bounds, which belong to it.</summary>
    public sealed record DateBound(string Fact, DateOnly? From, DateOnly? Until, Citation Citation) : Condition
    {
        public override Citation Words => Citation;

        public override string AskedFact => Fact;
    }

    /// <summary>A fact is one of several values.</summary>
    public sealed record ValueIn(string Fact, ImmutableArray<string> Values, Citation Citation) : Condition
    {
        public override Citation Words => Citation;

        public override string AskedFact => Fact;
    }

    /// <summary>The place of the asker lies within a place or is that place.</summary>
    public sealed record PlaceWithin(string Fact, string Place, Citation Citation) : Condition
    {
        public override Citation Words => Citation;

        public override string AskedFact => Fact;
    }
}
