using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Benchmarks;

/// <summary>Askers by chance, always the same: each knows a handful of facts, every fourth half of them, and no two know the same.</summary>
internal static class Askers
{
    private const int MostFacts = 6;

    /// <param name="facts">The facts that the rules ask for.</param>
    /// <param name="count">How many askers.</param>
    public static IReadOnlyList<FactValue[]> Of(IReadOnlyList<Fact> facts, int count)
    {
        var chance = new Random(1);
        var askers = new Dictionary<string, FactValue[]>(StringComparer.Ordinal);
        while (askers.Count < count)
        {
            FactValue[] known = [.. chance.GetItems([.. facts], askers.Count % 4 == 3 ? facts.Count / 2 : chance.Next(1, MostFacts + 1)).DistinctBy(f => f.Name).Select(f => Value(f, chance))];
            askers.TryAdd(string.Join(';', known.OrderBy(k => k.Fact, StringComparer.Ordinal)), known);
        }

        return [.. askers.Values];
    }

    /// <summary>Some of a few facts, or none, each with a value by chance.</summary>
    public static IEnumerable<FactValue> Some(IReadOnlyList<Fact> facts, Random chance) => facts.Where(_ => chance.Next(3) > 0).Select(f => Value(f, chance));

    private static FactValue Value(Fact fact, Random chance)
    {
        var value = new FactValue { Fact = fact.Name };
        switch (fact.Type)
        {
            case Fact.Types.Type.Boolean:
                value.Boolean = chance.Next(2) == 1;
                break;
            case Fact.Types.Type.BasisPoints:
                value.BasisPoints = chance.Next(10_001);
                break;
            case Fact.Types.Type.Enumeration:
                value.Enumeration = fact.Values[chance.Next(fact.Values.Count)];
                break;
            case Fact.Types.Type.Integer:
                value.Integer = chance.NextInt64(fact.HasMinimum ? fact.Minimum : 0, (fact.HasMaximum ? fact.Maximum : 100) + 1);
                break;
            default: // a place lies in one city, and each asker asks about all
                value.NotKnown = true;
                break;
        }

        return value;
    }
}
