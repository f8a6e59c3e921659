using System.Collections.Immutable;

namespace PilotPlatform.Domain.Identity;

/// <summary>Who makes a call, as far as the platform has to know.</summary>
/// <param name="Subject">What its provider calls it; what the ledger records as the author.</param>
/// <param name="DisplayName">A name for people.</param>
/// <param name="Roles">What it is to the platform.</param>
/// <param name="Jurisdiction">Where those roles hold that are not held everywhere.</param>
public sealed record Caller(string Subject, string DisplayName, ImmutableHashSet<Role> Roles, Jurisdiction Jurisdiction)
{
    /// <summary>Someone who did not say who it is.</summary>
    public static readonly Caller Anonymous = new("anonymous", "", [Role.Public], Jurisdiction.Nowhere);

    /// <summary>A name for people who read English; the same name where there is no other.</summary>
    public string EnglishName { get; init; } = DisplayName;

    public bool IsAnonymous => ReferenceEquals(this, Anonymous);
}
