using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Identity;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>Settles how callers sign in, and refuses a start that would leave the door open or without a key.</summary>
internal sealed class IdentityRules(IHostEnvironment environment) : IPostConfigureOptions<IdentityOptions>, IValidateOptions<IdentityOptions>
{
    public void PostConfigure(string? name, IdentityOptions options)
    {
        if (options.SignIn is null && !string.IsNullOrWhiteSpace(options.Authority))
            options.SignIn = SignIn.Provider;
        else if (options.SignIn is null && !environment.IsProduction())
            options.SignIn = SignIn.Personas;
    }

    public ValidateOptionsResult Validate(string? name, IdentityOptions options) => Problem(options) is { } problem
        ? ValidateOptionsResult.Fail(problem)
        : ValidateOptionsResult.Success;

    private string? Problem(IdentityOptions options) => options switch
    {
        { SignIn: null } => "Nobody could sign in: Production needs Identity:Authority, an OpenID Connect provider, or Identity:SignIn=Closed for a platform that is only read.",
        { SignIn: SignIn.Personas } when environment.IsProduction() => "Identity:SignIn=Personas is for development and is refused in Production.",
        { SignIn: SignIn.Provider } when !IsAuthority(options.Authority) => $"Identity:Authority '{options.Authority}' is not the https address of a provider.",
        { SignIn: SignIn.Personas } when !File.Exists(options.Personas) => $"Identity:Personas {options.Personas} does not exist.",
        _ when !File.Exists(options.Provinces) => $"Identity:Provinces {options.Provinces} does not exist.",
        { Audience.Length: 0 } => "Identity:Audience must name the audience of tokens.",
        _ when options.Roles.FirstOrDefault(r => Roles.Find(r.Value) is null) is { Key: not null } unknown =>
            $"Identity:Roles:{unknown.Key} '{unknown.Value}' is no role; roles are {string.Join(", ", Roles.Ids)}.",
        _ => null,
    };

    private static bool IsAuthority(string? authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));
}
