using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Catalog;

/// <summary>An edition with who published it first and when, from which file.</summary>
public sealed record PublishedEdition(
    Edition Edition, EditionView View, string Publisher, DateTimeOffset PublishTime, string MediaType, string SourceSha256, long SourceSize);

/// <summary>The moment at which an edition became current.</summary>
/// <param name="Edition">What became current.</param>
/// <param name="Author">Who published it.</param>
/// <param name="Time">When it became current.</param>
/// <param name="Revision">Its place among all publications, from 1.</param>
public sealed record Publication(PublishedEdition Edition, string Author, DateTimeOffset Time, int Revision);

/// <summary>A publication whose document this version cannot read as what it was: it stands in the ledger, and its words cannot be served.</summary>
/// <param name="ContentSha256">Hash of the content that became current.</param>
/// <param name="Reason">Why it cannot be read.</param>
/// <param name="Time">When it became current.</param>
/// <param name="Revision">Its place among all publications, from 1.</param>
public sealed record UnreadPublication(string ContentSha256, string Reason, DateTimeOffset Time, int Revision)
{
    public string Id => ContentSha256[..Math.Min(16, ContentSha256.Length)];
}

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

    /// <summary>Publications that cannot be read, oldest first.</summary>
    public ImmutableArray<UnreadPublication> Unread { get; init; } = [];

    /// <summary>How many entries there are of each import that cannot be read, by its id.</summary>
    public ImmutableDictionary<string, int> Aside { get; init; } = ImmutableDictionary.Create<string, int>(StringComparer.Ordinal);

    /// <summary>How many publications the ledger holds, those included that cannot be read.</summary>
    public int Revision => Publications.Length + Unread.Length;

    /// <summary>The edition that reads use: the newest that can be read; null before the first.</summary>
    public PublishedEdition? Current => Publications is [.., var last] ? last.Edition : null;

    /// <summary>True if the newest publication cannot be read, so that another edition is served in its place.</summary>
    public bool IsNewestUnread => Unread is [.., var last] && last.Revision == Revision;

    public PublishedEdition? FindContent(string sha256) => Editions.FirstOrDefault(e => e.Edition.ContentSha256 == sha256);

    public PublishedEdition? FindEdition(string id) => Editions.FirstOrDefault(e => e.Edition.Id == id);

    /// <summary>The edition that was current at a moment; null if none was, or one that cannot be read.</summary>
    public PublishedEdition? At(DateTimeOffset time) => AsideAt(time) is { } aside ? FindContent(aside.ContentSha256) : Publications.LastOrDefault(p => p.Time <= time)?.Edition;

    /// <summary>How many publications somebody knows who heard last of one at a time; after a time at which there was none, as many as can be known for sure.</summary>
    public int KnownAfter(DateTimeOffset time)
    {
        for (var heard = Publications.Length; heard > 0; heard--)
            if (Publications[heard - 1].Time == time)
                return heard;
        return Publications.TakeWhile(p => p.Time <= time).Count();
    }

    /// <summary>What was current at a moment and cannot be read; null if that can be, be it by a later import.</summary>
    public UnreadPublication? UnreadAt(DateTimeOffset time) => AsideAt(time) is { } aside && FindContent(aside.ContentSha256) is null ? aside : null;

    /// <summary>The publication that was the newest at a moment, if it was left aside. Their order is that of the ledger: clocks of replicas differ.</summary>
    private UnreadPublication? AsideAt(DateTimeOffset time) =>
        Unread.LastOrDefault(u => u.Time <= time) is { } aside && !Publications.Any(p => p.Revision > aside.Revision && p.Time <= time) ? aside : null;

    /// <summary>A publication by the id of its edition, if no entry holds the edition in a form that can be read.</summary>
    public UnreadPublication? FindUnread(string id) => FindEdition(id) is null ? Unread.LastOrDefault(u => u.Id == id) : null;

    public ImportedDocument? FindImport(string id) => Imports.FirstOrDefault(i => i.Id == id);

    public Holdings With(ImportedDocument import) => this with { Imports = Imports.Add(import) };

    public Holdings With(Publication publication) => this with
    {
        Editions = Editions.Contains(publication.Edition) ? Editions : Editions.Add(publication.Edition),
        Publications = Publications.Add(publication),
    };

    public Holdings With(UnreadPublication unread) => this with { Unread = Unread.Add(unread) };

    public Holdings WithAside(string import) => this with { Aside = Aside.SetItem(import, Aside.GetValueOrDefault(import) + 1) };
}
