using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Catalogue.Structure;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>The shipped data of a programme, read and checked.</summary>
/// <param name="ProgrammeId">Id of the programme in names.</param>
/// <param name="DocumentPath">The document it starts from.</param>
/// <param name="Gazetteer">The places it knows.</param>
/// <param name="Translations">Its unofficial translations.</param>
/// <param name="Scopes">The forms that scopes are written in.</param>
/// <param name="Glossary">The terms by which they go.</param>
/// <param name="Structure">The verbs, places and sectors by which its tasks are read.</param>
public sealed record CatalogFiles(
    string ProgrammeId, string DocumentPath, Gazetteer Gazetteer, Translations Translations, ScopeGrammar Scopes, Glossary Glossary, StructureRules Structure)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <exception cref="StartupException">A file is missing or not what it should be.</exception>
    public static CatalogFiles Load(CatalogOptions options)
    {
        var programme = Read<ProgrammeFile>(options.Programme);
        var folder = Path.GetDirectoryName(Path.GetFullPath(options.Programme))!;
        var gazetteer = Usable(programme.Gazetteer, Gazetteer.Of(Read<GazetteerFile>(Path.Combine(folder, programme.Gazetteer)).Places));
        ImmutableArray<TranslationFile> translations = [.. programme.Translations.Select(file => Read<TranslationFile>(Path.Combine(folder, file)))];
        var structure = Read<StructureFile>(Path.Combine(folder, programme.Structure));
        var sectors = Read<SectorFile>(Path.Combine(folder, programme.Sectors));
        return new CatalogFiles(
            programme.Id,
            options.Document ?? Path.Combine(folder, programme.Document),
            gazetteer,
            Translations.Of(translations.SelectMany(file => file.Entries)),
            Usable(
                options.ScopeForms,
                ScopeGrammar.Of(Read<ScopeFormsFile>(options.ScopeForms).Forms.Select(f => new ScopeShape(f.Id, f.Pattern, f.Cities, f.Acts is { IsDefaultOrEmpty: false }, f.Clauses is { IsDefaultOrEmpty: false })))),
            Usable("glossary", Glossary.Of(translations.SelectMany(file => file.Glossary ?? []))),
            new StructureRules(
                Usable(programme.Structure, PolicyLexicon.Of(structure.Verbs, structure.LeadIns)),
                new PlaceFinder(gazetteer, structure.NamesOfOthers),
                Usable(programme.Sectors, Taxonomy.Of(sectors.Sectors, sectors.Assignments))));
    }

    private static T Usable<T>(string file, Result<T> made) =>
        made.Fault is { } fault ? throw new StartupException($"The data of {file} cannot be used: {fault}") : made.Value;

    private static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllText(path, Encoding.UTF8), Json)
                ?? throw new StartupException($"The file {path} is empty.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException($"The file {path} cannot be read: {failed.Message}", failed);
        }
    }

    private sealed record ProgrammeFile(
        string Id, string Document, string Gazetteer, ImmutableArray<string> Translations, string Structure, string Sectors);

    private sealed record ScopeFormsFile(ImmutableArray<ScopeFormEntry> Forms);

    /// <summary>Of a form only what its scopes look like, and whether it asks for acts, or has clauses that do: what they are is the rules' to say.</summary>
    private sealed record ScopeFormEntry(string Id, string Pattern, string? Cities = null, ImmutableArray<JsonElement>? Acts = null, ImmutableArray<JsonElement>? Clauses = null);

    private sealed record GazetteerFile(ImmutableArray<Place> Places);

    private sealed record TranslationFile(ImmutableArray<TranslationEntry> Entries, IReadOnlyList<GlossaryTerm>? Glossary = null);

    private sealed record StructureFile(ImmutableArray<PolicyVerb> Verbs, ImmutableArray<string> LeadIns, ImmutableArray<string> NamesOfOthers);

    private sealed record SectorFile(ImmutableArray<Sector> Sectors, ImmutableArray<SectorAssignment> Assignments);
}

/// <summary>A translation of a passage.</summary>
/// <param name="Key">Which passage it was made of, such as <c>tasks/1</c>; for people.</param>
/// <param name="SourceSha256">Hash of the wording it was made of; see <see cref="ContentHash.Of(Domain.Documents.Passage)"/>.</param>
/// <param name="Text">The translation.</param>
public sealed record TranslationEntry(string Key, [property: JsonPropertyName("source_sha256")] string SourceSha256, string Text);
