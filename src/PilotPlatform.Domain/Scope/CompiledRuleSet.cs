using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Numerics;

namespace PilotPlatform.Domain.Scope;

/// <summary>A rule set compiled against an edition: immutable, and the one evaluator behind every question.</summary>
public sealed class CompiledRuleSet
{
    private readonly FrozenDictionary<int, TaskRule> byNumber;
    private readonly FrozenDictionary<string, int> cities;
    private readonly Lazy<TaskWords> words;

    internal CompiledRuleSet(ScopeSource source, ImmutableArray<TaskRule> rules, FactCatalogue facts, RuleProgram program)
    {
        Source = source;
        words = new Lazy<TaskWords>(() => new TaskWords(source));
        Rules = rules;
        Facts = facts;
        Program = program;
        byNumber = rules.ToFrozenDictionary(r => r.Number);
        cities = source.Cities.Index().ToFrozenDictionary(c => c.Item.Id, c => c.Index, StringComparer.Ordinal);
    }

    public ScopeSource Source { get; }

    /// <summary>The tasks of the edition by their words.</summary>
    public TaskWords Words => words.Value;

    /// <summary>One rule a task, by number.</summary>
    public ImmutableArray<TaskRule> Rules { get; }

    /// <summary>The facts that conditions ask for.</summary>
    public FactCatalogue Facts { get; }

    internal RuleProgram Program { get; }

    public TaskRule? Find(int task) => byNumber.GetValueOrDefault(task);

    /// <summary>The number of a city of the programme; -1 for any other.</summary>
    public int CityIndex(string city) => cities.GetValueOrDefault(city, -1);

    /// <summary>Acts ready to decide by; made once for a book, since every decision takes them.</summary>
    public CompiledActs Compile(ActBook acts) => new(this, acts);

    /// <summary>Does the scope of a task reach a city? The city may be any; outside the programme nothing applies.</summary>
    public Reach Reach(TaskRule rule, ScopeCity city, ActBook acts) => Reach(rule, city, Compile(acts));

    public Reach Reach(TaskRule rule, ScopeCity city, CompiledActs acts)
    {
        var state = Quick(rule.Index, CityIndex(city.Id), Facts.Nothing.Codes, acts).Reach;
        ImmutableArray<Condition.ActRecorded> pending = state is ReachState.AwaitsAct or ReachState.UnderStudy
            ? [.. rule.Reach.Leaves().OfType<Condition.ActRecorded>().Where(a => !acts.Book.Holds(a, rule.Number, city.Id))]
            : [];
        return ReachReason.Of(state, rule, city, pending, this);
    }

    /// <summary>The verdict on a task in a city for an asker of whom nothing is known.</summary>
    public Decision Decide(TaskRule rule, ScopeCity city, ActBook acts) => Decide(rule, city, Facts.Nothing, Compile(acts));

    /// <summary>The verdict on a task in a city for an asker.</summary>
    public Decision Decide(TaskRule rule, ScopeCity city, FactBook facts, CompiledActs acts) => new DecisionMaker(this, rule, city, facts, acts).Make();

    /// <summary>The same verdict without allocation: a task by <see cref="TaskRule.Index"/>, a city by <see cref="CityIndex"/>, facts by code.</summary>
    public QuickDecision Quick(int task, int city, ReadOnlySpan<int> facts, CompiledActs acts)
    {
        ref readonly var program = ref Program.Tasks[task];
        var nodes = Program.NodesOf(program);
        Program.Leaves(program, city, facts, acts.Of(task, city), out var holds, out var fails);
        RuleProgram.Fold(program, nodes, ref holds, ref fails);

        var reach = ReachOf(program, holds, fails);
        var truth = Settlement.Settle(Program, program, program.Root, holds, fails, out var missing);
        var deciding = Resting(program, nodes, program.Root, holds, fails);
        return new QuickDecision(VerdictOf(truth), reach, BasisMask(program, nodes, truth, deciding, missing), holds, fails, missing, deciding);
    }

    /// <summary>
    /// The decision on one clause by its place in the rule: on the conditions of its words alone, but refused where the scope does not reach.
    /// </summary>
    public QuickDecision Quick(int task, int city, ReadOnlySpan<int> facts, CompiledActs acts, int clause)
    {
        ref readonly var program = ref Program.Tasks[task];
        var nodes = Program.NodesOf(program);
        Program.Leaves(program, city, facts, acts.Of(task, city), out var holds, out var fails);
        RuleProgram.Fold(program, nodes, ref holds, ref fails);

        var reach = ReachOf(program, holds, fails);
        var root = reach == ReachState.DoesNotApply ? program.Reach : Program.RootsOf(program)[clause];
        var truth = Settlement.Settle(Program, program, root, holds, fails, out var missing);
        var deciding = Resting(program, nodes, root, holds, fails);
        return new QuickDecision(VerdictOf(truth), reach, BasisMask(program, nodes, truth, deciding, missing), holds, fails, missing, deciding);
    }

    /// <summary>The variables of a task of which the asker has said that he does not know them: a clause may ask for one though the verdict does not.</summary>
    public ulong NotKnown(int task, ReadOnlySpan<int> facts)
    {
        var variables = Program.VariablesOf(Program.Tasks[task]);
        var notKnown = 0ul;
        for (var v = 0; v < variables.Length; v++)
            notKnown |= variables[v].Fact is >= 0 and var fact && facts[fact] == FactCode.NotKnown ? 1ul << v : 0;
        return notKnown;
    }

    /// <summary>The fact of a place that somebody knows and that lies outside a place of the gazetteer; null if none does. One that is wider does not say where.</summary>
    public Fact? Outside(string place, FactBook facts)
    {
        foreach (var fact in Facts.PlaceFacts)
        {
            if (facts.Codes[fact] is >= FactCode.First and var inner && Facts.Places.Find(place) is var outer
                && (inner < outer || inner > Facts.Places.Ends[outer]) && (outer < inner || outer > Facts.Places.Ends[inner]))
                return Facts.Domains[fact].Fact;
        }

        return null;
    }

    /// <summary>All that a row of a list says, of a quick decision.</summary>
    public CellOutcome OutcomeOf(int task, in QuickDecision quick)
    {
        ref readonly var program = ref Program.Tasks[task];
        var (canApply, canFail) = quick.Verdict != Verdict.Undetermined ? (quick.Verdict == Verdict.Applies, quick.Verdict == Verdict.DoesNotApply)
            : (quick.Missing & program.Acts) == 0 ? (true, true)
            : Settlement.Possible(Program, program, program.Root, quick.Holds, quick.Fails);
        var (refused, open) = (0ul, 0ul);
        if (quick.Reach != ReachState.DoesNotApply)
        {
            var roots = Program.RootsOf(program);
            for (var clause = 0; clause < roots.Length; clause++)
            {
                var root = roots[clause];
                var truth = (quick.Holds >> root & 1) != 0 ? Truth.True
                    : (quick.Fails >> root & 1) != 0 ? Truth.False
                    : (program.Doubtful >> root & 1) != 0 ? Settlement.Settle(Program, program, root, quick.Holds, quick.Fails, out _)
                    : Truth.Unknown;
                refused |= truth == Truth.False ? 1ul << clause : 0;
                open |= truth == Truth.Unknown ? 1ul << clause : 0;
            }
        }

        return new CellOutcome(quick.Verdict, quick.Reach, quick.Missing, canApply, canFail, refused, open);
    }

    /// <summary>What a quick decision misses, in the order in which the decision at length does: a fact by its number, an act by its kind, or neither for a text that is not covered.</summary>
    /// <param name="task">The task by <see cref="TaskRule.Index"/>.</param>
    /// <param name="missing">What is missing, as the quick decision says it.</param>
    public IEnumerable<(int Fact, ActKind? Act)> MissingOf(int task, ulong missing)
    {
        for (; missing != 0; missing &= missing - 1)
        {
            var variable = Program.VariablesOf(Program.Tasks[task])[BitOperations.TrailingZeroCount(missing)];
            yield return (variable.Fact, variable.Act >= 0 ? ProgramBuilder.ActOf(variable.Act) : null);
        }
    }

    /// <summary>The proof of the verdict: every condition with its truth value, what decided it, and a sentence.</summary>
    public Proof Proof(TaskRule rule, ScopeCity city, FactBook facts, CompiledActs acts) => new ProofMaker(this, rule, city, facts, acts).Make();

    /// <summary>The reach of a task with the numbers of its nodes.</summary>
    public ProofShape ReachShape(TaskRule rule) => Shapes(rule)[0];

    /// <summary>The clauses of a task with the numbers of their nodes.</summary>
    public ImmutableArray<ProofShape> ClauseShapes(TaskRule rule) => Shapes(rule).RemoveAt(0);

    /// <summary>The exact truth of a node of a task.</summary>
    public Truth TruthOf(int task, int node, in QuickDecision quick) => (quick.Holds >> node & 1) != 0 ? Truth.True
        : (quick.Fails >> node & 1) != 0 ? Truth.False
        : Program.Tasks[task].Repeats ? Settlement.Settle(Program, Program.Tasks[task], node, quick.Holds, quick.Fails, out _)
        : Truth.Unknown;

    private ImmutableArray<ProofShape> Shapes(TaskRule rule)
    {
        var cursor = new NodeCursor(Program.Tasks[rule.Index]);
        var shapes = ImmutableArray.CreateBuilder<ProofShape>();
        foreach (var condition in rule.Clauses.Select(c => c.Condition).Prepend(rule.Reach))
            shapes.Add(Shape(condition, ref cursor));
        return shapes.ToImmutable();
    }

    private ProofShape Shape(Condition condition, ref NodeCursor cursor)
    {
        var parts = ImmutableArray.CreateBuilder<ProofShape>();
        foreach (var part in condition.Parts)
            parts.Add(Shape(part, ref cursor));
        var fact = condition.AskedFact is { } id ? Facts.Find(id) : null;
        return new ProofShape(cursor.Next(condition), condition, fact?.Index ?? -1, fact?.Fact, parts.ToImmutable());
    }

    /// <summary>The state of reach alone.</summary>
    public ReachState QuickReach(int task, int city, CompiledActs acts)
    {
        ref readonly var program = ref Program.Tasks[task];
        Program.Leaves(program, city, Facts.Nothing.Codes, acts.Of(task, city), out var holds, out var fails);
        RuleProgram.Fold(program, Program.NodesOf(program), ref holds, ref fails);
        return ReachOf(program, holds, fails);
    }

    private static ReachState ReachOf(in TaskProgram program, ulong holds, ulong fails) =>
        (holds >> program.Reach & 1) != 0 ? ReachState.Applies
        : (fails >> program.Reach & 1) != 0 ? ReachState.DoesNotApply
        : (program.Ministry & ~(holds | fails)) != 0 ? ReachState.UnderStudy
        : ReachState.AwaitsAct;

    internal static Verdict VerdictOf(Truth truth) => truth switch
    {
        Truth.True => Verdict.Applies,
        Truth.False => Verdict.DoesNotApply,
        _ => Verdict.Undetermined,
    };

    /// <summary>What the truth of a node rests on, one bit a basis.</summary>
    internal int BasisMask(int task, int node, Truth truth, ulong holds, ulong fails, ulong missing)
    {
        ref readonly var program = ref Program.Tasks[task];
        var nodes = Program.NodesOf(program);
        return BasisMask(program, nodes, truth, Resting(program, nodes, node, holds, fails), missing);
    }

    private static ulong Resting(in TaskProgram program, ReadOnlySpan<Node> nodes, int node, ulong holds, ulong fails) => ((holds | fails) >> node & 1) != 0
        ? RuleProgram.Deciding(program, nodes, node, holds, fails)
        : RuleProgram.Open(program, nodes, node, holds, fails);

    private static int BasisMask(in TaskProgram program, ReadOnlySpan<Node> nodes, Truth truth, ulong deciding, ulong missing)
    {
        if (truth == Truth.True)
            return 0;
        var mask = 0;
        for (var leaves = deciding & program.LeafMask; leaves != 0; leaves &= leaves - 1)
        {
            ref readonly var leaf = ref nodes[BitOperations.TrailingZeroCount(leaves)];
            if (truth == Truth.False)
                mask |= 1 << (int)leaf.Failing;
            else if ((missing >> leaf.Variable & 1) != 0)
                mask |= 1 << (int)leaf.Missing;
        }

        return mask;
    }
}
