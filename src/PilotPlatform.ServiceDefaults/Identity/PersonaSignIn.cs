using Microsoft.AspNetCore.Http;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>What a sign-in page has to know of personas.</summary>
public static class PersonaSignIn
{
    /// <summary>Whether a request comes from where personas are taken.</summary>
    public static bool IsPossible(HttpContext context) => PersonaScheme.IsFromHere(context);

    /// <summary>What to send as the authorization header in the name of a persona.</summary>
    public static string HeaderOf(Caller persona) => PersonaScheme.Prefix + persona.Subject;
}
