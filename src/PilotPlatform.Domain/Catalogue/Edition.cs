using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>A numbered section of the document before its annex.</summary>
public sealed record Section(int Number, Passage Heading, ImmutableArray<Passage> Paragraphs);

/// <summary>A chapter of the task list; its tasks are numbered without a gap from the first.</summary>
public sealed record Chapter(int Number, Passage Title, int FirstTask, int TaskCount);

/// <summary>Groups of tasks by how their scope begins, which section one of the document counts.</summary>
public enum ScopeGroup
{
    /// <summary>Begins with <c>*</c>: from the national round.</summary>
    National,

    /// <summary>Names cities and nothing else.</summary>
    NamedCities,

    /// <summary>Neither: the tasks that are new in this round.</summary>
    New,
}

/// <summary>A pilot task: one numbered row of the list.</summary>
public sealed record PilotTask(int Number, int Chapter, Passage Text, Passage Scope, ScopeGroup Group, ImmutableArray<string> NamedCities);

/// <summary>Words that a direction and a task share, as they stand in each.</summary>
public sealed record SharedRun(Passage InDirection, Passage InTask);

/// <summary>A task that carries a direction, shown by the runs of characters that both share, the longest first.</summary>
public sealed record DirectionLink(int TaskNumber, ImmutableArray<SharedRun> Runs)
{
    /// <summary>The longest of the runs, normalised.</summary>
    public string SharedWords => Runs[0].InTask.Normalized;
}

/// <summary>A pilot city with its direction (section two) and the tasks that name it.</summary>
public sealed record City(Place Place, Place Province, Passage? Direction, ImmutableArray<DirectionLink> Links, ImmutableArray<int> OwnTasks);

/// <summary>A province that guides pilot cities (section three).</summary>
public sealed record Province(Place Place, ImmutableArray<string> Cities);

/// <summary>What was read from a document: immutable, and named by the hash of its content.</summary>
public sealed record Edition
{
    public required SourceText Source { get; init; }

    public required Passage Title { get; init; }

    public Passage? Preamble { get; init; }

    public required ImmutableArray<Section> Sections { get; init; }

    public required Passage AnnexTitle { get; init; }

    public required ImmutableArray<Chapter> Chapters { get; init; }

    public required ImmutableArray<PilotTask> Tasks { get; init; }

    public Passage? Note { get; init; }

    public required ImmutableArray<City> Cities { get; init; }

    public required ImmutableArray<Province> Provinces { get; init; }

    public required ImmutableArray<Passage> Duties { get; init; }

    public required ImmutableArray<ReconciliationCheck> Checks { get; init; }

    public required ImmutableArray<SourceDefect> Defects { get; init; }

    /// <summary>SHA-256 of the content, 64 lower-case hex digits; see <see cref="ContentHash"/>.</summary>
    public string ContentSha256 => field ??= ContentHash.Of(this);

    /// <summary>Id in names: the first 16 hex digits of the content's hash.</summary>
    public string Id => ContentSha256[..16];

    /// <summary>Every passage that the content consists of, in the order of the document.</summary>
    public IEnumerable<Passage> Passages() =>
        new[] { Title, Preamble }
            .Concat(Sections.SelectMany(s => s.Paragraphs.Prepend(s.Heading)))
            .Append(AnnexTitle)
            .Concat(Chapters.SelectMany(c => Tasks.Where(t => t.Chapter == c.Number).SelectMany(t => new[] { t.Text, t.Scope }).Prepend(c.Title)))
            .Append(Note)
            .OfType<Passage>();
}

/// <summary>
/// The canonical bytes of an edition's content and their hash: each passage without white space in UTF-8, in the order of the
/// document, each after its length in bytes as a big-endian 32-bit number. A page break or another file format changes nothing.
/// </summary>
public static class ContentHash
{
    public static string Of(Edition edition)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[4];
        foreach (var bytes in edition.Passages().Select(passage => Encoding.UTF8.GetBytes(passage.Squeezed)))
        {
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Hash of the words of one passage in their normalised form, without white space: what a translation is bound to. Punctuation of another
    /// width and a page break change none of them.
    /// </summary>
    public static string Of(Passage passage) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(passage.Normalized.Where(c => !char.IsWhiteSpace(c))))));
}
