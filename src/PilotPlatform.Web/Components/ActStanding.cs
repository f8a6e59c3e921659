using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Web.Components;

/// <summary>Whether decisions rest on an act.</summary>
public enum ActStanding
{
    /// <summary>It does not hold yet.</summary>
    Coming,

    /// <summary>It holds.</summary>
    Holds,

    /// <summary>It holds, and from a later day it will not.</summary>
    Ending,

    /// <summary>It does not hold any more, or will never have held.</summary>
    Revoked,
}

/// <summary>Acts as of a day.</summary>
public static class ActStandings
{
    /// <param name="act">The act.</param>
    /// <param name="day">The day, as <c>2026-11-29</c>.</param>
    public static ActStanding StandingOn(this Act act, string day) =>
        act.RevokeTime is not null && (IsRevokedBy(act, day) || IsRevokedBy(act, act.EffectiveDate.Iso())) ? ActStanding.Revoked
        : string.CompareOrdinal(act.EffectiveDate.Iso(), day) > 0 ? ActStanding.Coming
        : act.RevokeTime is not null ? ActStanding.Ending
        : ActStanding.Holds;

    private static bool IsRevokedBy(Act act, string day) => string.CompareOrdinal(act.RevokeDate.Iso(), day) <= 0;
}
