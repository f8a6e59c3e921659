namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>How callers say who they are.</summary>
public enum SignIn
{
    /// <summary>By tokens of the OpenID Connect provider at <see cref="IdentityOptions.Authority"/>.</summary>
    Provider,

    /// <summary>By naming a persona, from this machine only; never in Production.</summary>
    Personas,

    /// <summary>Not at all: the platform is only read.</summary>
    Closed,
}

/// <summary>Where the keys are that protect cookies and forms.</summary>
public enum KeyPlace
{
    /// <summary>In a folder of the data folder, for all programs that share it.</summary>
    Folder,

    /// <summary>In Redis, for all gateways and pages.</summary>
    Redis,
}

/// <summary>Who may call, and how claims of a token become roles; bound to <c>Identity</c>.</summary>
public sealed class IdentityOptions
{
    /// <summary>How callers say who they are. Default: by the provider if there is an authority, else, outside Production, by persona.</summary>
    public SignIn? SignIn { get; set; }

    /// <summary>Issuer of tokens: the address of an OpenID Connect provider, HTTPS unless it is on this machine. Default: none.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that a token must be for. Default: <c>pilotplatform</c>.</summary>
    public string Audience { get; set; } = "pilotplatform";

    /// <summary>How much clocks may differ. Default: 30 seconds.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Claim that names the caller for good. Default: <c>sub</c>.</summary>
    public string SubjectClaim { get; set; } = "sub";

    /// <summary>Claim with a name for people. Default: <c>name</c>.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>Claim whose values are mapped to roles; a dotted path reads into a claim that is JSON, such as <c>realm_access.roles</c>. Default: <c>roles</c>.</summary>
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Role for each value of the role claim. Default: a value is the id of the role.</summary>
    public IDictionary<string, string> Roles { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Claim with ids of cities. Default: <c>cities</c>.</summary>
    public string CityClaim { get; set; } = "cities";

    /// <summary>Claim with ids of provinces, whose cities it stands for. Default: <c>provinces</c>.</summary>
    public string ProvinceClaim { get; set; } = "provinces";

    /// <summary>The client that this service is to the provider. Default: none, which leaves calls of its own anonymous.</summary>
    public ClientOptions Client { get; set; } = new();

    /// <summary>Where the keys are that protect cookies and forms. Default: in Redis if there is a cache, else in the data folder.</summary>
    public KeyPlace? Keys { get; set; }

    /// <summary>How long a session of the pages lasts without a request. Default: 8 hours.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(8);

    /// <summary>File with the personas of the development sign-in. Default: the shipped one.</summary>
    public string Personas { get; set; } = Path.Combine(AppContext.BaseDirectory, "identity", "personas.json");

    /// <summary>File that says which cities a province guides. Default: the shipped one.</summary>
    public string Provinces { get; set; } = Path.Combine(AppContext.BaseDirectory, "identity", "provinces.json");
}

/// <summary>A confidential client of the provider.</summary>
public sealed class ClientOptions
{
    /// <summary>Its id. Default: none.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its secret. Default: none.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Scopes that it asks for, with a space between them. Default: <c>pilotplatform</c>.</summary>
    public string Scope { get; set; } = "pilotplatform";
}
