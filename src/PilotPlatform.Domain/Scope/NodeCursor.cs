namespace PilotPlatform.Domain.Scope;

/// <summary>Numbers the conditions of a task as its program does: leaves from left to right, connectives behind their parts.</summary>
internal struct NodeCursor(in TaskProgram program)
{
    private int leaf;
    private int connective = program.LeafCount;

    /// <summary>The node of the next condition, all parts of which have been numbered.</summary>
    public int Next(Condition condition) => condition is Condition.AllOf or Condition.AnyOf or Condition.Not ? connective++ : leaf++;

    /// <summary>Numbers a condition and all in it; the node of the condition itself.</summary>
    public int Pass(Condition condition)
    {
        foreach (var part in condition.Parts)
            Pass(part);
        return Next(condition);
    }
}
