using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using PilotPlatform.ScopeRules.Rendering;
using PilotPlatform.ScopeRules.State;
using Act = PilotPlatform.Contracts.ScopeRules.V1.Act;
using ActKind = PilotPlatform.Domain.Scope.ActKind;

namespace PilotPlatform.ScopeRules.Acts;

/// <summary>An act as it is to be recorded.</summary>
internal sealed record ActDraft(ActKind Kind, int Task, string? City, string? Place, DateOnly EffectiveDate, string Evidence)
{
    public NewAct ToNewAct() => new(Kind, Task, City, EffectiveDate);

    /// <summary>The event, with an id that no act of the record has: task in its edition, city, kind, and the revision of the stream, behind a letter that no version before 0.3 wrote there.</summary>
    public ScopeEvent ToEvent(CompiledSet set, ScopeRecord record)
    {
        var kind = System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(Kind.ToString());
        var revision = record.Revisions.GetValueOrDefault(Names.Acts) + 1;
        var id = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Task}-{City ?? "all"}-{kind}-n{revision}");
        return new ScopeEvent.ActRecorded(id, Kind, Task, City, Place, EffectiveDate, Evidence, set.Catalog.Edition, set.Rules.Words.Of(Task));
    }
}

/// <summary>Reads the acts of requests.</summary>
internal static class ActReading
{
    private const int LongestText = 1000;

    /// <summary>The act of a request, or everything that is wrong with its form; whether it may be recorded, the rules say.</summary>
    public static Result<ActDraft> Draft(CompiledSet set, Act? act)
    {
        if (act is null)
            return Fault.Invalid("act", "must be given");

        var task = set.FindTask("act.pilot_task", act.PilotTask);
        var date = ChinaTime.Parse("act.effective_date", act.EffectiveDate);
        var kind = act.Kind.ToCore() is { } known ? known : (Result<ActKind>)Fault.Invalid("act.kind", "must be given");
        Result<string?> city = act.City.Length == 0 ? (string?)null : City(set, "act.city", act.City).Then<string?>(id => id);
        var place = Place(set, kind, act.Place, city);
        return Faults.All([kind.Fault, task.Fault, city.Fault, place.Fault, date.Fault, WhyNotText("act.evidence", act.Evidence)]) is { } fault
            ? fault
            : new ActDraft(kind.Value, task.Value.Number, city.Value, place.Value, date.Value, act.Evidence);
    }

    public static void CheckReason(string field, string text)
    {
        if (WhyNotText(field, text) is { } fault)
            throw new FaultException(fault);
    }

    private static Fault? WhyNotText(string field, string text) =>
        string.IsNullOrWhiteSpace(text) ? Fault.Invalid(field, "must be given")
        : text.Length > LongestText ? Fault.Invalid(field, $"has {text.Length} characters, and may have {LongestText}")
        : text.Contains('\0', StringComparison.Ordinal) ? Fault.Invalid(field, "holds a zero character")
        : null;

    /// <summary>Id of a city of the programme, named as everywhere in this service.</summary>
    public static Result<string> City(CompiledSet set, string field, string name) =>
        set.FindCity(field, name).Then<string>(city =>
            set.Rules.CityIndex(city.Id) >= 0 ? city.Id : Fault.Missing(name));

    /// <summary>The place that is marked out; where city or kind cannot be read, only its form is looked at.</summary>
    private static Result<string?> Place(CompiledSet set, Result<ActKind> kind, string name, Result<string?> city)
    {
        if (kind.Fault is null && kind.Value != ActKind.Designation)
            return name.Length == 0 ? (string?)null : Fault.Invalid("act.place", $"is of a designation only, not of {kind.Value}");
        if (name.Length == 0)
            return kind.Fault is null ? Fault.Invalid("act.place", "must be given: a designation marks a place out") : (string?)null;
        if (name.Split('/') is not ["places", { Length: > 0 } id])
            return Fault.InvalidName("act.place", name, "places/{place}");
        if (set.Catalog.Gazetteer.Find(id) is not { } place)
            return Fault.Invalid("act.place", $"'{name}' does not exist");
        return city.Fault is not null || city.Value is not { } within || id == within || set.Catalog.Gazetteer.Around(place).Any(p => p.Id == within)
            ? id
            : Fault.Invalid("act.place", $"'{name}' does not lie in the city");
    }
}
