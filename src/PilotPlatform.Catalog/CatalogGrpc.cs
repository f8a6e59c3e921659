using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Catalog.Import;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Cache;

namespace PilotPlatform.Catalog;

/// <summary>The catalogue over gRPC: parse the name, pick from the edition that is asked for, answer.</summary>
internal sealed partial class CatalogGrpc(EditionShelf shelf, ImportDesk desk, Announcements announcements) : CatalogService.CatalogServiceBase
{
    /// <summary>What the catalogue holds when the call comes: taken once, so that an answer is of one piece.</summary>
    private readonly Holdings holdings = shelf.Holdings;

    private PublishedEdition Current => holdings.Current ?? throw new FaultException(Fault.NotReady("the catalogue"));

    public override Task<Programme> GetProgramme(GetProgrammeRequest request, ServerCallContext context)
    {
        Own(ProgrammeName.Parse("name", request.Name).Value);
        return Task.FromResult(View(request.Edition, request.AsOfTime).Programme);
    }

    public override Task<ListProgrammesResponse> ListProgrammes(ListProgrammesRequest request, ServerCallContext context)
    {
        var from = View(request.Edition, request.AsOfTime);
        var page = Paging.Cut([from.Programme], request.PageSize, request.PageToken, "programmes", from.Programme.Edition).Value;
        return Task.FromResult(new ListProgrammesResponse { Programmes = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize });
    }

    public override Task<Chapter> GetChapter(GetChapterRequest request, ServerCallContext context)
    {
        Child(request.Name, "chapters");
        return Task.FromResult(View(request.Edition, request.AsOfTime).Chapters.FirstOrDefault(c => c.Name == request.Name) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListChaptersResponse> ListChapters(ListChaptersRequest request, ServerCallContext context)
    {
        var from = View(request.Edition, request.AsOfTime);
        var page = Cut(from.Chapters, request.Parent, request.PageSize, request.PageToken, "chapters", from);
        return Task.FromResult(new ListChaptersResponse { Chapters = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize, Edition = from.Programme.Edition });
    }

    public override Task<City> GetCity(GetCityRequest request, ServerCallContext context)
    {
        var name = Child(request.Name, "cities");
        var from = View(request.Edition, request.AsOfTime);
        return Task.FromResult(from.Cities.FirstOrDefault(c => c.Name == request.Name) ?? throw new FaultException(MissingCity(name, from)));
    }

    public override Task<ListCitiesResponse> ListCities(ListCitiesRequest request, ServerCallContext context)
    {
        var from = View(request.Edition, request.AsOfTime);
        var page = Cut(from.Cities, request.Parent, request.PageSize, request.PageToken, "cities", from);
        return Task.FromResult(new ListCitiesResponse { Cities = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize, Edition = from.Programme.Edition });
    }

    public override Task<Province> GetProvince(GetProvinceRequest request, ServerCallContext context)
    {
        Child(request.Name, "provinces");
        return Task.FromResult(View(request.Edition, request.AsOfTime).Provinces.FirstOrDefault(p => p.Name == request.Name) ?? throw new FaultException(Fault.Missing(request.Name)));
    }

    public override Task<ListProvincesResponse> ListProvinces(ListProvincesRequest request, ServerCallContext context)
    {
        var from = View(request.Edition, request.AsOfTime);
        var page = Cut(from.Provinces, request.Parent, request.PageSize, request.PageToken, "provinces", from);
        return Task.FromResult(new ListProvincesResponse { Provinces = { page.Items }, NextPageToken = page.NextPageToken, TotalSize = page.TotalSize, Edition = from.Programme.Edition });
    }

    public override Task<Place> GetPlace(GetPlaceRequest request, ServerCallContext context)
    {
        if (request.Name.Split('/') is not ["places", { Length: > 0 } id])
            throw new FaultException(Fault.InvalidName("name", request.Name, "places/{place}"));
        var from = Asked(request.Edition, request.AsOfTime);
        return shelf.Files.Gazetteer.Find(id) is { } place && IsNamed(place, from)
            ? Task.FromResult(place.ToProto(from?.Programme.Edition ?? ""))
            : throw new FaultException(Fault.Missing(request.Name));
    }

    public override Task<ListPlacesResponse> ListPlaces(ListPlacesRequest request, ServerCallContext context)
    {
        var from = Asked(request.Edition, request.AsOfTime);
        var edition = from?.Programme.Edition ?? "";
        var page = Paging.Cut([.. shelf.Files.Gazetteer.Places.Where(p => IsNamed(p, from))], request.PageSize, request.PageToken, "places", edition).Value;
        return Task.FromResult(new ListPlacesResponse
        {
            Places = { page.Items.Select(p => p.ToProto(edition)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Edition = edition,
        });
    }

    /// <summary>The edition whose places are asked for; null for the whole gazetteer.</summary>
    private EditionView? Asked(string edition, Timestamp? asOfTime) => edition.Length == 0 && asOfTime is null ? null : View(edition, asOfTime);

    private static bool IsNamed(Domain.Catalogue.Place place, EditionView? from) => from is null || from.NamedPlaces.Contains(CatalogProto.PlaceName(place.Id));

    /// <summary>The edition that a read asks for: one by its name, the one of a time, or the current one.</summary>
    private EditionView View(string edition, Timestamp? asOfTime)
    {
        if (edition.Length == 0 && asOfTime is null)
            return Current.View;
        if (edition.Length > 0 && asOfTime is not null)
            throw new FaultException(Fault.Invalid("as_of_time", "an edition and a time exclude each other"));
        return edition.Length > 0 ? Edition("edition", edition).View : AsOf(asOfTime!).View;
    }

    private PublishedEdition Edition(string field, string name)
    {
        var parsed = ChildName.Parse(field, name, "editions").Value;
        Own(parsed.Parent);
        return holdings.FindEdition(parsed.Id) ?? throw new FaultException(holdings.FindUnread(parsed.Id) is { } unread ? Fault.EditionUnread(name, unread.Reason) : Fault.Missing(name));
    }

    private PublishedEdition AsOf(Timestamp time)
    {
        var moment = Moment("as_of_time", time);
        return holdings.At(moment) ?? throw new FaultException(holdings.UnreadAt(moment) is { } unread
            ? Fault.EditionUnread(new ProgrammeName(shelf.Files.ProgrammeId).Edition(unread.Id), unread.Reason)
            : Fault.Missing($"an edition as of {moment:O}"));
    }

    private static DateTimeOffset Moment(string field, Timestamp time) =>
        time.Nanos is < 0 or > 999_999_999 || time.Seconds is < -62_135_596_800 or > 253_402_300_799
            ? throw new FaultException(Fault.Invalid(field, "not between the years 1 and 9999"))
            : time.ToDateTimeOffset();

    private Page<T> Cut<T>(IReadOnlyList<T> items, string parent, int size, string token, string question, EditionView from)
    {
        Own(ProgrammeName.Parse("parent", parent).Value);
        return Paging.Cut(items, size, token, parent, question, from.Programme.Edition).Value;
    }

    private ChildName Child(string name, string collection)
    {
        var parsed = ChildName.Parse("name", name, collection).Value;
        Own(parsed.Parent);
        return parsed;
    }

    private void Own(ProgrammeName name)
    {
        if (name.Programme != shelf.Files.ProgrammeId)
            throw new FaultException(Fault.Missing(name.ToString()));
    }

    private static Fault MissingCity(ChildName name, EditionView from) => Fault.Missing(
        $"{name.Parent}/cities/{name.Id}", NameSuggestions.For(name.Id, from.Cities.Select(c => NameSuggestions.Names(c.Name.Split('/')[^1], c.DisplayName, c.ShortName, c.EnglishName))));
}
