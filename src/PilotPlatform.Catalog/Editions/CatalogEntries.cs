using System.Text.Json;
using PilotPlatform.Domain;
using PilotPlatform.Ledger;

namespace PilotPlatform.Catalog;

/// <summary>What the entries of the catalogue's ledger hold.</summary>
internal static class CatalogEntries
{
    /// <summary>A document was published as it lies in a file.</summary>
    public const string EditionPublished = "EditionPublished";

    /// <summary>A document was imported.</summary>
    public const string DocumentImported = "DocumentImported";

    /// <summary>A document that had been imported was imported again, under another request.</summary>
    public const string ImportRepeated = "ImportRepeated";

    /// <summary>The content of an import, or an edition published before, became current.</summary>
    public const string ContentPublished = "ContentPublished";

    /// <param name="ContentSha256">Hash of the content that was published.</param>
    /// <param name="MediaType">Kind of the file.</param>
    /// <param name="Source">The file.</param>
    /// <param name="Transcript">The words that were read from it, if it is no UTF-8 text; null if it is.</param>
    public sealed record SourcePayload(string ContentSha256, string MediaType, byte[] Source, string? Transcript = null);

    /// <param name="FileName">Name of the file.</param>
    /// <param name="Document">The file and what was read from it.</param>
    public sealed record ImportPayload(string FileName, SourcePayload Document);

    /// <param name="Import">Id of the import.</param>
    public sealed record RepeatedPayload(string Import);

    /// <param name="ContentSha256">Hash of the content that became current.</param>
    /// <param name="Import">Id of the import it comes from; null if it was an edition already.</param>
    public sealed record ContentPayload(string ContentSha256, string? Import);

    public static byte[] Encode<T>(T payload) => JsonSerializer.SerializeToUtf8Bytes(payload);

    public static T Decode<T>(LedgerEntry entry) =>
        JsonSerializer.Deserialize<T>(entry.Payload.Span) ?? throw new InvalidDataException($"The entry at ledger position {entry.Position} is empty.");

    /// <summary>Name of the stream of an import; that of the programme's publications is the programme's id.</summary>
    public static string StreamOf(string programme, string import) => $"{new ProgrammeName(programme)}/imports/{import}";
}
