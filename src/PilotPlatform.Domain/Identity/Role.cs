using System.Collections.Frozen;

namespace PilotPlatform.Domain.Identity;

/// <summary>What someone is to the platform; one caller may be several things.</summary>
public enum Role
{
    /// <summary>Reads what is published.</summary>
    Public,

    /// <summary>Writes for its city.</summary>
    CityReporter,

    /// <summary>Checks what its city reports, and speaks for it.</summary>
    CityReviewer,

    /// <summary>Guides the cities of its province.</summary>
    ProvincialOffice,

    /// <summary>Guides all; publishes editions and rule sets.</summary>
    Ministry,

    /// <summary>Reads everything and changes nothing.</summary>
    Auditor,

    /// <summary>A program of the platform or of an authority, as a client of its own.</summary>
    InternalSystem,
}

/// <summary>Roles as configuration and tokens write them.</summary>
public static class Roles
{
    private static readonly FrozenDictionary<string, Role> ById = new Dictionary<string, Role>(StringComparer.Ordinal)
    {
        ["public"] = Role.Public,
        ["city-reporter"] = Role.CityReporter,
        ["city-reviewer"] = Role.CityReviewer,
        ["provincial-office"] = Role.ProvincialOffice,
        ["ministry"] = Role.Ministry,
        ["auditor"] = Role.Auditor,
        ["internal-system"] = Role.InternalSystem,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The ids of all roles.</summary>
    public static IEnumerable<string> Ids => ById.Keys.Order(StringComparer.Ordinal);

    /// <summary>The role of an id such as <c>city-reporter</c>; null for none.</summary>
    public static Role? Find(string id) => ById.TryGetValue(id, out var role) ? role : null;

    /// <summary>Whether the role is held for the whole programme, whatever jurisdiction its holder has.</summary>
    public static bool IsEverywhere(this Role role) => role is Role.Ministry or Role.Auditor or Role.InternalSystem;
}
