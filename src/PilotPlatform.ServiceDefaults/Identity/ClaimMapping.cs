using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>What the claims of a provider mean to the platform, by the mapping of the configuration.</summary>
public sealed class ClaimMapping(IOptions<IdentityOptions> options, Provinces provinces)
{
    /// <summary>What OpenID Connect allows; the ledger records it with every step.</summary>
    private const int LongestSubject = 255;

    private readonly IdentityOptions mapping = options.Value;

    /// <summary>The caller of a token that has been found valid; null for a token that names nobody.</summary>
    public Caller? Read(ClaimsPrincipal principal)
    {
        if (principal.FindFirstValue(mapping.SubjectClaim) is not { Length: > 0 and <= LongestSubject } subject || subject.Any(char.IsControl))
            return null;
        var roles = Values(principal, mapping.RoleClaim)
            .Select(value => Roles.Find(mapping.Roles.Count == 0 ? value : (mapping.Roles.TryGetValue(value, out var role) ? role : "")))
            .OfType<Role>().Append(Role.Public).ToImmutableHashSet();
        var jurisdiction = Jurisdiction.Of(Values(principal, mapping.CityClaim), Values(principal, mapping.ProvinceClaim), provinces.CitiesOf);
        return new Caller(subject, principal.FindFirstValue(mapping.NameClaim) ?? subject, roles, jurisdiction);
    }

    /// <summary>The values of a claim: repeated, in a list with spaces, or at a path inside a claim that is JSON.</summary>
    private static IEnumerable<string> Values(ClaimsPrincipal principal, string name)
    {
        if (principal.HasClaim(claim => claim.Type == name))
            return principal.FindAll(name).SelectMany(claim => claim.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return name.Split('.') is [var outer, .. { Length: > 0 } path] ? principal.FindAll(outer).SelectMany(claim => At(claim.Value, path)) : [];
    }

    private static IEnumerable<string> At(string json, IEnumerable<string> path)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var found = document.RootElement;
            foreach (var step in path)
                if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(step, out found))
                    return [];
            return found.ValueKind == JsonValueKind.Array
                ? [.. found.EnumerateArray().Where(v => v.ValueKind == JsonValueKind.String).Select(v => v.GetString()!)]
                : found.ValueKind == JsonValueKind.String ? [found.GetString()!] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
