using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>Cities as people write them.</summary>
internal sealed partial class PlatformReader
{
    /// <summary>The city of an address: by its id, or by a name that people call it; null for none of the programme's.</summary>
    private static City? CityOf(EditionContent content, string? city) => content.Cities.FirstOrDefault(c => ResourceIds.IdOf(c.Name) == city)
        ?? content.Cities.FirstOrDefault(c => new[] { c.DisplayName, c.ShortName, c.EnglishName }.Contains(city, StringComparer.OrdinalIgnoreCase));

    /// <summary>Is refused for a city that is none of the programme's: with suggestions, where it is like the name of one.</summary>
    private async Task<City> UnknownCityAsync(Platform platform, string city, CancellationToken stop)
    {
        if (platform.HasRules)
            await scopeRules.DecideAsync(new() { PilotTask = platform.Content.Tasks[0].Name, City = city }, cancellationToken: stop);
        return await catalog.GetCityAsync(new() { Name = $"{platform.Programme.Name}/cities/{city}", Edition = platform.Frame.Shown }, cancellationToken: stop);
    }

    /// <summary>Cities that may have been meant by one that is none.</summary>
    private async Task<IReadOnlyList<City>> AlikeAsync(Platform platform, string city, CancellationToken stop)
    {
        try
        {
            return [await UnknownCityAsync(platform, city, stop)];
        }
        catch (RpcException unknown) when (unknown.StatusCode is StatusCode.NotFound or StatusCode.InvalidArgument)
        {
            return [.. PageFaults.Suggestions(unknown).Select(id => platform.Content.City($"{platform.Programme.Name}/cities/{id}")).OfType<City>()];
        }
    }
}
