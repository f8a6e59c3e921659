using System.Collections.Frozen;
using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue.Structure;

/// <summary>A sector of the services trade, and the words by which its tasks are known.</summary>
public sealed record Sector(string Id, string Name, string English, IReadOnlyList<string> Keywords);

/// <summary>A sector given to one text by hand, for as long as the text stays what it was.</summary>
/// <param name="Sector">Id of the sector.</param>
/// <param name="TextSha256">Hash of the text; see <see cref="ContentHash.Of(Passage)"/>.</param>
/// <param name="Words">The words of the text that it rests on.</param>
public sealed record SectorAssignment(string Sector, string TextSha256, string Words);

/// <summary>A sector that a text belongs to, and the words that say so.</summary>
public sealed record SectorMark(Sector Sector, Passage Words);

/// <summary>The sectors of a programme: a second order of its tasks beside the chapters.</summary>
public sealed class Taxonomy
{
    private readonly FrozenDictionary<string, Sector> byId;
    private readonly ILookup<string, SectorAssignment> assignments;

    private Taxonomy(ImmutableArray<Sector> sectors, ImmutableArray<SectorAssignment> assignments)
    {
        Sectors = sectors;
        byId = sectors.ToFrozenDictionary(s => s.Id, StringComparer.Ordinal);
        this.assignments = assignments.ToLookup(a => a.TextSha256, StringComparer.Ordinal);
    }

    public ImmutableArray<Sector> Sectors { get; }

    /// <summary>A taxonomy of these sectors; refused if ids repeat, a sector has no words, or an assignment names none of them.</summary>
    public static Result<Taxonomy> Of(IEnumerable<Sector> sectors, IEnumerable<SectorAssignment> assignments)
    {
        ImmutableArray<Sector> all = [.. sectors];
        if (all.GroupBy(s => s.Id, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
            return Fault.Invalid("sectors", $"id '{twice.Key}' stands for more than one sector");
        if (all.FirstOrDefault(s => !Serial.IsId(s.Id) || s.Keywords.Any(k => FoldedText.Fold(k).Length == 0)) is { } empty)
            return Fault.Invalid("sectors", $"'{empty.Id}' is no id, or has an empty keyword");

        var taxonomy = new Taxonomy(all, [.. assignments]);
        return taxonomy.assignments.SelectMany(a => a).FirstOrDefault(a => taxonomy.Find(a.Sector) is null) is { } lost
            ? Fault.Invalid("assignments", $"'{lost.Sector}' is no sector")
            : taxonomy;
    }

    public Sector? Find(string id) => byId.GetValueOrDefault(id);

    /// <summary>The sectors of a text in the order of the taxonomy, each with the first of its words that stand in the text.</summary>
    public ImmutableArray<SectorMark> Find(Passage text)
    {
        var folded = FoldedText.Of(text.Verbatim);
        var byHand = assignments[ContentHash.Of(text)].ToLookup(a => a.Sector, a => a.Words, StringComparer.Ordinal);
        var marks = ImmutableArray.CreateBuilder<SectorMark>();
        foreach (var sector in Sectors)
        {
            var (at, length) = byHand[sector.Id].Concat(sector.Keywords).Select(FoldedText.Fold)
                .Select(words => (At: folded.Content.IndexOf(words, StringComparison.Ordinal), words.Length))
                .Where(found => found.At >= 0).OrderBy(found => found.At).FirstOrDefault((-1, 0));
            if (at >= 0)
                marks.Add(new SectorMark(sector, text.Part(folded.SpanOf(at, length))));
        }

        return marks.ToImmutable();
    }
}
