using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>
/// Makes an edition of a document's layout. What the document says of itself is computed and kept as checks, failed ones too; a
/// refusal is given only where nothing can be made of it.
/// </summary>
public static class EditionReader
{
    /// <summary>How many defects are told at most, from the head of the document.</summary>
    public const int MostDefects = 5000;

    /// <param name="layout">The document.</param>
    /// <param name="gazetteer">The places that it can name.</param>
    /// <param name="isTranscript">True if the text was written by <see cref="Transcription"/>: its marks are no defects of the file then.</param>
    public static Result<Edition> Read(Layout layout, Gazetteer gazetteer, bool isTranscript = false)
    {
        var source = layout.Source;
        var missing = Missing(layout).ToImmutableArray();
        if (missing.Length > 0)
            return Fault.DoesNotReconcile("the document", missing);

        var sections = Sections(layout);
        var paragraphs = sections.SelectMany(s => s.Paragraphs).ToImmutableArray();
        if (Statements.Find(source, paragraphs, Statements.Cities) is not { } cityStatement)
            return Fault.DoesNotReconcile("the document", [new Violation("cities", "no sentence names the pilot cities")]);

        var names = cityStatement.Names("cities");
        var unknown = names.Where(n => gazetteer.FindCity(n) is null)
            .Select(n => new Violation($"line {cityStatement.Words.StartLine}", $"'{n}' is not a city of the gazetteer")).ToImmutableArray();
        if (unknown.Length > 0)
            return Fault.DoesNotReconcile("the document", unknown);

        ImmutableArray<Place> places = [.. names.Select(n => gazetteer.FindCity(n)!)];
        var twice = places.CountBy(p => p).Where(p => p.Value > 1)
            .Select(p => new Violation($"line {cityStatement.Words.StartLine}", $"'{p.Key.Name}' is named {p.Value} times")).ToImmutableArray();
        if (twice.Length > 0)
            return Fault.DoesNotReconcile("the document", twice);

        ImmutableArray<Passage> directions = [.. Directions.In(sections, places)];
        var rows = Rows(layout, gazetteer);
        var tasks = rows.Select(r => r.Task).ToImmutableArray();
        var edition = new Edition
        {
            Source = source,
            Title = Single(layout, BlockKind.Title)!,
            Preamble = Preamble(layout),
            Sections = sections,
            AnnexTitle = Single(layout, BlockKind.AnnexTitle)!,
            Chapters = Chapters(layout, tasks),
            Tasks = tasks,
            Note = Single(layout, BlockKind.Note),
            Cities = [.. places.Select(place => CityOf(place, gazetteer, directions, places, tasks))],
            Provinces = Provinces(places, gazetteer, paragraphs),
            Duties = Duties(source, paragraphs),
            Checks = [],
            Defects = [],
        };

        return edition with
        {
            Checks = Reconciliation.Of(edition, layout, gazetteer, cityStatement, [.. rows.Select(r => r.Numeral)]),
            Defects =
            [
                .. layout.Defects.Take(MostDefects)
                    .Concat(edition.Passages().Concat(References(layout)).SelectMany(p => DefectFinder.FindIn(source, p))
                        .Where(d => !isTranscript || d.Kind != DefectKind.Markup).Take(MostDefects))
                    .Concat(tasks.SelectMany(t => DefectFinder.RepeatsIn(source, t.Scope)).Take(MostDefects))
                    .OrderBy(d => d.Span.Start).Take(MostDefects),
            ],
        };
    }

    private static IEnumerable<Violation> Missing(Layout layout)
    {
        foreach (var (kind, what) in new[] { (BlockKind.Title, "title"), (BlockKind.AnnexTitle, "title of the annex") })
            if (layout.Blocks.Count(b => b.Kind == kind) is var count and not 1)
                yield return new Violation(what, $"a document has one; {count} were found");

        if (layout.Blocks.Count(b => b.Kind == BlockKind.AnnexReference) is var references and > 1)
            yield return new Violation("reference to the annex", $"a document has one; {references} were found");

        foreach (var (kind, what) in new[] { (BlockKind.SectionHeading, "sections"), (BlockKind.ChapterTitle, "chapters"), (BlockKind.Row, "tasks") })
            if (layout.Blocks.All(b => b.Kind != kind))
                yield return new Violation(what, "none was found");

        foreach (var row in layout.Blocks.Where(b => b.Kind == BlockKind.Row))
        {
            if (!int.TryParse(row.Cells[0].Verbatim, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                yield return new Violation($"line {row.Passage.StartLine}", $"'{row.Cells[0].Verbatim}' is not the number of a task");
            if (row.Cells[1].Verbatim.Length == 0 || row.Cells[2].Verbatim.Length == 0)
                yield return new Violation($"line {row.Passage.StartLine}", $"task {row.Cells[0].Verbatim} has an empty cell");
        }

        if (layout.Blocks.FirstOrDefault(b => b.Kind is BlockKind.Row or BlockKind.ChapterTitle) is { Kind: BlockKind.Row } early)
            yield return new Violation($"line {early.Passage.StartLine}", "a task stands before the first chapter");
    }

    private static Passage? Single(Layout layout, BlockKind kind) => layout.Blocks.FirstOrDefault(b => b.Kind == kind)?.Passage;

    /// <summary>Where the document refers to its annex: no part of the content, and read like it.</summary>
    private static IEnumerable<Passage> References(Layout layout) => layout.Blocks.Where(b => b.Kind == BlockKind.AnnexReference).Select(b => b.Passage);

    /// <summary>All that stands between the title and the first section, of however many paragraphs.</summary>
    private static Passage? Preamble(Layout layout) =>
        layout.Blocks.TakeWhile(b => b.Kind != BlockKind.SectionHeading).Where(b => b.Kind == BlockKind.Paragraph).Select(b => b.Passage).ToList() is [var first, ..] all
            ? layout.Source.Cut(new Span(first.Span.Start, all[^1].Span.End))
            : null;

    private static ImmutableArray<Section> Sections(Layout layout)
    {
        var sections = ImmutableArray.CreateBuilder<Section>();
        foreach (var block in layout.Blocks)
        {
            if (block.Kind == BlockKind.SectionHeading)
                sections.Add(new Section(sections.Count + 1, block.Passage, []));
            else if (block.Kind == BlockKind.Paragraph && sections.Count > 0)
                sections[^1] = sections[^1] with { Paragraphs = sections[^1].Paragraphs.Add(block.Passage) };
        }

        return sections.ToImmutable();
    }

    private static ImmutableArray<(string Numeral, PilotTask Task)> Rows(Layout layout, Gazetteer gazetteer)
    {
        var chapter = 0;
        var rows = ImmutableArray.CreateBuilder<(string, PilotTask)>();
        foreach (var block in layout.Blocks)
        {
            if (block.Kind == BlockKind.ChapterTitle)
                chapter++;
            else if (block.Kind == BlockKind.Row)
                rows.Add((block.Cells[0].Verbatim, TaskOf(block, chapter, gazetteer)));
        }

        return rows.ToImmutable();
    }

    private static PilotTask TaskOf(Block row, int chapter, Gazetteer gazetteer)
    {
        var scope = row.Cells[2];
        var cities = scope.Squeezed.Split('、').Select(gazetteer.FindCity).ToImmutableArray();
        var named = cities.All(c => c is not null);
        var group = scope.Normalized.StartsWith('*') ? ScopeGroup.National : named ? ScopeGroup.NamedCities : ScopeGroup.New;
        var number = int.Parse(row.Cells[0].Verbatim, CultureInfo.InvariantCulture);
        return new PilotTask(number, chapter, row.Cells[1], scope, group, named ? [.. cities.Select(c => c!.Id)] : []);
    }

    private static ImmutableArray<Chapter> Chapters(Layout layout, ImmutableArray<PilotTask> tasks) =>
    [
        .. layout.Blocks.Where(b => b.Kind == BlockKind.ChapterTitle).Select((block, i) =>
        {
            var own = tasks.Where(t => t.Chapter == i + 1).ToImmutableArray();
            return new Chapter(i + 1, block.Passage, own.Length > 0 ? own[0].Number : 0, own.Length);
        }),
    ];

    private static City CityOf(
        Place place, Gazetteer gazetteer, ImmutableArray<Passage> directions, ImmutableArray<Place> places, ImmutableArray<PilotTask> tasks)
    {
        var own = tasks.Where(t => t.NamedCities.Contains(place.Id)).ToImmutableArray();
        var direction = directions.FirstOrDefault(d => Directions.CityOf(d, places) == place);
        return new City(
            place,
            gazetteer.ProvinceOf(place) ?? place,
            direction,
            direction is null ? [] : Directions.Links(direction, place, tasks),
            [.. own.Select(t => t.Number)]);
    }

    /// <summary>In the order in which the document bids them to guide their cities; those that it does not name are last.</summary>
    private static ImmutableArray<Province> Provinces(ImmutableArray<Place> cities, Gazetteer gazetteer, ImmutableArray<Passage> paragraphs)
    {
        var bidding = paragraphs.FirstOrDefault(p => Statements.Provinces.IsMatch(p.Squeezed))?.Squeezed ?? "";
        return
        [
            .. cities.Select(c => (City: c, Province: gazetteer.ProvinceOf(c) ?? c))
                .GroupBy(pair => pair.Province)
                .OrderBy(g => (uint)bidding.IndexOf(g.Key.Short, StringComparison.Ordinal))
                .Select(g => new Province(g.Key, [.. g.Select(pair => pair.City.Id)])),
        ];
    }

    private static ImmutableArray<Passage> Duties(SourceText source, ImmutableArray<Passage> paragraphs)
    {
        var organised = paragraphs.Where(p => Statements.Provinces.IsMatch(p.Squeezed));
        if (Statements.Find(source, organised, Statements.Duties) is not { } statement)
            return [];

        var duties = ImmutableArray.CreateBuilder<Passage>();
        var at = statement.Parts["duties"].Span;
        foreach (var duty in source.Content[at.Start..at.End].Split('，', ','))
        {
            duties.Add(source.Cut(new Span(at.Start, at.Start + duty.Length)));
            at = at with { Start = at.Start + duty.Length + 1 };
        }

        return duties.ToImmutable();
    }
}
