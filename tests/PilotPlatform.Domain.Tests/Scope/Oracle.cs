using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>What is the case once everything is known: a place is exactly where it is, an act is recorded one day or never.</summary>
internal sealed record Complete(string City, ImmutableDictionary<string, FactValue?> Facts, ImmutableHashSet<(ActKind Kind, bool Shared)> Acts);

/// <summary>
/// The slow, obvious interpreter: it walks the conditions as they are written (<see cref="Written"/>), completes what is unknown in every way that could
/// matter, and looks what comes out. No codes, no bits, no Kleene: the engine is held against it.
/// </summary>
internal static class Oracle
{
    /// <summary>The verdict, and the variables on which it depends yet: some completion turns with each of them alone.</summary>
    public static (Verdict Verdict, ImmutableSortedSet<string> Missing) Decide(
        WrittenTask task, string city, IReadOnlyDictionary<string, FactValue> facts, ActBook acts, IReadOnlyDictionary<string, Fact> catalogue, Gazetteer places)
    {
        ImmutableArray<Condition> conditions = [task.Reach, .. task.Clauses.Select(c => c.Condition)];
        return Settle(c => Holds(task.Reach, c, places) && task.Clauses.Any(clause => Holds(clause.Condition, c, places)), task.Number, conditions, city, facts, acts, catalogue, places);
    }

    /// <summary>The same for one condition of a task.</summary>
    public static (Verdict Verdict, ImmutableSortedSet<string> Missing) Decide(
        Condition condition, int task, string city, IReadOnlyDictionary<string, FactValue> facts, ActBook acts, IReadOnlyDictionary<string, Fact> catalogue, Gazetteer places) =>
        Settle(c => Holds(condition, c, places), task, [condition], city, facts, acts, catalogue, places);

    public static bool Holds(Condition condition, Complete world, Gazetteer places) => condition switch
    {
        Condition.AllOf all => all.Conditions.All(c => Holds(c, world, places)),
        Condition.AnyOf any => any.Conditions.Any(c => Holds(c, world, places)),
        Condition.Not not => !Holds(not.Negated, world, places),
        Condition.CityIn cities => cities.Cities.Contains(world.City),
        Condition.ActRecorded act => world.Acts.Contains((act.Kind, act.Shared)),
        Condition.Holds holds => world.Facts[holds.Fact]!.Value.Number == 1,
        Condition.ValueIn values => values.Values.Contains(world.Facts[values.Fact]!.Value.Id!),
        Condition.NumberBound bound => world.Facts[bound.Fact]!.Value.Number is var number && !(number < bound.Minimum) && !(number > bound.Maximum),
        Condition.DateBound bound => world.Facts[bound.Fact]!.Value.Number is var day && !(day < bound.From?.DayNumber) && !(day > bound.Until?.DayNumber),
        Condition.PlaceWithin within => world.Facts[within.Fact] is { } place && IsWithin(place.Id!, within.Place, places),
        _ => throw new InvalidOperationException($"{condition.GetType().Name} has not been read by hand."),
    };

    private static (Verdict Verdict, ImmutableSortedSet<string> Missing) Settle(
        Func<Complete, bool> verdict, int task, ImmutableArray<Condition> conditions, string city,
        IReadOnlyDictionary<string, FactValue> facts, ActBook acts, IReadOnlyDictionary<string, Fact> catalogue, Gazetteer places)
    {
        ImmutableArray<Condition> leaves = [.. conditions.SelectMany(c => c.Leaves())];
        var askedFacts = leaves.Select(l => l.AskedFact).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        var askedActs = leaves.OfType<Condition.ActRecorded>().DistinctBy(a => (a.Kind, a.Shared)).ToArray();
        var factOptions = askedFacts.Select(f => Options(catalogue[f], facts.TryGetValue(f, out var v) ? v : null, leaves.Where(l => l.AskedFact == f), places)).ToArray();
        var actOptions = askedActs.Select(a => acts.Holds(a, task, city) ? new[] { true } : [false, true]).ToArray();

        int[] sizes = [.. factOptions.Select(o => o.Length), .. actOptions.Select(o => o.Length)];
        var outcomes = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var choice in Choices(sizes))
        {
            var world = new Complete(
                city,
                askedFacts.Index().ToImmutableDictionary(f => f.Item, f => factOptions[f.Index][choice[f.Index]], StringComparer.Ordinal),
                [.. askedActs.Index().Where(a => actOptions[a.Index][choice[askedFacts.Length + a.Index]]).Select(a => (a.Item.Kind, a.Item.Shared))]);
            outcomes.Add(string.Join(',', choice), verdict(world));
        }

        if (outcomes.Values.Distinct().Count() == 1)
            return (outcomes.Values.First() ? Verdict.Applies : Verdict.DoesNotApply, []);
        string[] names = [.. askedFacts, .. askedActs.Select(a => $"act:{a.Kind}:{a.Shared}")];
        var missing = names.Where((_, variable) => outcomes
            .GroupBy(o => string.Join(',', o.Key.Split(',').Where((_, at) => at != variable)), StringComparer.Ordinal)
            .Any(g => g.Select(o => o.Value).Distinct().Count() > 1));
        return (Verdict.Undetermined, [.. missing]);
    }

    /// <summary>The values that a fact can still have, one of each kind that the leaves could tell apart.</summary>
    private static FactValue?[] Options(Fact fact, FactValue? known, IEnumerable<Condition> leaves, Gazetteer places)
    {
        if (known is { Type: not null } and not { Type: FactType.Place })
            return [known];
        switch (fact.Type)
        {
            case FactType.Boolean:
                return [FactValue.Of(yes: false), FactValue.Of(yes: true)];
            case FactType.Enumeration:
                var named = leaves.OfType<Condition.ValueIn>().SelectMany(l => l.Values).ToHashSet(StringComparer.Ordinal);
                return [.. fact.Values.Where(v => named.Contains(v.Id)).Concat(fact.Values.Where(v => !named.Contains(v.Id)).Take(1)).Select(v => (FactValue?)FactValue.OfChoice(v.Id))];
            case FactType.Place:
                var wide = known is { Type: FactType.Place, Id: { } id } ? id : null;
                string?[] points = [.. leaves.OfType<Condition.PlaceWithin>().Select(l => l.Place), wide];
                return [.. points.Distinct(StringComparer.Ordinal).Where(p => wide is null || p is not null && IsWithin(p, wide, places)).Select(p => p is null ? (FactValue?)null : FactValue.OfPlace(p))];
            default:
                var (least, greatest) = fact.Type switch
                {
                    FactType.BasisPoints => (0L, 10_000L),
                    FactType.Date => (0L, DateOnly.MaxValue.DayNumber),
                    _ => (fact.Minimum ?? long.MinValue / 2, fact.Maximum ?? long.MaxValue / 2),
                };
                return
                [
                    .. leaves.SelectMany(Bounds).SelectMany(b => new[] { b - 1, b, b + 1 }).Append(least).Append(greatest)
                        .Where(n => n >= least && n <= greatest).Distinct().Select(n => (FactValue?)FactValue.OfInteger(n)),
                ];
        }
    }

    private static IEnumerable<long> Bounds(Condition leaf) => leaf switch
    {
        Condition.NumberBound bound => new[] { bound.Minimum, bound.Maximum }.OfType<long>(),
        Condition.DateBound bound => new[] { bound.From?.DayNumber, bound.Until?.DayNumber }.OfType<int>().Select(d => (long)d),
        _ => [],
    };

    private static bool IsWithin(string place, string area, Gazetteer places) =>
        place == area || places.Around(places.FindPart(place)!).Any(p => p.Id == area);

    private static IEnumerable<int[]> Choices(int[] sizes)
    {
        var choice = new int[sizes.Length];
        while (true)
        {
            yield return [.. choice];
            var at = 0;
            while (at < sizes.Length && ++choice[at] == sizes[at])
                choice[at++] = 0;
            if (at == sizes.Length)
                yield break;
        }
    }
}
