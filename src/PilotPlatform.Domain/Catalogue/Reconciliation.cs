using System.Collections.Immutable;
using System.Globalization;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>
/// Holds a document against what it says of itself. The expectations are read from its own sentences; no number of a particular
/// document stands here.
/// </summary>
internal static class Reconciliation
{
    /// <summary>Places that are named where numbers do not follow one another; a list without any numbers would name them all.</summary>
    private const int MostBreaks = 40;

    /// <summary>Characters that are shown of an end that is none.</summary>
    private const int LongestEnd = 12;

    public static ImmutableArray<ReconciliationCheck> Of(
        Edition edition, Layout layout, Gazetteer gazetteer, Statement cities, ImmutableArray<string> numerals)
    {
        var source = edition.Source;
        var paragraphs = edition.Sections.SelectMany(s => s.Paragraphs).ToImmutableArray();
        ImmutableArray<Place> pilots = [.. edition.Cities.Select(c => c.Place)];
        var directions = Directions.In(edition.Sections, pilots).ToImmutableArray();
        var unnumbered = directions.IsEmpty ? Directions.Unnumbered(paragraphs, pilots) : null;
        ImmutableArray<Passage> stating = [.. new[] { edition.Preamble }.Concat(paragraphs).Append(edition.Note).OfType<Passage>()];
        ImmutableArray<Passage> ofAll = [.. stating.Except(directions)]; // what a direction counts is its city's
        var cityNames = Join(edition.Cities.Select(c => c.Place.Name));

        return
        [
            Sequence("section-numbering", edition.Sections.Select(s => (Statements.NumberOf(s.Heading, Statements.Heading), s.Heading))),
            Sequence("chapter-numbering", edition.Chapters.Select(c => (Statements.NumberOf(c.Title, Statements.Heading), c.Title))),
            Sequence("task-numbering", edition.Tasks.Select(t => (t.Number, t.Text))),
            Counted("task-count", stating, Statements.AllTasks, Number(edition.Tasks.Length)),
            Counted("chapter-count", stating, Statements.AllChapters, Number(edition.Chapters.Length)),
            ReconciliationCheck.NotStated("chapter-sizes", string.Join(' ', edition.Chapters.Select(c => c.TaskCount))),
            ReconciliationCheck.Of("chapters-with-tasks", Number(edition.Chapters.Length), Number(edition.Chapters.Count(c => c.TaskCount > 0)), null),
            Counted("national-tasks", paragraphs, Statements.NationalTasks, Number(edition.Tasks.Count(t => t.Group == ScopeGroup.National))),
            Counted("new-tasks", paragraphs, Statements.NewTasks, Number(edition.Tasks.Count(t => t.Group == ScopeGroup.New))),
            Counted("named-city-tasks", ofAll, Statements.NamedTasks, Number(edition.Tasks.Count(t => t.Group == ScopeGroup.NamedCities))),
            TasksOfCities(edition, ofAll),
            ScopeCities(edition, gazetteer),
            ReconciliationCheck.Of("city-count", Number(cities.Number("count")), Number(edition.Cities.DistinctBy(c => c.Place.Id).Count()), cities.Words),
            Titled("title-city-count", edition.Title),
            Titled("annex-city-count", edition.AnnexTitle),
            AnnexTitle(edition, layout),
            Sequence("direction-numbering", directions.Select(d => (Statements.NumberOf(d, Statements.Direction), d))),
            Directed("directions-of-cities", directions.Select(d => Directions.CityOf(d, pilots)?.Name ?? "—"), cities.Words),
            ReconciliationCheck.NotStated("directions-carried", Join(edition.Cities.Where(c => c.Links.Length > 0).Select(c => c.Place.Name))),
            Provinces(edition, Statements.Find(source, paragraphs, Statements.Provinces)),
            ReconciliationCheck.NotStated("duties", Join(edition.Duties.Select(d => d.Normalized))),
            NoteMark(edition),
            NoteEnd(edition),
            NoteCities(edition, cityNames),
            TextHeld(edition, numerals),
        ];

        // A document that gives no city a direction says nothing that a city could lack; one whose directions are not known as such does.
        ReconciliationCheck Directed(string id, IEnumerable<string> actual, Passage? statement) =>
            directions.IsEmpty && unnumbered is null ? ReconciliationCheck.NotStated(id, "") : ReconciliationCheck.Of(id, cityNames, Join(actual), unnumbered ?? statement);

        ReconciliationCheck Counted(string id, ImmutableArray<Passage> where, System.Text.RegularExpressions.Regex pattern, string actual) =>
            Statements.Find(source, where, pattern) is { } statement
                ? ReconciliationCheck.Of(id, Said(statement), actual, statement.Words)
                : ReconciliationCheck.NotStated(id, actual);

        ReconciliationCheck Titled(string id, Passage title) =>
            Statements.Find(source, [title], Statements.CityCount) is { } statement
                ? ReconciliationCheck.Of(id, Said(statement), Number(edition.Cities.Length), statement.Words)
                : ReconciliationCheck.NotStated(id, Number(edition.Cities.Length));
    }

    /// <summary>Numbers that go up by one from 1; every place where they do not is named with its line.</summary>
    private static ReconciliationCheck Sequence(string id, IEnumerable<(int Number, Passage Words)> numbered)
    {
        ImmutableArray<(int Number, Passage Words)> found = [.. numbered];
        var wanted = $"1 … {found.Length}";
        var breaks = found.Select((n, i) => (n.Number, n.Words, Due: i == 0 ? 1 : found[i - 1].Number + 1)).Where(n => n.Number != n.Due)
            .Select(n => $"line {n.Words.StartLine}: {n.Number} stands where {n.Due} is due").ToImmutableArray();
        var more = breaks.Length > MostBreaks ? $" and {breaks.Length - MostBreaks} more" : "";
        return ReconciliationCheck.Of(id, wanted, breaks.IsEmpty ? wanted : string.Join("; ", breaks.Take(MostBreaks)) + more, null);
    }

    /// <summary>How many tasks are a city's own, where the document says so beside how many are of named cities.</summary>
    private static ReconciliationCheck TasksOfCities(Edition edition, ImmutableArray<Passage> stating)
    {
        var where = stating.Where(p => Statements.Find(edition.Source, [p], Statements.NamedTasks) is not null).ToImmutableArray();
        var said = where.IsEmpty ? [] : edition.Cities.Select(c => (City: c, Statement: Statements.Find(edition.Source, where, Statements.TasksOf(c.Place)))).Where(c => c.Statement is not null).ToImmutableArray();
        return said.IsEmpty
            ? ReconciliationCheck.NotStated("tasks-of-each-city", Join(edition.Cities.Select(c => $"{c.Place.Short} {c.OwnTasks.Length}")))
            : ReconciliationCheck.Of(
                "tasks-of-each-city",
                Join(said.Select(c => $"{c.City.Place.Short} {Said(c.Statement!)}")),
                Join(said.Select(c => $"{c.City.Place.Short} {c.City.OwnTasks.Length}")),
                said[0].Statement!.Words);
    }

    private static ReconciliationCheck ScopeCities(Edition edition, Gazetteer gazetteer)
    {
        var pilot = edition.Cities.Select(c => c.Place.Id).ToHashSet(StringComparer.Ordinal);
        var strange = edition.Tasks.SelectMany(t => t.NamedCities.Where(c => !pilot.Contains(c)).Select(c => $"{t.Number}: {gazetteer.Find(c)!.Name}"));
        return ReconciliationCheck.Of("scopes-name-pilot-cities", "", Join(strange), null);
    }

    private static ReconciliationCheck AnnexTitle(Edition edition, Layout layout)
    {
        var reference = layout.Blocks.FirstOrDefault(b => b.Kind == BlockKind.AnnexReference)?.Passage;
        return reference is null
            ? ReconciliationCheck.NotStated("annex-title", edition.AnnexTitle.Normalized)
            : ReconciliationCheck.Of("annex-title", Statements.ReferenceHead.Replace(reference.Normalized, ""), edition.AnnexTitle.Normalized, reference);
    }

    private static ReconciliationCheck Provinces(Edition edition, Statement? statement)
    {
        var actual = Join(edition.Provinces.Select(p => p.Place.Name).Order(StringComparer.Ordinal));
        // 各有关省 names none.
        return statement is null || statement.Provinces() is not { Length: > 0 } named || named[0].StartsWith('各')
            ? ReconciliationCheck.NotStated("provinces", actual)
            : ReconciliationCheck.Of("provinces", Join(named.Order(StringComparer.Ordinal)), actual, statement.Words);
    }

    private static ReconciliationCheck NoteMark(Edition edition)
    {
        var starred = edition.Tasks.Any(t => t.Group == ScopeGroup.National) ? "*" : "";
        var statement = edition.Note is null ? null : Statements.Find(edition.Source, [edition.Note], Statements.NoteMark);
        return ReconciliationCheck.Of("note-explains-mark", statement is null ? "" : "*", starred, statement?.Words);
    }

    /// <summary>
    /// The note is the end of the document: where it stops within a sentence, the document does. One without a full stop whose line is ended
    /// may be whole, which nothing says.
    /// </summary>
    private static ReconciliationCheck NoteEnd(Edition edition)
    {
        if (edition.Note is not { } note)
            return ReconciliationCheck.NotStated("note-ends", "");
        var end = note.Squeezed[^Math.Min(note.Squeezed.Length, LongestEnd)..];
        if (TextLayout.EndsSentence(note.Verbatim) || IsClosed(note.Squeezed))
            return ReconciliationCheck.Of("note-ends", "。", "。", note);
        return edition.Source.Content.IndexOf('\n', note.Span.End) >= 0 ? ReconciliationCheck.NotStated("note-ends", end) : ReconciliationCheck.Of("note-ends", "。", end, note);
    }

    /// <summary>Whether words end with a bracket that closes the only one that is open.</summary>
    private static bool IsClosed(string words) =>
        words[^1] is ')' or '）' or '》' or '」' or '』'
        && words.Count(c => c is '(' or '（') == words.Count(c => c is ')' or '）') && words.Count(c => c is '《' or '「' or '『') == words.Count(c => c is '》' or '」' or '』');

    private static ReconciliationCheck NoteCities(Edition edition, string cityNames)
    {
        var statement = edition.Note is null ? null : Statements.Find(edition.Source, [edition.Note], Statements.NoteCities);
        if (statement is null)
            return ReconciliationCheck.NotStated("note-cities", cityNames);
        var stated = statement.Names("cities");
        var inAnotherOrder = stated.Length == edition.Cities.Length && stated.ToHashSet(StringComparer.Ordinal).SetEquals(edition.Cities.Select(c => c.Place.Name));
        return ReconciliationCheck.Of(
                "note-cities",
                $"{(inAnotherOrder ? cityNames : Join(stated))} ({statement.Number("count")})",
                $"{cityNames} ({edition.Cities.Length})",
                statement.Words);
    }

    /// <summary>Every passage is the source at its place, and the numbers of the rows are those of the tasks: nothing was made up.</summary>
    private static ReconciliationCheck TextHeld(Edition edition, ImmutableArray<string> numerals)
    {
        var passages = edition.Passages().ToImmutableArray();
        var held = passages.Count(p => edition.Source.Content.AsSpan(p.Span.Start, p.Span.End - p.Span.Start).SequenceEqual(p.Verbatim));
        var same = numerals.SequenceEqual(edition.Tasks.Select(t => Number(t.Number)), StringComparer.Ordinal);
        return ReconciliationCheck.Of("words-stand-in-source", Number(passages.Length), Number(same ? held : 0), null);
    }

    /// <summary>The number that a statement says, in digits; as it stands where it is none.</summary>
    private static string Said(Statement statement) => statement.Number("count") is var number and > 0 ? Number(number) : statement.Parts["count"].Verbatim;

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Join(IEnumerable<string> names) => string.Join('、', names);
}
