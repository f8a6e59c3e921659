using System.Collections.Immutable;

namespace PilotPlatform.Domain.Scope;

/// <summary>Lays the conditions of all tasks out as flat arrays.</summary>
internal sealed class ProgramBuilder(ImmutableArray<ScopeCity> cities, FactCatalogue facts)
{
    /// <summary>Bits of acts that cities share lie behind those of acts of one city.</summary>
    private const int SharedActs = 8;

    private readonly Dictionary<string, int> cityIndex = cities.Index().ToDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);
    private readonly Dictionary<ImmutableArray<string>, int> citySets = [];
    private readonly List<TaskProgram> tasks = [];
    private readonly List<Node> nodes = [];
    private readonly List<Variable> variables = [];
    private readonly List<ulong> bits = [];
    private readonly List<ulong> classes = [];
    private readonly List<byte> roots = [];

    // Of the task that is being laid out.
    private readonly List<Node> leaves = [];
    private readonly List<Node> connectives = [];
    private readonly List<(int Fact, int Act, ulong Leaves)> asked = [];
    private int leafCount;

    public RuleProgram Build() => new([.. tasks], [.. nodes], [.. variables], [.. bits], [.. classes], [.. roots], facts.Places.Ends);

    /// <summary>How many nodes a task needs.</summary>
    public static int Count(TaskRule rule) => Count(rule.Reach) + rule.Clauses.Sum(c => Count(c.Condition)) + 3;

    /// <summary>Lays out one task; its nodes have been counted.</summary>
    public void Add(TaskRule rule)
    {
        leaves.Clear();
        connectives.Clear();
        asked.Clear();
        leafCount = rule.Reach.Leaves().Count() + rule.Clauses.Sum(c => c.Condition.Leaves().Count()) + (rule.TextCovered ? 0 : 1);

        var reach = Lay(rule.Reach, inReach: true, negated: false);
        var (clauses, begun, starts) = (0ul, roots.Count, new List<int>());
        foreach (var clause in rule.Clauses)
        {
            starts.Add(leaves.Count);
            roots.Add((byte)Lay(clause.Condition, inReach: false, negated: false));
            clauses |= 1ul << roots[^1];
        }

        starts.Add(leaves.Count);
        var text = rule.TextCovered ? Connective(NodeKind.Any, clauses) : Leaf(NodeKind.Open, Ask(-1, -1), Basis.TextNotCovered, Basis.TextNotCovered);
        Connective(NodeKind.All, 1ul << reach | 1ul << text);

        var ministry = 0ul;
        foreach (var (at, leaf) in rule.Reach.Leaves().Index())
            ministry |= leaf is Condition.ActRecorded { Settler: Settler.Ministry } ? 1ul << at : 0;
        Keep(reach, begun, starts, ministry);
    }

    /// <summary>Keeps what has been laid out.</summary>
    /// <param name="reach">The node of the reach.</param>
    /// <param name="begun">Where the roots of the clauses start.</param>
    /// <param name="starts">The first leaf of each clause, and the one behind the last clause.</param>
    /// <param name="ministry">The leaves that wait for the ministry.</param>
    private void Keep(int reach, int begun, List<int> starts, ulong ministry)
    {
        var (own, doubtful, acts) = (variables.Count, 0ul, 0ul);
        for (var clause = 0; clause < starts.Count - 1; clause++)
        {
            var within = (1ul << starts[clause + 1]) - (1ul << starts[clause]);
            doubtful |= asked.Exists(a => ulong.PopCount(a.Leaves & within) > 1) ? 1ul << roots[begun + clause] : 0;
        }

        foreach (var (fact, act, asking) in asked)
        {
            var start = classes.Count;
            classes.AddRange(Classes(fact, asking));
            acts |= act >= 0 ? 1ul << (variables.Count - own) : 0;
            variables.Add(new Variable(fact, act, asking, start, classes.Count - start));
        }

        var repeats = asked.Exists(a => ulong.PopCount(a.Leaves) > 1);
        tasks.Add(new TaskProgram(
            nodes.Count, (byte)leaves.Count, (byte)(leaves.Count + connectives.Count), (byte)reach, own, (byte)asked.Count, repeats, begun, (byte)(starts.Count - 1), doubtful, acts, ministry));
        nodes.AddRange(leaves);
        nodes.AddRange(connectives);
    }

    /// <summary>What the values of a variable make of its leaves, each combination once.</summary>
    private IEnumerable<ulong> Classes(int fact, ulong asking)
    {
        if (fact < 0)
            return [0, asking];
        var own = Enumerable.Range(0, leafCount).Where(i => (asking >> i & 1) != 0).ToArray();
        var domain = facts.Domains[fact];
        IEnumerable<int> telling = domain.Fact.Type switch
        {
            FactType.Boolean or FactType.Enumeration => Enumerable.Range(FactCode.First, domain.Codes),
            _ => own.SelectMany(i => new[] { leaves[i].Low, leaves[i].High + 1 }).Append(FactCode.First)
                .Where(code => code >= FactCode.First && code < FactCode.First + domain.Codes),
        };
        var made = telling.Select(code => own.Where(i => Holds(leaves[i], code)).Aggregate(0ul, (mask, i) => mask | 1ul << i));
        return (domain.Fact.Type == FactType.Place ? made.Append(0ul) : made).Distinct();
    }

    private bool Holds(in Node leaf, int code) => leaf.Kind == NodeKind.Set
        ? (bits[leaf.Low + (code >> 6)] >> code & 1) != 0
        : code >= leaf.Low && code <= leaf.High;

    private int Lay(Condition condition, bool inReach, bool negated)
    {
        switch (condition)
        {
            case Condition.AllOf or Condition.AnyOf:
                var children = 0ul;
                foreach (var part in condition.Parts)
                    children |= 1ul << Lay(part, inReach, negated);
                return Connective(condition is Condition.AllOf ? NodeKind.All : NodeKind.Any, children);
            case Condition.Not not:
                return Connective(NodeKind.Not, 1ul << Lay(not.Negated, inReach, !negated));
            case Condition.CityIn city:
                var (start, words) = (Cities(city.Cities), Words(cities.Length));
                leaves.Add(new Node(NodeKind.City, 0, inReach ? Basis.OutOfScope : negated ? Basis.CarvedOut : Basis.OutOfArea, Basis.FactMissing, 0, start, words, 0));
                return leaves.Count - 1;
            case Condition.ActRecorded act:
                var bit = ActBit(act.Kind, act.Shared);
                return Leaf(NodeKind.Act, Ask(-1, bit), Basis.ActPending, Basis.ActPending, 0, bit);
            default:
                return Lay(condition, facts.Find(condition.AskedFact!)!, negated);
        }
    }

    private int Lay(Condition condition, FactDomain domain, bool negated)
    {
        var variable = Ask(domain.Index, -1);
        var missing = domain.Fact.StandardStated ? Basis.FactMissing : Basis.StandardNotStated;
        var (kind, low, high, failing) = condition switch
        {
            Condition.Holds => (NodeKind.Range, FactCode.Yes, FactCode.Yes, Basis.NotQualified),
            Condition.NumberBound bound => (NodeKind.Range, Region(domain, bound.Minimum), Region(domain, bound.Maximum, last: true), Basis.OutOfBounds),
            Condition.DateBound bound => (NodeKind.Range, Region(domain, bound.From?.DayNumber), Region(domain, bound.Until?.DayNumber, last: true), Basis.OutOfBounds),
            Condition.PlaceWithin within when facts.Places.Find(within.Place) is var place => (NodeKind.Place, place, facts.Places.Ends[place], Basis.OutOfArea),
            Condition.ValueIn values => (NodeKind.Set, Bits(values.Values.Select(v => domain.Code(FactValue.OfChoice(v), "values").Value), Words(domain.Another + 1)), 0, Basis.NotQualified),
            _ => throw new InvalidOperationException($"A condition of type {condition.GetType().Name} has no layout."),
        };
        return Leaf(kind, variable, negated ? Basis.CarvedOut : failing, missing, domain.Index, low, high);
    }

    private static int Region(FactDomain domain, long? bound, bool last = false) =>
        bound is { } number ? domain.RegionOf(number) : last ? FactCode.First + domain.Codes - 1 : FactCode.First;

    private int Leaf(NodeKind kind, int variable, Basis failing, Basis missing, int fact = 0, int low = 0, int high = 0)
    {
        asked[variable] = asked[variable] with { Leaves = asked[variable].Leaves | 1ul << leaves.Count };
        leaves.Add(new Node(kind, (byte)variable, failing, missing, fact, low, high, 0));
        return leaves.Count - 1;
    }

    private int Connective(NodeKind kind, ulong children)
    {
        connectives.Add(new Node(kind, 0, Basis.OutOfScope, Basis.OutOfScope, 0, 0, 0, children));
        return leafCount + connectives.Count - 1;
    }

    private int Ask(int fact, int act)
    {
        var known = asked.FindIndex(a => a.Fact == fact && a.Act == act);
        if (known >= 0)
            return known;
        asked.Add((fact, act, 0));
        return asked.Count - 1;
    }

    private int Cities(ImmutableArray<string> named)
    {
        if (!citySets.TryGetValue(named, out var start))
            citySets.Add(named, start = Bits(named.Select(c => cityIndex[c]), Words(cities.Length)));
        return start;
    }

    private int Bits(IEnumerable<int> set, int words)
    {
        var start = bits.Count;
        bits.AddRange(Enumerable.Repeat(0ul, words));
        foreach (var bit in set)
            bits[start + (bit >> 6)] |= 1ul << bit;
        return start;
    }

    internal static int ActBit(ActKind kind, bool shared) => (int)kind + (shared ? SharedActs : 0);

    internal static ActKind ActOf(int bit) => (ActKind)(bit % SharedActs);

    private static int Words(int count) => Math.Max(1, (count + 63) >> 6);

    private static int Count(Condition condition) => 1 + condition.Parts.Sum(Count);
}
