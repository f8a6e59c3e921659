namespace PilotPlatform.Domain;

/// <summary>Strong Kleene logic: a fact holds, fails or is not known, and what is not known is never taken for either.</summary>
public enum Truth
{
    False,
    Unknown,
    True,
}

/// <summary>The connectives of strong Kleene logic.</summary>
public static class Kleene
{
    public static Truth Not(this Truth value) => Truth.True - (int)value;

    public static Truth All(this IEnumerable<Truth> values) => values.Append(Truth.True).Min();

    public static Truth Any(this IEnumerable<Truth> values) => values.Append(Truth.False).Max();
}
