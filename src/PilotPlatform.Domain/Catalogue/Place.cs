namespace PilotPlatform.Domain.Catalogue;

/// <summary>Kinds of places.</summary>
public enum PlaceKind
{
    Province,
    City,
    Area,

    /// <summary>Several provinces together.</summary>
    Region,
}

/// <summary>A place of the gazetteer.</summary>
/// <param name="Id">Id in names, such as <c>dalian</c>.</param>
/// <param name="Kind">Region of several provinces, province, city at prefecture level, or area.</param>
/// <param name="Name">Chinese name with its administrative suffix, such as 大连市.</param>
/// <param name="Short">Chinese name without it, such as 大连.</param>
/// <param name="English">English name.</param>
/// <param name="Within">Id of the smallest place that contains it; null if none does.</param>
public sealed record Place(string Id, PlaceKind Kind, string Name, string Short, string English, string? Within = null);
