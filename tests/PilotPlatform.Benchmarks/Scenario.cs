namespace PilotPlatform.Benchmarks;

/// <summary>What a scenario measured.</summary>
/// <param name="Value">The figure that the bound speaks of.</param>
/// <param name="Figures">What it was made of, for people.</param>
public sealed record Measured(double Value, string Figures);

/// <summary>A figure with a bound, and how it is measured.</summary>
/// <param name="Name">Name on the command line, such as <c>catalog/get</c>.</param>
/// <param name="What">What is compared with what, and in which unit.</param>
/// <param name="Bound">The bound.</param>
/// <param name="AtMost">True if the figure must not be above the bound, false if not below.</param>
/// <param name="Measure">Measures; bounded in count and time.</param>
public sealed record Scenario(string Name, string What, double Bound, bool AtMost, Func<Task<Measured>> Measure)
{
    public bool Holds(double value) => AtMost ? value <= Bound : value >= Bound;
}
