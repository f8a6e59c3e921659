using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Catalog;

/// <summary>An edition with who published it first and when, from which file.</summary>
public sealed record PublishedEdition(
    Edition Edition, EditionView View, string Publisher, DateTimeOffset PublishTime, string MediaType, string SourceSha256, long SourceSize);

/// <summary>The moment at which an edition became current.</summary>
public sealed record Publication(PublishedEdition Edition, string Author, DateTimeOffset Time);

/// <summary>A document that was imported and can be published; its view is made when somebody asks for it.</summary>
public sealed record ImportedDocument(
    string Id, string FileName, string MediaType, long Size, string SourceSha256, Edition Edition, Lazy<EditionView> View, string Author, DateTimeOffset Time);

/// <summary>Everything that the catalogue holds at one moment: a read takes it once, and is of one piece.</summary>
/// <param name="Editions">Every edition once, in the order in which they were first published.</param>
/// <param name="Publications">Which edition became current when, oldest first.</param>
/// <param name="Imports">Imported documents, oldest first.</param>
public sealed record Holdings(
    ImmutableArray<PublishedEdition> Editions, ImmutableArray<Publication> Publications, ImmutableArray<ImportedDocument> Imports)
{
    public static Holdings Empty { get; } = new([], [], []);

    /// <summary>The edition that reads use; null before the first.</summary>
    public PublishedEdition? Current => Publications is [.., var last] ? last.Edition : null;

    public PublishedEdition? FindContent(string sha256) => Editions.FirstOrDefault(e => e.Edition.ContentSha256 == sha256);

    public PublishedEdition? FindEdition(string id) => Editions.FirstOrDefault(e => e.Edition.Id == id);

    /// <summary>The edition that was current at a moment; null if none was.</summary>
    public PublishedEdition? At(DateTimeOffset time) => Publications.LastOrDefault(p => p.Time <= time)?.Edition;

    public ImportedDocument? FindImport(string id) => Imports.FirstOrDefault(i => i.Id == id);

    public Holdings With(ImportedDocument import) => this with { Imports = Imports.Add(import) };

    public Holdings With(Publication publication) => new(
        Editions.Contains(publication.Edition) ? Editions : Editions.Add(publication.Edition), Publications.Add(publication), Imports);
}
