namespace PilotPlatform.Domain.Scope;

/// <summary>What planning the questions of one request may cost, all groups of facts together, and whether there was more to try.</summary>
/// <param name="interrupt">Called between steps; what it throws ends the planning.</param>
public sealed class InterviewBudget(Action? interrupt = null)
{
    /// <summary>Decisions that trying orders of questions may cost.</summary>
    public const int MostDecisions = 1_000_000;

    private double left = MostDecisions;

    /// <summary>True if some facts decide cells together in more orders than were tried.</summary>
    public bool CutOff { get; private set; }

    internal bool TryTake(double decisions)
    {
        if (decisions > left)
        {
            CutOff = true;
            return false;
        }

        left -= decisions;
        return true;
    }

    internal void Interrupt() => interrupt?.Invoke();
}
