using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Identity;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Subscriptions as messages, and what they ask for.</summary>
internal static class SubscriptionProto
{
    /// <param name="prefix">What goes before the names of the fields.</param>
    /// <param name="programme">The programme.</param>
    /// <param name="city">A city; empty for all.</param>
    /// <param name="province">A province; empty for all.</param>
    /// <param name="task">A task; empty for all.</param>
    /// <param name="provinces">Which cities a province guides.</param>
    public static Result<Core.ChangeFilter> Filter(string prefix, ProgrammeName programme, string city, string province, string task, Provinces provinces)
    {
        var both = city.Length > 0 && province.Length > 0 ? Fault.Invalid(prefix + "province", "cannot be given together with a city") : null;
        var noCity = city.Length == 0 ? null : Of(prefix + "city", city, programme, "cities").Fault;
        var noProvince = province.Length == 0 || both is not null ? null : Of(prefix + "province", province, programme, "provinces").Fault;
        var noTask = task.Length == 0 ? null : PilotTaskName.Parse(prefix + "pilot_task", task).Then(t => t.Parent == programme ? (Result<PilotTaskName>)t : Fault.Invalid(prefix + "pilot_task", $"'{task}' is not of '{programme}'")).Fault;
        if (Faults.All([both, noCity, noProvince, noTask]) is { } fault)
            return fault;

        var (cityId, provinceId) = (city.Length == 0 ? null : Last(city), province.Length == 0 ? null : Last(province));
        string[]? cities = cityId is not null ? [cityId] : provinceId is not null ? [.. provinces.CitiesOf(provinceId)] : null;
        return cities is []
            ? Fault.Missing(province)
            : new Core.ChangeFilter(cityId, provinceId, cities?.ToImmutableArray(), task.Length == 0 ? null : PilotTaskName.Parse("pilot_task", task).Value.Number);
    }

    public static Subscription ToProto(this Core.Subscription subscription)
    {
        var programme = subscription.Name.Parent;
        return new Subscription
        {
            Name = $"{programme}/subscriptions/{subscription.Name.Id}",
            Address = subscription.Address,
            Description = subscription.Description,
            City = subscription.Filter.City is { } city ? programme.City(city) : "",
            Province = subscription.Filter.Province is { } province ? programme.Province(province) : "",
            PilotTask = subscription.Filter.Task is { } task ? new PilotTaskName(programme, task).ToString() : "",
            State = (Subscription.Types.State)((int)subscription.State + 1),
            StateReason = subscription.StateReason,
            Author = subscription.Author,
            CreateTime = subscription.CreateTime.ToTimestamp(),
            SentPosition = subscription.Position,
            Edition = subscription.Filter.Edition ?? "",
            DeadLetterCount = subscription.DeadLetters.Count,
            Etag = subscription.Etag,
        };
    }

    public static Result<(ChildName Subscription, long Position)> DeadLetterName(string name)
    {
        var cut = name.IndexOf("/deadLetters/", StringComparison.Ordinal);
        return cut > 0 && long.TryParse(name[(cut + "/deadLetters/".Length)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var position)
            ? ChildName.Parse("name", name[..cut], "subscriptions").Then<(ChildName, long)>(subscription => (subscription, position))
            : Fault.InvalidName("name", name, "programmes/{programme}/subscriptions/{subscription}/deadLetters/{position}");
    }

    private static Result<ChildName> Of(string field, string name, ProgrammeName programme, string collection) =>
        ChildName.Parse(field, name, collection).Then<ChildName>(child => child.Parent == programme ? child : Fault.Invalid(field, $"'{name}' is not of '{programme}'"));

    private static string Last(string name) => name[(name.LastIndexOf('/') + 1)..];
}
