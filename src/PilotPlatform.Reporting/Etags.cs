using PilotPlatform.Domain;

namespace PilotPlatform.Reporting;

/// <summary>Etags of what is sent back as it was read, changed.</summary>
internal static class Etags
{
    /// <summary>The state that the caller knew, as the resource says it or the request beside it; empty where neither does.</summary>
    public static Result<string> Of(string inside, string beside)
    {
        if (inside.Length > 0 && beside.Length > 0 && inside != beside)
            return Fault.Invalid("etag", $"'{beside}' was given beside the resource, and '{inside}' in it");
        return beside.Length > 0 ? beside : inside;
    }
}
