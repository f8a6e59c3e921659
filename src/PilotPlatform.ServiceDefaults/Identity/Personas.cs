using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>Somebody to be while nobody can sign in: a caller without a secret.</summary>
/// <param name="Id">How it is named in a request.</param>
/// <param name="Name">Its name.</param>
/// <param name="EnglishName">Its name in English.</param>
/// <param name="Roles">Ids of its roles.</param>
/// <param name="Cities">Ids of its cities.</param>
/// <param name="Provinces">Ids of its provinces.</param>
public sealed record Persona(string Id, string Name, string EnglishName, ImmutableArray<string> Roles, ImmutableArray<string> Cities, ImmutableArray<string> Provinces);

/// <summary>The personas of the development sign-in, from a file.</summary>
public sealed class Personas
{
    private readonly ImmutableSortedDictionary<string, Caller> callers;

    public Personas(IOptions<IdentityOptions> options, Provinces provinces)
    {
        All = Read(options.Value.Personas);
        callers = All.ToImmutableSortedDictionary(p => p.Id, p => ToCaller(p, provinces), StringComparer.Ordinal);
    }

    /// <summary>In the order of the file.</summary>
    public ImmutableArray<Persona> All { get; }

    public Caller? Find(string id) => callers.GetValueOrDefault(id);

    private static Caller ToCaller(Persona persona, Provinces provinces) => new(
        persona.Id,
        persona.Name,
        [.. persona.Roles.Select(id => Roles.Find(id) ?? throw new StartupException($"The role '{id}' of persona '{persona.Id}' is none.")), Role.Public],
        Jurisdiction.Of(Or(persona.Cities), Or(persona.Provinces), provinces.CitiesOf))
    { EnglishName = persona.EnglishName };

    private static ImmutableArray<string> Or(ImmutableArray<string> given) => given.IsDefault ? [] : given;

    private static ImmutableArray<Persona> Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<ImmutableArray<Persona>>(File.ReadAllText(path), JsonSerializerOptions.Web);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException($"Identity:Personas {path} cannot be read: {failed.Message}", failed);
        }
    }
}
