using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>Which cities a province guides, for jurisdictions that are given as provinces; held against the catalogue by a test.</summary>
public sealed class Provinces(IOptions<IdentityOptions> options)
{
    private readonly FrozenDictionary<string, string[]> guided = Read(options.Value.Provinces);

    public IEnumerable<string> CitiesOf(string province) => guided.TryGetValue(province, out var cities) ? cities : [];

    private static FrozenDictionary<string, string[]> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string[]>>(File.ReadAllText(path))!.ToFrozenDictionary(StringComparer.Ordinal);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException($"Identity:Provinces {path} cannot be read: {failed.Message}", failed);
        }
    }
}
