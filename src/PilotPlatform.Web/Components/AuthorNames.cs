using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Resources;

namespace PilotPlatform.Web.Components;

/// <summary>
/// Who did something, as people call them. The ledger records the subject of a caller: a persona has a name for it, and so have the services themselves; of
/// somebody who signed in with a provider the platform keeps no other name.
/// </summary>
public sealed class AuthorNames(IOptions<IdentityOptions> identity, IServiceProvider services, IStringLocalizer<Strings> words, PageLanguage go)
{
    /// <returns>Empty for nobody, as where the reader is not told.</returns>
    public string Of(string? subject)
    {
        if (string.IsNullOrEmpty(subject))
            return "";
        if (words[$"Author-{subject}"] is { ResourceNotFound: false } own)
            return own;
        return identity.Value.SignIn == SignIn.Personas && services.GetRequiredService<Personas>().Find(subject) is { } persona
            ? go.Pick(persona.DisplayName, persona.EnglishName)
            : subject;
    }
}
