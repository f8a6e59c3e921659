using PilotPlatform.Catalog.Search;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Catalog;

/// <summary>What the data of the programme finds in an edition, as messages.</summary>
public sealed partial class EditionView
{
    private readonly Lock searchLock = new();
    private EditionSearch? search;

    public IReadOnlyList<Sector> Sectors { get; }

    public IReadOnlyList<GlossaryTerm> GlossaryTerms { get; }

    /// <summary>The tasks as they are searched; indexed when they are first searched.</summary>
    public EditionSearch Search
    {
        get
        {
            lock (searchLock)
                return search ??= EditionSearch.Of(this);
        }
    }

    /// <summary>Lines of the source by number.</summary>
    public EditionSource Source(string source, int start, int count)
    {
        var lines = edition.Source.Lines().ToList();
        return new EditionSource
        {
            Name = source,
            LineCount = lines.Count,
            Lines =
            {
                lines.Skip(start - 1).Take(count).Select(line => new EditionSource.Types.Line
                {
                    Number = line.Number,
                    StartOffset = line.Span.Start,
                    Content = edition.Source.Content[line.Span.Start..line.Span.End],
                }),
            },
        };
    }

    private PilotTask WithStructure(Core.PilotTask task, PilotTask made)
    {
        var found = files.Structure.Of(task);
        made.ScopeForm = (ScopeForm)((int)found.Form + 1);
        made.PolicyForces.AddRange(found.Forces.Select(f => ForceOf(f.Force)).Distinct());
        made.ForceMarks.AddRange(found.Forces.Select(f => new ForceMark { Force = ForceOf(f.Force), Quote = f.Words.Verbatim, Span = f.Words.ToProto() }));
        made.Places.AddRange(found.Places.Select(p => CatalogProto.PlaceName(p.Place.Id)).Distinct(StringComparer.Ordinal));
        made.PlaceMentions.AddRange(found.Places.Select(p => new PlaceMention
        {
            Place = CatalogProto.PlaceName(p.Place.Id),
            Within = { files.Gazetteer.Around(p.Place).Select(outer => CatalogProto.PlaceName(outer.Id)) },
            Quote = p.Words.Verbatim,
            Span = p.Words.ToProto(),
        }));
        made.SectorMarks.AddRange(found.Sectors.Select(s => new SectorMark { Sector = SectorName(s.Sector.Id), Quote = s.Words.Verbatim, Span = s.Words.ToProto() }));
        return made;
    }

    private DirectionLink MakeLink(Core.DirectionLink link) => new()
    {
        PilotTask = new PilotTaskName(programme, link.TaskNumber).ToString(),
        SharedWords = link.SharedWords,
        Runs =
        {
            link.Runs.Select(run => new SharedRun
            {
                Quote = run.InTask.Verbatim,
                DirectionSpan = run.InDirection.ToProto(),
                TaskSpan = run.InTask.ToProto(),
            }),
        },
    };

    private Sector MakeSector(Core.Structure.Sector sector) => new()
    {
        Name = SectorName(sector.Id),
        DisplayName = sector.Name,
        EnglishName = sector.English,
        Keywords = { sector.Keywords },
        PilotTasks = { Tasks.Where(t => t.SectorMarks.Any(m => m.Sector == SectorName(sector.Id))).Select(t => t.Name) },
        Edition = name,
    };

    private IEnumerable<GlossaryTerm> MakeTerms()
    {
        var tasks = edition.Tasks.SelectMany(t => files.Glossary.In(t.Text.Verbatim), (task, term) => (task, term)).ToLookup(found => found.term, found => found.task);
        return files.Glossary.Terms.Select(term => new GlossaryTerm
        {
            Name = $"{programme}/glossaryTerms/{term.Id}",
            Chinese = term.Zh,
            English = term.En,
            EnglishVariants = { term.Variants ?? [] },
            PilotTasks = { tasks[term].Select(t => new PilotTaskName(programme, t.Number).ToString()) },
            Edition = name,
        });
    }

    private string SectorName(string id) => $"{programme}/sectors/{id}";

    private static PolicyForce ForceOf(Core.Structure.PolicyForce force) => (PolicyForce)((int)force + 1);
}
