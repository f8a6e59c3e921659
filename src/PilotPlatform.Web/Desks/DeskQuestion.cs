using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Localization;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web.Desks;

/// <summary>Who asks a desk for what, and how its words are said.</summary>
/// <param name="Clients">The clients it is read by.</param>
/// <param name="Platform">The programme.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="Words">The words of the pages.</param>
/// <param name="Go">The language of the page.</param>
/// <param name="Authors">Who did what, by name.</param>
/// <param name="CityId">Only entries of this city; empty for all.</param>
/// <param name="PageToken">The page; empty for the first.</param>
/// <param name="Today">The day it is in China.</param>
/// <param name="Stop">Ends the reading.</param>
public sealed record DeskQuestion(
    CommandClients Clients,
    Platform Platform,
    Caller Caller,
    IStringLocalizer<Strings> Words,
    PageLanguage Go,
    AuthorNames Authors,
    string CityId,
    string PageToken,
    DateOnly Today,
    CancellationToken Stop)
{
    /// <summary>Entries on a page.</summary>
    public const int PageSize = ListPages.Size;

    public string Programme => Platform.Programme.Name;

    /// <summary>Resource name of the city that is asked for; empty for all.</summary>
    public string City => CityId.Length > 0 ? $"{Programme}/cities/{CityId}" : "";

    /// <summary>An address with what is asked for.</summary>
    public string At(string address, string pageToken) => At(address, CityId, pageToken);

    /// <summary>An address of the entries of a city, empty for all, from a page on, empty for the first.</summary>
    public static string At(string address, string cityId, string pageToken) => address + QueryString.Create(
        new[] { KeyValuePair.Create<string, string?>("city", cityId), KeyValuePair.Create<string, string?>("page", pageToken) }.Where(part => part.Value is { Length: > 0 }));

    /// <summary>Address of the page of the task of an entry, as the edition has it that numbers it.</summary>
    public string TaskPage(DeskRow row)
    {
        var edition = row.Edition.Length == 0 || row.Edition == Platform.Programme.Edition ? "" : $"?edition={ResourceIds.IdOf(row.Edition)}";
        return $"/tasks/{ResourceIds.IdOf(row.Task)}{edition}#{(row.City.Length > 0 ? ResourceIds.IdOf(row.City) : "")}".TrimEnd('#');
    }

    /// <summary>Cities in which the caller has the right to a form, and something to do with it.</summary>
    public IReadOnlyList<City> CitiesFor(StepForm form) => [.. Platform.Content.Cities.Where(c => Caller.May(form.Right, ResourceIds.IdOf(c.Name)) && form.Cities?.Contains(c.Name) != false)];

    /// <summary>Whether the caller has the right to a form on what is of a city; of an empty one, on what is no single city's.</summary>
    public bool May(Right right, string city) => city.Length == 0 ? Caller.May(right) : Caller.May(right, ResourceIds.IdOf(city));

    /// <summary>Name of a city, as people call it.</summary>
    public string CityName(string city) => Platform.Content.City(city) is { } known ? Go.Pick(known.ShortName, known.EnglishName) : Words["WindowOfAll"];

    /// <summary>A sentence of a service: as people read it in the language of the page, where it is one of those that are known.</summary>
    public string Said(string sentence) => Go.IsEnglish ? RefusalSentences.InEnglish(sentence, Words, CityOf) : RefusalSentences.InChinese(sentence, Words, CityOf) ?? sentence;

    private string? CityOf(string id) => Platform.Content.City($"{Programme}/cities/{id}") is { } city ? Go.Pick(city.DisplayName, city.EnglishName) : null;

    /// <summary>The steps that an entry took, as lines.</summary>
    public IReadOnlyList<string> Lines(IEnumerable<RegisterMove> moves, string prefix) =>
        [.. moves.Select(m => Line(Words[prefix + Spelled(m.State)], m.Note, m.Author, m.MoveTime))];

    /// <summary>One thing that happened, as a line.</summary>
    public string Line(string what, string note, string author, Timestamp time) =>
        $"{time.InShanghai()} · {what} · {Authors.Of(author)}" + (note.Length > 0 ? $"{Words["Colon"]}{note}" : "");

    /// <summary>A value of an enumeration as its words have it: <c>STATE_UNDER_REVIEW</c> and <c>UNDER_REVIEW</c> are both <c>UnderReview</c>.</summary>
    private static string Spelled(string state) =>
        string.Concat(state.Replace("STATE_", "", StringComparison.Ordinal).Split('_').Select(part => part.Length == 0 ? "" : part[..1].ToUpperInvariant() + (part.Any(char.IsLower) ? part[1..] : part[1..].ToLowerInvariant())));
}
