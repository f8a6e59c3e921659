using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Documents;
using Checks = PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Catalog;

/// <summary>Small values of the core as messages.</summary>
internal static class CatalogProto
{
    public static SourceSpan ToProto(this Passage passage) => new()
    {
        StartLine = passage.StartLine,
        EndLine = passage.EndLine,
        StartOffset = passage.Span.Start,
        EndOffset = passage.Span.End,
    };

    public static ReconciliationCheck ToProto(this Checks.ReconciliationCheck check) => new()
    {
        CheckId = check.Id,
        Outcome = check.Outcome switch
        {
            Checks.CheckOutcome.Passed => ReconciliationCheck.Types.Outcome.Passed,
            Checks.CheckOutcome.Failed => ReconciliationCheck.Types.Outcome.Failed,
            _ => ReconciliationCheck.Types.Outcome.NotStated,
        },
        Expected = check.Expected,
        Actual = check.Actual,
        Statement = check.Statement is { } words ? new Text { Verbatim = words.Verbatim, Normalized = words.Normalized, Span = words.ToProto() } : null,
    };

    public static Contracts.Catalog.V1.SourceDefect ToProto(this Domain.Documents.SourceDefect defect) => new()
    {
        Kind = defect.Kind switch
        {
            DefectKind.CutParagraph => Contracts.Catalog.V1.SourceDefect.Types.Kind.CutParagraph,
            DefectKind.ForeignWord => Contracts.Catalog.V1.SourceDefect.Types.Kind.ForeignWord,
            DefectKind.AsciiPunctuation => Contracts.Catalog.V1.SourceDefect.Types.Kind.AsciiPunctuation,
            DefectKind.StraySpace => Contracts.Catalog.V1.SourceDefect.Types.Kind.StraySpace,
            DefectKind.HiddenCharacter => Contracts.Catalog.V1.SourceDefect.Types.Kind.HiddenCharacter,
            DefectKind.RepeatedName => Contracts.Catalog.V1.SourceDefect.Types.Kind.RepeatedName,
            DefectKind.RepeatedHead => Contracts.Catalog.V1.SourceDefect.Types.Kind.RepeatedHead,
            _ => Contracts.Catalog.V1.SourceDefect.Types.Kind.Markup,
        },
        Quote = defect.Quote,
        Span = new SourceSpan { StartLine = defect.StartLine, EndLine = defect.EndLine, StartOffset = defect.Span.Start, EndOffset = defect.Span.End },
    };

    /// <param name="place">The place.</param>
    /// <param name="edition">The edition that names it and was asked for; empty for a read of the gazetteer.</param>
    public static Contracts.Catalog.V1.Place ToProto(this Checks.Place place, string edition) => new()
    {
        Name = PlaceName(place.Id),
        Kind = place.Kind switch
        {
            Checks.PlaceKind.Region => Contracts.Catalog.V1.Place.Types.Kind.Region,
            Checks.PlaceKind.Province => Contracts.Catalog.V1.Place.Types.Kind.Province,
            Checks.PlaceKind.City => Contracts.Catalog.V1.Place.Types.Kind.City,
            _ => Contracts.Catalog.V1.Place.Types.Kind.Area,
        },
        DisplayName = place.Name,
        ShortName = place.Short,
        EnglishName = place.English,
        Within = place.Within is { } outer ? PlaceName(outer) : "",
        Edition = edition,
    };

    public static string PlaceName(string id) => $"places/{id}";
}
