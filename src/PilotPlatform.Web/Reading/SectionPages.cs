using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>The pages on which the sections of a document stand: by what they say and not by their number, so that each stands on one.</summary>
public static class SectionPages
{
    public const string Home = "/";
    public const string Cities = "/cities";
    public const string Provinces = "/provinces";

    /// <summary>The directions stand with the cities, the duties with the provinces, everything else at the head.</summary>
    public static string Of(Section section, EditionContent content) =>
        section.Paragraphs.Any(p => content.Cities.Any(c => c.Direction is { } direction && Holds(p, direction))) ? Cities
        : section.Paragraphs.Any(p => content.Provinces.Any(r => r.Duties.Any(duty => Holds(p, duty)))) ? Provinces
        : Home;

    /// <summary>Where a section stands on its page.</summary>
    public static string Anchor(Section section) => $"section-{section.Number}";

    private static bool Holds(Text paragraph, Text words) =>
        words.Span.StartOffset >= paragraph.Span.StartOffset && words.Span.EndOffset <= paragraph.Span.EndOffset;
}
