using System.Collections.Concurrent;
using System.Collections.Immutable;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>
/// The fewest questions with which anybody could settle cells at worst, found from decisions only and knowing nothing of how the interview
/// chooses: for whatever is asked an adversary gives the answer that leaves most to ask. Cells that share no fact need the sum of what
/// each needs, since the adversary can answer for each apart.
/// </summary>
internal sealed class QuestionBound(CompiledRuleSet rules, CompiledActs acts)
{
    private readonly ConcurrentDictionary<(int Task, ulong Holds, ulong Fails), ImmutableArray<string>> missing = [];
    private readonly ConcurrentDictionary<string, int> found = new(StringComparer.Ordinal);

    /// <summary>Cells that are open, in groups that share no fact, each with the facts it depends on. Of cells of a task of which all the same is known one stands for all.</summary>
    public IEnumerable<(ImmutableHashSet<string> Facts, ImmutableArray<Cell> Cells)> Groups(IEnumerable<Cell> cells, FactBook facts)
    {
        var groups = new List<(ImmutableHashSet<string> Facts, ImmutableArray<Cell> Cells)>();
        foreach (var cell in cells.DistinctBy(c => Known(c, facts)))
        {
            var asked = Missing(cell, facts);
            if (asked.IsEmpty)
                continue;
            var met = groups.FindAll(g => g.Facts.Overlaps(asked));
            groups.RemoveAll(met.Contains);
            groups.Add(([.. asked, .. met.SelectMany(g => g.Facts)], [.. met.SelectMany(g => g.Cells), cell]));
        }

        return groups;
    }

    /// <summary>The fewest questions at worst.</summary>
    public int Of(IEnumerable<Cell> cells, FactBook facts) => Groups(cells, facts).Sum(group =>
    {
        var key = Key(group.Cells, facts);
        if (!found.TryGetValue(key, out var fewest))
            found[key] = fewest = Of(group.Facts, group.Cells, facts);
        return fewest;
    });

    /// <summary>All that is known of some cells, whatever facts it was made of: what is the same in it has the same future.</summary>
    public string Key(ImmutableArray<Cell> cells, FactBook facts) => string.Join(';', cells.Select(c => Known(c, facts)).Order());

    private int Of(ImmutableHashSet<string> asked, ImmutableArray<Cell> cells, FactBook facts)
    {
        var fewest = asked.Count; // asking each of them once is always enough
        foreach (var fact in asked)
        {
            var worst = 0;
            foreach (var known in Answered(fact, cells, facts))
            {
                worst = Math.Max(worst, 1 + Of(cells, known));
                if (worst >= fewest)
                    break;
            }

            fewest = Math.Min(fewest, worst);
        }

        return fewest;
    }

    /// <summary>What can be known after a question, the answers first that leave most open; of a place only those that leave nothing of it open.</summary>
    private IEnumerable<FactBook> Answered(string fact, ImmutableArray<Cell> cells, FactBook facts)
    {
        var domain = rules.Facts.Find(fact)!;
        return Enumerable.Range(FactCode.First, domain.Codes)
            .Select(code => facts.With(fact, domain.Value(code)).Value)
            .DistinctBy(known => Key(cells, known))
            .Where(known => cells.All(c => !Missing(c, known).Contains(fact)))
            .OrderByDescending(known => cells.SelectMany(c => Missing(c, known)).Distinct(StringComparer.Ordinal).Count());
    }

    private ImmutableArray<string> Missing(Cell cell, FactBook facts)
    {
        var known = Known(cell, facts);
        return missing.GetOrAdd(known, _ =>
            [.. rules.Decide(rules.Rules[cell.Task], rules.Source.Cities[cell.City], facts, acts).Missing.Where(m => !m.NotKnown).Select(m => m.Fact?.Id).OfType<string>()]);
    }

    private (int Task, ulong Holds, ulong Fails) Known(Cell cell, FactBook facts)
    {
        var quick = rules.Quick(cell.Task, cell.City, facts.Codes, acts);
        return (cell.Task, quick.Holds, quick.Fails);
    }
}
