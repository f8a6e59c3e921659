namespace PilotPlatform.Web.Reading;

public static class ResourceIds
{
    /// <summary>The id of a resource name, which is its last segment; empty for no name.</summary>
    public static string IdOf(string name) => name[(name.LastIndexOf('/') + 1)..];
}
