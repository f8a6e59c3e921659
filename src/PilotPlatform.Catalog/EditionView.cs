using System.Collections.Frozen;
using Google.Protobuf;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Documents;
using PilotPlatform.ServiceDefaults;
using Core = PilotPlatform.Domain.Catalogue;

namespace PilotPlatform.Catalog;

/// <summary>An edition as messages, made once when it is published and never changed: reads only pick from it.</summary>
public sealed partial class EditionView
{
    private readonly Core.Edition edition;
    private readonly CatalogFiles files;
    private readonly Translations translations;
    private readonly ProgrammeName programme;
    private readonly string name;

    private readonly EarlierWordings earlier;

    /// <param name="edition">The edition.</param>
    /// <param name="first">The first edition of the programme, of whose words the translations were made; the edition itself if it is that one.</param>
    /// <param name="files">The data of the programme.</param>
    public EditionView(Core.Edition edition, Core.Edition first, CatalogFiles files)
    {
        earlier = new EarlierWordings(first, edition, files.Scopes);
        this.edition = edition;
        this.files = files;
        translations = files.Translations;
        programme = new ProgrammeName(files.ProgrammeId);
        name = programme.Edition(edition.Id);
        Programme = MakeProgramme();
        Chapters = [.. edition.Chapters.Select(MakeChapter)];
        Tasks = [.. edition.Tasks.Select(MakeTask)];
        Cities = [.. edition.Cities.Select(MakeCity)];
        Provinces = [.. edition.Provinces.Select(MakeProvince)];
        AllTasks = new ListPilotTasksResponse { PilotTasks = { Tasks }, TotalSize = Tasks.Count, Edition = name };
        ReadyTasks = new ReadyReplies(Tasks.Select(task => ((IMessage)new GetPilotTaskRequest { Name = task.Name }, (IMessage)task)));
        ReadyTaskLists = Tasks.Count > Paging.LargestSize
            ? ReadyReplies.None
            : new ReadyReplies([(new ListPilotTasksRequest { Parent = Programme.Name, PageSize = Paging.LargestSize }, AllTasks)]);
        Sectors = [.. files.Structure.Sectors.Sectors.Select(MakeSector)];
        GlossaryTerms = [.. MakeTerms()];
        NamedPlaces = PlacesAround().ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The reply of GetPilotTask for every task.</summary>
    public ReadyReplies ReadyTasks { get; }

    /// <summary>The reply of ListPilotTasks for all tasks on the largest page.</summary>
    public ReadyReplies ReadyTaskLists { get; }

    public Programme Programme { get; }

    public IReadOnlyList<Chapter> Chapters { get; }

    public IReadOnlyList<PilotTask> Tasks { get; }

    /// <summary>All tasks in one reply.</summary>
    public ListPilotTasksResponse AllTasks { get; }

    public IReadOnlyList<City> Cities { get; }

    public IReadOnlyList<Province> Provinces { get; }

    private Programme MakeProgramme()
    {
        var made = new Programme
        {
            Name = programme.ToString(),
            Edition = name,
            Title = Render(edition.Title),
            Preamble = Rendered(edition.Preamble),
            Note = Rendered(edition.Note),
            AnnexTitle = Render(edition.AnnexTitle),
            Cities = { edition.Cities.Select(c => programme.City(c.Place.Id)) },
            ChapterCount = edition.Chapters.Length,
            PilotTaskCount = edition.Tasks.Length,
        };
        made.Sections.AddRange(edition.Sections.Select(section => new Section
        {
            Number = section.Number,
            Heading = Render(section.Heading),
            Paragraphs = { section.Paragraphs.Select(Render) },
        }));
        return made;
    }

    private Chapter MakeChapter(Core.Chapter chapter) => new()
    {
        Name = programme.Chapter(chapter.Number),
        Number = chapter.Number,
        Title = Render(chapter.Title),
        FirstTaskNumber = chapter.FirstTask,
        PilotTaskCount = chapter.TaskCount,
        Edition = name,
    };

    private PilotTask MakeTask(Core.PilotTask task) => WithStructure(task, new PilotTask
    {
        Name = new PilotTaskName(programme, task.Number).ToString(),
        Number = task.Number,
        Chapter = programme.Chapter(task.Chapter),
        Text = translations.Render(task.Text, earlier.OfTask(task).Select(t => t.Text)),
        Scope = RenderScope(task),
        National = task.Group == Core.ScopeGroup.National,
        NamedCities = { task.NamedCities.Select(programme.City) },
        Edition = name,
    });

    private City MakeCity(Core.City city) => new()
    {
        Name = programme.City(city.Place.Id),
        DisplayName = city.Place.Name,
        ShortName = city.Place.Short,
        EnglishName = city.Place.English,
        Province = programme.Province(city.Province.Id),
        Direction = Rendered(city.Direction),
        DirectionLinks =
        {
            city.Links.Select(MakeLink),
        },
        OwnPilotTasks = { city.OwnTasks.Select(n => new PilotTaskName(programme, n).ToString()) },
        Edition = name,
    };

    private Province MakeProvince(Core.Province province) => new()
    {
        Name = programme.Province(province.Place.Id),
        DisplayName = province.Place.Name,
        EnglishName = province.Place.English,
        Cities = { province.Cities.Select(programme.City) },
        Duties = { edition.Duties.Select((d, i) => translations.Render(d, earlier.Of(e => e.Duties.Skip(i).Take(1)))) },
        Edition = name,
    };

    /// <summary>A list of cities that was never translated has the English names of the gazetteer.</summary>
    private Text RenderScope(Core.PilotTask task)
    {
        var text = translations.Render(task.Scope, earlier.OfTask(task).Select(t => t.Scope));
        if (text.English.Length == 0 && task.Group == Core.ScopeGroup.NamedCities)
        {
            text.English = string.Join(", ", task.NamedCities.Select(id => files.Gazetteer.Places.First(p => p.Id == id).English));
            text.EnglishOutdated = false;
        }

        return text;
    }

    private Text Render(Passage passage) => translations.RenderChanged(passage, earlier.OfPassage(passage));

    private Text? Rendered(Passage? passage) => passage is null ? null : Render(passage);
}
