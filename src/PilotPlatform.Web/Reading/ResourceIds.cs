namespace PilotPlatform.Web.Reading;

public static class ResourceIds
{
    /// <summary>The id of a resource name, which is its last segment; empty for no name.</summary>
    public static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary>What stands behind the collection of a name with one: <c>suzhou/elsewhere</c> of <c>places/suzhou/elsewhere</c>.</summary>
    public static string BelowCollection(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
