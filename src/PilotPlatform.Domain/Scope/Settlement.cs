using System.Numerics;

namespace PilotPlatform.Domain.Scope;

/// <summary>
/// The exact answer for a node, given its leaves. Kleene's answer is exact where every open variable occurs once: the others are
/// tried in all the classes they can still be of, and for each the rest is Kleene's.
/// </summary>
internal static class Settlement
{
    /// <summary>
    /// Completions of the variables that occur more than once. A new rule set with more of them in a task is refused; in one that was published
    /// under a wider limit the answer is Kleene's for such a task, which takes nothing that is not known for known.
    /// </summary>
    public const int MostCompletions = 1 << 12;

    private const int OnTheStack = 128;

    /// <summary>The truth of a node, and the variables on which it depends as long as it is unknown.</summary>
    public static Truth Settle(RuleProgram program, in TaskProgram task, int root, ulong holds, ulong fails, out ulong missing)
    {
        var nodes = program.NodesOf(task);
        missing = 0;
        if ((holds >> root & 1) != 0)
            return Truth.True;
        if ((fails >> root & 1) != 0)
            return Truth.False;

        var open = RuleProgram.Open(task, nodes, root, holds, fails) & task.LeafMask;
        if (!task.Repeats || Repeated(program, task, open) is var repeated && (repeated == 0 || Completions(program, task, repeated) > MostCompletions))
        {
            missing = VariablesOf(nodes, open);
            return Truth.Unknown;
        }

        return Try(program, task, root, holds & task.LeafMask, fails & task.LeafMask, repeated, out missing);
    }

    /// <summary>The variables that leaves ask for.</summary>
    public static ulong VariablesOf(ReadOnlySpan<Node> nodes, ulong leaves)
    {
        var variables = 0ul;
        for (; leaves != 0; leaves &= leaves - 1)
            variables |= 1ul << nodes[BitOperations.TrailingZeroCount(leaves)].Variable;
        return variables;
    }

    /// <summary>True if a class of a variable contradicts nothing that is known of its leaves.</summary>
    public static bool Fits(ulong made, in Variable variable, ulong holds, ulong fails) =>
        (holds & variable.Leaves & ~made) == 0 && (fails & made) == 0;

    /// <summary>The product of the classes of all variables that occur more than once.</summary>
    public static long Completions(RuleProgram program, in TaskProgram task) => Completions(program, task, Repeated(program, task, task.LeafMask));

    /// <summary>
    /// Whether a node that is not known can still come to hold, and to fail. An act that has not been recorded may be recorded one day; that it has
    /// not been says no, whatever the asker says, to nothing.
    /// </summary>
    public static (bool CanHold, bool CanFail) Possible(RuleProgram program, in TaskProgram task, int root, ulong holds, ulong fails)
    {
        var nodes = program.NodesOf(task);
        var variables = program.VariablesOf(task);
        var open = RuleProgram.Open(task, nodes, root, holds, fails) & task.LeafMask;
        (holds, fails) = (holds & task.LeafMask, fails & task.LeafMask);
        var repeated = task.Repeats ? Repeated(program, task, open) : 0;
        var completions = Completions(program, task, repeated);
        if (repeated == 0 || completions > MostCompletions)
            return Can(program, task, root, holds, fails);

        var (canHold, canFail) = (false, false);
        for (var at = 0L; at < completions; at++)
        {
            var (left, some, none, fits) = (at, holds, fails, true);
            for (var rest = repeated; rest != 0 && fits; rest &= rest - 1)
            {
                ref readonly var variable = ref variables[BitOperations.TrailingZeroCount(rest)];
                var made = program.ClassesOf(variable)[(int)(left % variable.ClassCount)];
                left /= variable.ClassCount;
                fits = Fits(made, variable, holds, fails);
                some |= made;
                none |= variable.Act >= 0 ? 0 : variable.Leaves & ~made;
            }

            var (hold, fail) = fits ? Can(program, task, root, some, none) : (false, false);
            (canHold, canFail) = (canHold | hold, canFail | fail);
        }

        return (canHold, canFail);
    }

    /// <summary>The same where what is open is asked for once.</summary>
    private static (bool CanHold, bool CanFail) Can(RuleProgram program, in TaskProgram task, int root, ulong holds, ulong fails)
    {
        var nodes = program.NodesOf(task);
        var acts = 0ul;
        for (var rest = task.Acts; rest != 0; rest &= rest - 1)
            acts |= program.VariablesOf(task)[BitOperations.TrailingZeroCount(rest)].Leaves;
        var (canHold, canFail) = (~fails & task.LeafMask, ~(holds | acts) & task.LeafMask);
        for (int i = task.LeafCount; i <= root; i++)
        {
            var children = nodes[i].Children;
            var (hold, fail) = nodes[i].Kind switch
            {
                NodeKind.All => ((canHold & children) == children, (canFail & children) != 0),
                NodeKind.Any => ((canHold & children) != 0, (canFail & children) == children),
                _ => ((canFail & children) != 0, (canHold & children) != 0),
            };
            canHold |= hold ? 1ul << i : 0;
            canFail |= fail ? 1ul << i : 0;
        }

        return ((canHold >> root & 1) != 0, (canFail >> root & 1) != 0);
    }

    private static long Completions(RuleProgram program, in TaskProgram task, ulong repeated)
    {
        var variables = program.VariablesOf(task);
        var product = 1L;
        for (; repeated != 0; repeated &= repeated - 1)
            product = Math.Min(product * variables[BitOperations.TrailingZeroCount(repeated)].ClassCount, int.MaxValue);
        return product;
    }

    private static ulong Repeated(RuleProgram program, in TaskProgram task, ulong open)
    {
        var variables = program.VariablesOf(task);
        var repeated = 0ul;
        for (var v = 0; v < variables.Length; v++)
        {
            var asking = open & variables[v].Leaves;
            repeated |= (asking & (asking - 1)) != 0 ? 1ul << v : 0;
        }

        return repeated;
    }

    private static Truth Try(RuleProgram program, in TaskProgram task, int root, ulong holds, ulong fails, ulong repeated, out ulong missing)
    {
        var variables = program.VariablesOf(task);
        var count = BitOperations.PopCount(repeated);
        Span<int> tried = stackalloc int[count];
        Span<int> strides = stackalloc int[count + 1];
        Span<int> classes = stackalloc int[count];
        classes.Clear();
        strides[0] = 1;
        var rest = repeated;
        for (var k = 0; k < count; k++, rest &= rest - 1)
        {
            tried[k] = BitOperations.TrailingZeroCount(rest);
            strides[k + 1] = strides[k] * variables[tried[k]].ClassCount;
        }

        var outcomes = strides[count] <= OnTheStack ? stackalloc Outcome[strides[count]] : new Outcome[strides[count]];
        var (canHold, canFail, leaves) = (false, false, 0ul);
        for (var at = 0; at < outcomes.Length; at++)
        {
            var outcome = outcomes[at] = Complete(program, task, root, holds, fails, tried, classes);
            Advance(variables, tried, classes);
            if (!outcome.Possible)
                continue;
            canHold |= outcome.Truth != Truth.False;
            canFail |= outcome.Truth != Truth.True;
            leaves |= outcome.Open;
        }

        missing = 0;
        if (!(canHold && canFail))
            return canHold ? Truth.True : Truth.False;
        missing = VariablesOf(program.NodesOf(task), leaves);
        for (var k = 0; k < count; k++)
            missing |= Matters(outcomes, strides[k], strides[k + 1]) ? 1ul << tried[k] : 0;
        return Truth.Unknown;
    }

    /// <summary>Goes on to the next completion, the first variable fastest.</summary>
    private static void Advance(ReadOnlySpan<Variable> variables, ReadOnlySpan<int> tried, Span<int> classes)
    {
        for (var k = 0; k < tried.Length && ++classes[k] == variables[tried[k]].ClassCount; k++)
            classes[k] = 0;
    }

    private static Outcome Complete(
        RuleProgram program, in TaskProgram task, int root, ulong holds, ulong fails, ReadOnlySpan<int> tried, ReadOnlySpan<int> classes)
    {
        var variables = program.VariablesOf(task);
        var own = 0ul;
        for (var k = 0; k < tried.Length; k++)
        {
            ref readonly var variable = ref variables[tried[k]];
            var made = program.ClassesOf(variable)[classes[k]];
            if (!Fits(made, variable, holds, fails))
                return default;
            holds |= made;
            fails |= variable.Leaves & ~made;
            own |= variable.Leaves;
        }

        var nodes = program.NodesOf(task);
        RuleProgram.Fold(task, nodes, ref holds, ref fails);
        var truth = (holds >> root & 1) != 0 ? Truth.True : (fails >> root & 1) != 0 ? Truth.False : Truth.Unknown;
        return new Outcome(Possible: true, truth, RuleProgram.Open(task, nodes, root, holds, fails) & task.LeafMask & ~own);
    }

    /// <summary>True if two completions that differ in one variable only leave different functions of the rest.</summary>
    private static bool Matters(ReadOnlySpan<Outcome> outcomes, int stride, int next)
    {
        for (var start = 0; start < outcomes.Length; start++)
        {
            if (start % next / stride != 0)
                continue;
            var first = default(Outcome);
            for (var at = start; at < start + next; at += stride)
            {
                if (!outcomes[at].Possible)
                    continue;
                if (!first.Possible)
                    first = outcomes[at];
                else if (first != outcomes[at])
                    return true;
            }
        }

        return false;
    }

    /// <summary>What a completion leaves: a truth value, and the leaves on which it depends. Two that are equal are the same function.</summary>
    private readonly record struct Outcome(bool Possible, Truth Truth, ulong Open);
}
