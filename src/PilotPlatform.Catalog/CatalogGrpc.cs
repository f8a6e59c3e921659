using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>The catalogue over gRPC: parse the name, pick from the current edition, answer.</summary>
internal sealed partial class CatalogGrpc(EditionShelf shelf) : CatalogService.CatalogServiceBase
{
    private readonly EditionView view = shelf.Current.View;

    private string EditionName => view.Programme.Edition;

    public override Task<Programme> GetProgramme(GetProgrammeRequest request, ServerCallContext context)
    {
        Own(ProgrammeName.Parse("name", request.Name).Value);
        return Task.FromResult(view.Programme);
    }

    public override Task<ListProgrammesResponse> ListProgrammes(ListProgrammesRequest request, ServerCallContext context)
    {
        var page = Paging.Cut([view.Programme], request.PageSize, request.PageToken, "programmes", EditionName).Value;
        return Task.FromResult(new ListProgrammesResponse { Programmes = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<Edition> GetEdition(GetEditionRequest request, ServerCallContext context)
    {
        var name = Child(request.Name, "editions");
        var found = shelf.Editions.FirstOrDefault(e => e.Edition.Id == name.Id) ?? throw new FaultException(Fault.Missing(request.Name));
        return Task.FromResult(Render(found));
    }

    public override Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context)
    {
        var editions = shelf.Editions.Reverse().ToList();
        var page = Cut(editions, request.Parent, request.PageSize, request.PageToken, "editions");
        return Task.FromResult(new ListEditionsResponse { Editions = { page.Items.Select(Render) }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<Chapter> GetChapter(GetChapterRequest request, ServerCallContext context)
    {
        Child(request.Name, "chapters");
        return Task.FromResult(view.Chapters.FirstOrDefault(c => c.Name == request.Name) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListChaptersResponse> ListChapters(ListChaptersRequest request, ServerCallContext context)
    {
        var page = Cut(view.Chapters, request.Parent, request.PageSize, request.PageToken, "chapters");
        return Task.FromResult(new ListChaptersResponse { Chapters = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<PilotTask> GetPilotTask(GetPilotTaskRequest request, ServerCallContext context)
    {
        var name = PilotTaskName.Parse("name", request.Name).Value;
        Own(name.Parent);
        return Task.FromResult(view.Tasks.ElementAtOrDefault(name.Number - 1) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListPilotTasksResponse> ListPilotTasks(ListPilotTasksRequest request, ServerCallContext context)
    {
        if (request.Chapter.Length > 0)
        {
            Own(ChildName.Parse("chapter", request.Chapter, "chapters").Value.Parent);
            if (view.Chapters.All(c => c.Name != request.Chapter))
                throw new FaultException(Fault.Missing(request.Chapter));
        }

        var tasks = view.Tasks.Where(t => request.Chapter.Length == 0 || t.Chapter == request.Chapter).ToList();
        var page = Cut(tasks, request.Parent, request.PageSize, request.PageToken, $"pilotTasks {request.Chapter}");
        return Task.FromResult(new ListPilotTasksResponse { PilotTasks = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<City> GetCity(GetCityRequest request, ServerCallContext context)
    {
        var name = Child(request.Name, "cities");
        return Task.FromResult(view.Cities.FirstOrDefault(c => c.Name == request.Name) ?? throw new FaultException(MissingCity(name)));
    }

    public override Task<ListCitiesResponse> ListCities(ListCitiesRequest request, ServerCallContext context)
    {
        var page = Cut(view.Cities, request.Parent, request.PageSize, request.PageToken, "cities");
        return Task.FromResult(new ListCitiesResponse { Cities = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<Province> GetProvince(GetProvinceRequest request, ServerCallContext context)
    {
        Child(request.Name, "provinces");
        return Task.FromResult(view.Provinces.FirstOrDefault(p => p.Name == request.Name) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListProvincesResponse> ListProvinces(ListProvincesRequest request, ServerCallContext context)
    {
        var page = Cut(view.Provinces, request.Parent, request.PageSize, request.PageToken, "provinces");
        return Task.FromResult(new ListProvincesResponse { Provinces = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<Place> GetPlace(GetPlaceRequest request, ServerCallContext context) => request.Name.Split('/') switch
    {
        ["places", var id] when shelf.Files.Gazetteer.Find(id) is { } place => Task.FromResult(place.ToProto()),
        ["places", { Length: > 0 }] => throw new FaultException(Fault.Missing(request.Name)),
        _ => throw new FaultException(Fault.InvalidName("name", request.Name, "places/{place}")),
    };

    public override Task<ListPlacesResponse> ListPlaces(ListPlacesRequest request, ServerCallContext context)
    {
        var page = Paging.Cut(shelf.Files.Gazetteer.Places, request.PageSize, request.PageToken, "places", EditionName).Value;
        return Task.FromResult(new ListPlacesResponse
        {
            Places = { page.Items.Select(p => p.ToProto()) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
        });
    }

    private Page<T> Cut<T>(IReadOnlyList<T> items, string parent, int size, string token, string question)
    {
        Own(ProgrammeName.Parse("parent", parent).Value);
        return Paging.Cut(items, size, token, parent, question, EditionName).Value;
    }

    private ChildName Child(string name, string collection)
    {
        var parsed = ChildName.Parse("name", name, collection).Value;
        Own(parsed.Parent);
        return parsed;
    }

    private void Own(ProgrammeName name)
    {
        if (name.ToString() != view.Programme.Name)
            throw new FaultException(Fault.Missing(name.ToString()));
    }

    private Fault MissingCity(ChildName name) => Fault.Missing(
        $"{name.Parent}/cities/{name.Id}", CitySuggestions.For(name.Id, view.Cities.Select(c => CitySuggestions.Names(c.Name.Split('/')[^1], c.DisplayName, c.ShortName, c.EnglishName))));

    private Edition Render(PublishedEdition published) => new()
    {
        Name = new ProgrammeName(shelf.Files.ProgrammeId).Edition(published.Edition.Id),
        ContentSha256 = published.Edition.ContentSha256,
        SourceSha256 = published.SourceSha256,
        SourceMediaType = published.MediaType,
        SourceSizeBytes = published.SourceSize,
        PublishTime = published.PublishTime.ToTimestamp(),
        Publisher = published.Publisher,
        Current = ReferenceEquals(published, shelf.Current),
        Checks = { published.Edition.Checks.Select(c => c.ToProto()) },
        Defects = { published.Edition.Defects.Select(d => d.ToProto()) },
    };
}
