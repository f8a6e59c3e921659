using PilotPlatform.Gateway.Agents;
using PilotPlatform.Gateway.Sessions;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Door;

/// <summary>How much one caller may ask of the platform; bound to <c>Limits</c>. A caller is who signed in, else an address.</summary>
public sealed class LimitOptions
{
    /// <summary>Requests of a caller who signed in, in each window. Default: 10,000.</summary>
    public int Requests { get; set; } = 10_000;

    /// <summary>Requests from one address by callers who did not sign in, in each window. Default: 5,000.</summary>
    public int AnonymousRequests { get; set; } = 5_000;

    /// <summary>How long a window is. Default: 10 seconds.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests of one caller at the same time. Default: 200.</summary>
    public int Concurrent { get; set; } = 200;

    /// <summary>Requests of one caller that wait for their turn. Default: 2,000.</summary>
    public int Waiting { get; set; } = 2_000;

    /// <summary>Time that a call has if it names no deadline. Default: 30 seconds.</summary>
    public TimeSpan Deadline { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Size of a body of JSON or of a form without files; messages of gRPC have the limit of their service. Default: 16 MB.</summary>
    public long BodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Size of a body of JSON of who did not sign in. A question with all that may be asked in one, each with facts of its own, is the longest. Default: 2 MB.</summary>
    public long AnonymousBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Size of a form with files: evidence may have 50 MB, and a document 20 MB. Default: 52 MB.</summary>
    public long UploadBytes { get; set; } = 52 * 1024 * 1024;

    /// <summary>Size of a form of the gateway itself, with which somebody signs in whom nobody knows yet. Default: 1 MB.</summary>
    public long SignInBytes { get; set; } = 1024 * 1024;

    /// <summary>Size of a message of an agent, which is held in memory. Default: 1 MB.</summary>
    public long AgentBytes { get; set; } = 1024 * 1024;

    /// <summary>The limit of the body that a request has.</summary>
    public long MostBytes(HttpRequest request) =>
        SessionFilter.IsOfSessions(request) ? Math.Min(SignInBytes, BodyBytes)
        : AgentSetup.IsAsked(request) ? Math.Min(AgentBytes, BodyBytes)
        : request.ContentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) == true ? Math.Max(BodyBytes, UploadBytes)
        : request.HasFormContentType || request.HttpContext.Caller() is { IsAnonymous: false } ? BodyBytes : Math.Min(AnonymousBytes, BodyBytes);
}

/// <summary>Which other sites may call from a browser; bound to <c>Cors</c>.</summary>
public sealed class CorsOptions
{
    /// <summary>Origins such as <c>https://data.example.cn</c>. They get no cookies. Default: none.</summary>
    public IList<string> Origins { get; } = [];
}
