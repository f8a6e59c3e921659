using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace PilotPlatform.ServiceDefaults.Identity;

/// <summary>
/// In whose name a service asks another: in that of its own caller, who stays anonymous if that is what it is; only work that no
/// request asked for is done in the name of the service itself.
/// </summary>
internal sealed class ForwardedCaller(IHttpContextAccessor requests, OwnCredentials own)
{
    private const string Header = "authorization";

    public async Task AddAsync(AuthInterceptorContext call, Metadata headers)
    {
        var authorization = requests.HttpContext is { } request
            ? request.Request.Headers.Authorization.ToString()
            : await own.AuthorizationAsync(call.CancellationToken);
        if (!string.IsNullOrEmpty(authorization))
            headers.Add(Header, authorization);
    }
}
