namespace PilotPlatform.Domain.Scope;

/// <summary>Kinds of nodes: leaves, of which <see cref="Open"/> stands for a text that has not been read, and connectives.</summary>
internal enum NodeKind : byte
{
    Range,
    Set,
    Place,
    Act,
    City,
    Open,
    All,
    Any,
    Not,
}

/// <summary>A node of a task. Leaves come first, then connectives, each behind its children; the last is the verdict.</summary>
/// <param name="Kind">Kind of node.</param>
/// <param name="Variable">Number of the variable of the task that a leaf asks for; unused by cities and connectives.</param>
/// <param name="Failing">The basis if the leaf is what refuses.</param>
/// <param name="Missing">The basis if the leaf is what is missing.</param>
/// <param name="Fact">Number of the fact that a leaf asks for.</param>
/// <param name="Low">Least code; or where the bits of a set start; or the bit of an act.</param>
/// <param name="High">Greatest code; or how many words of bits a set has.</param>
/// <param name="Children">One bit a child.</param>
internal readonly record struct Node(NodeKind Kind, byte Variable, Basis Failing, Basis Missing, int Fact, int Low, int High, ulong Children)
{
    public bool IsLeaf => Kind < NodeKind.All;
}

/// <summary>Something of a task that may be unknown: a fact, an act, or the text as a whole.</summary>
/// <param name="Fact">Number of the fact; -1 for others.</param>
/// <param name="Act">Bit of the act; -1 for others.</param>
/// <param name="Leaves">The leaves that ask for it.</param>
/// <param name="ClassStart">Where its classes start: what each makes of the leaves.</param>
/// <param name="ClassCount">How many classes it has: values that the task tells apart.</param>
internal readonly record struct Variable(int Fact, int Act, ulong Leaves, int ClassStart, int ClassCount);

/// <summary>
/// Where the nodes of a task lie, and which of them are what: of the doubtful clauses, which use something twice, more may be known than
/// Kleene's logic says; acts are a mask of variables, the others of nodes.
/// </summary>
internal readonly record struct TaskProgram(
    int Start, byte LeafCount, byte Count, byte Reach, int Variables, byte VariableCount, bool Repeats, int Roots, byte ClauseCount, ulong Doubtful, ulong Acts, ulong Ministry)
{
    public ulong LeafMask => (1ul << LeafCount) - 1;

    public byte Root => (byte)(Count - 1);
}

/// <summary>All tasks as flat arrays: nodes, variables, sets as bits, and the classes of variables.</summary>
internal sealed class RuleProgram(TaskProgram[] tasks, Node[] nodes, Variable[] variables, ulong[] bits, ulong[] classes, byte[] roots, int[] placeEnds)
{
    /// <summary>Nodes that a task can have, since their truth values are bits of a word; the verdict and its clauses are two of them.</summary>
    public const int MostNodes = 64;

    public TaskProgram[] Tasks => tasks;

    public ulong[] Bits => bits;

    public ReadOnlySpan<Node> NodesOf(in TaskProgram task) => nodes.AsSpan(task.Start, task.Count);

    public ReadOnlySpan<Variable> VariablesOf(in TaskProgram task) => variables.AsSpan(task.Variables, task.VariableCount);

    /// <summary>The nodes of the clauses, in their order.</summary>
    public ReadOnlySpan<byte> RootsOf(in TaskProgram task) => roots.AsSpan(task.Roots, task.ClauseCount);

    public ReadOnlySpan<ulong> ClassesOf(in Variable variable) => classes.AsSpan(variable.ClassStart, variable.ClassCount);

    /// <summary>What is known of the leaves: a city by its number (-1 for one outside), facts by code, acts by bit.</summary>
    public void Leaves(in TaskProgram task, int city, ReadOnlySpan<int> facts, int acts, out ulong holds, out ulong fails)
    {
        holds = fails = 0;
        var own = NodesOf(task)[..task.LeafCount];
        for (var i = 0; i < own.Length; i++)
        {
            ref readonly var node = ref own[i];
            var truth = node.Kind switch
            {
                NodeKind.City => city >= 0 && (bits[node.Low + (city >> 6)] >> city & 1) != 0 ? Truth.True : Truth.False,
                NodeKind.Act => (acts >> node.Low & 1) != 0 ? Truth.True : Truth.Unknown,
                NodeKind.Open => Truth.Unknown,
                _ => OfFact(node, facts[node.Fact]),
            };
            if (truth == Truth.True)
                holds |= 1ul << i;
            else if (truth == Truth.False)
                fails |= 1ul << i;
        }
    }

    /// <summary>What a code makes of a leaf that asks for a fact.</summary>
    public Truth OfFact(in Node node, int code)
    {
        if (code < FactCode.First)
            return Truth.Unknown;
        if (node.Kind == NodeKind.Set)
            return (bits[node.Low + (code >> 6)] >> code & 1) != 0 ? Truth.True : Truth.False;
        if (code >= node.Low && code <= node.High)
            return Truth.True;
        return node.Kind == NodeKind.Place && code < node.Low && placeEnds[code] >= node.High ? Truth.Unknown : Truth.False;
    }

    /// <summary>Adds the truth values of the connectives to those of the leaves.</summary>
    public static void Fold(in TaskProgram task, ReadOnlySpan<Node> nodes, ref ulong holds, ref ulong fails)
    {
        for (int i = task.LeafCount; i < nodes.Length; i++)
        {
            ref readonly var node = ref nodes[i];
            var (bit, children) = (1ul << i, node.Children);
            var (all, any) = node.Kind switch
            {
                NodeKind.All => ((holds & children) == children, (fails & children) != 0),
                NodeKind.Any => ((holds & children) != 0, (fails & children) == children),
                _ => ((fails & children) != 0, (holds & children) != 0),
            };
            if (all)
                holds |= bit;
            else if (any)
                fails |= bit;
        }
    }

    /// <summary>The nodes below a node, and itself.</summary>
    public static ulong Below(in TaskProgram task, ReadOnlySpan<Node> nodes, int root)
    {
        var below = 1ul << root;
        for (var i = root; i >= task.LeafCount; i--)
            below |= (below >> i & 1) != 0 ? nodes[i].Children : 0;
        return below;
    }

    /// <summary>The nodes below a node, and itself, on which its not being known rests.</summary>
    public static ulong Open(in TaskProgram task, ReadOnlySpan<Node> nodes, int root, ulong holds, ulong fails)
    {
        var unknown = ~(holds | fails);
        var open = unknown & 1ul << root;
        for (var i = root; i >= task.LeafCount && open != 0; i--)
        {
            if ((open >> i & 1) != 0)
                open |= nodes[i].Children & unknown;
        }

        return open;
    }

    /// <summary>The nodes below a node, and itself, on which its truth value rests.</summary>
    public static ulong Deciding(in TaskProgram task, ReadOnlySpan<Node> nodes, int root, ulong holds, ulong fails)
    {
        var deciding = (holds | fails) & 1ul << root;
        for (var i = root; i >= task.LeafCount && deciding != 0; i--)
        {
            if ((deciding >> i & 1) != 0)
                deciding |= nodes[i].Children & ((holds >> i & 1) != 0 != (nodes[i].Kind == NodeKind.Not) ? holds : fails);
        }

        return deciding;
    }
}
