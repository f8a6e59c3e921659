using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>Askers of whom more or less is known, and acts recorded here and there.</summary>
internal static class Askers
{
    /// <summary>Some of the facts of a rule set, each absent, not known or with a value at or near a bound.</summary>
    public static Gen<ImmutableDictionary<string, FactValue>> Of(CompiledRuleSet rules) => Gen.Int[0, 9].Array[rules.Facts.Domains.Length]
        .Select(Gen.UInt.Array[rules.Facts.Domains.Length])
        .Select((kinds, chance) => rules.Facts.Domains
            .Where(d => kinds[d.Index] >= 4)
            .ToImmutableDictionary(d => d.Fact.Id, d => kinds[d.Index] == 4 ? FactValue.NotKnown : Value(d, chance[d.Index], rules), StringComparer.Ordinal));

    /// <summary>Acts of any kind, for any of the cities or for all of them.</summary>
    public static Gen<ActBook> Acts(CompiledRuleSet rules) =>
        Gen.Select(Gen.Int[0, rules.Rules.Length - 1], Gen.Enum<ActKind>(), Gen.Int[-1, rules.Source.Cities.Length - 1])
            .Select((task, kind, city) => (kind, rules.Rules[task].Number, city < 0 ? null : rules.Source.Cities[city].Id))
            .Array[0, 200]
            .Select(acts => new ActBook([.. acts], acts.Length));

    private static FactValue Value(FactDomain domain, uint chance, CompiledRuleSet rules)
    {
        var fact = domain.Fact;
        switch (fact.Type)
        {
            case FactType.Boolean:
                return FactValue.Of(chance % 2 == 0);
            case FactType.Enumeration:
                return FactValue.OfChoice(fact.Values[(int)(chance % fact.Values.Length)].Id);
            case FactType.Place:
                var named = rules.Rules.SelectMany(r => r.Clauses).SelectMany(c => c.Condition.Leaves()).OfType<Condition.PlaceWithin>().Select(p => p.Place).ToArray();
                var near = named.SelectMany(n => rules.Source.Places.Around(rules.Source.Places.Find(n)!).SelectMany(p => new[] { p.Id, Elsewhere.In(p.Id) }).Prepend(n)).ToArray();
                return FactValue.OfPlace(near.Length == 0 || chance % 5 == 0
                    ? rules.Source.Places.Places[(int)(chance % rules.Source.Places.Places.Length)].Id
                    : near[chance % near.Length]);
            default:
                var (least, greatest) = domain.Region(FactCode.First + (int)(chance % domain.Codes));
                var number = (chance >> 8) % 2 == 0 ? least : greatest;
                return fact.Type switch
                {
                    FactType.BasisPoints => FactValue.OfBasisPoints(number),
                    FactType.Date => FactValue.OfDate(DateOnly.FromDayNumber((int)number)),
                    _ => FactValue.OfInteger(number),
                };
        }
    }
}
