using System.Collections.Frozen;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Agents;
using PilotPlatform.Gateway.Api;
using PilotPlatform.ServiceDefaults.Errors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Refuses what an address does not take for its form alone: another method of HTTP, another type or coding of content, JSON that is not UTF-8. A HEAD
/// is answered as the GET that it stands for; the server leaves out what is to be left out.
/// </summary>
internal static class RequestForms
{
    private const string Type = "content-type";

    /// <summary>What pages and all else that is no API of ours can be asked with.</summary>
    private static readonly string[] OfPages = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post];

    /// <summary>What is there to be read alone.</summary>
    private static readonly string[] OfReads = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>Before a route is found: most of them are of GET alone.</summary>
    public static void UseHeadsAsGets(this IApplicationBuilder app) => app.Use(next => context =>
    {
        if (HttpMethods.IsHead(context.Request.Method))
            context.Request.Method = HttpMethods.Get;
        return next(context);
    });

    public static void UseRequestForms(this WebApplication app, IReadOnlyList<ServiceDescriptor> services)
    {
        var calls = services.SelectMany(s => s.Methods).Select(m => $"/{m.Service.FullName}/{m.Name}").ToFrozenSet(StringComparer.Ordinal);
        var verbs = HttpRules.Verbs(services);
        app.Use(next => context =>
        {
            var (request, path) = (context.Request, context.Request.Path);
            var isJson = path.StartsWithSegments("/v1", StringComparison.Ordinal);
            if (isJson && !HasBody(context))
            {
                request.Headers.Remove(HeaderNames.ContentType); // it would be passed on, and obeyed there
                request.Headers.Remove(HeaderNames.ContentEncoding);
            }

            if (request.IsGrpc())
                return isJson ? RefuseTypeAsync(context, "it is not application/json") : next(context);
            if (calls.Contains(path.Value!))
                return HttpMethods.IsPost(request.Method) ? RefuseTypeAsync(context, "it is neither application/grpc nor application/grpc-web") : RefuseMethodAsync(context, [HttpMethods.Post]);
            if (path.Value!.StartsWith("/pilotplatform.", StringComparison.Ordinal))
                return context.RefuseAsync(Fault.Missing(path), RefusedRequests.Door);
            if ((path == "/sign-out" || path == "/en/sign-out") && !HttpMethods.IsPost(request.Method))
                return RefuseMethodAsync(context, [HttpMethods.Post]);
            if (path == AgentSetup.Path && !HttpMethods.IsPost(request.Method))
                return RefuseMethodAsync(context, [HttpMethods.Post]);
            if (path == AgentSetup.Path)
                return request.HasJsonContentType() ? next(context) : RefuseTypeAsync(context, "it is not application/json");
            if (!isJson)
            {
                var taken = path.StartsWithSegments(ReadableApi.Page, StringComparison.Ordinal) ? OfReads : OfPages;
                return taken.Contains(request.Method, StringComparer.Ordinal) ? next(context) : RefuseMethodAsync(context, taken);
            }

            if (!HttpMethods.IsGet(request.Method) && verbs(path.Value!) is { Length: > 0 } known && !known.Contains(request.Method, StringComparer.Ordinal))
                return RefuseMethodAsync(context, known);
            if (HttpMethods.IsConnect(request.Method))
                return RefuseMethodAsync(context, OfPages);
            return HasBody(context) && BodyProblem(request) is { } problem ? RefuseTypeAsync(context, problem) : next(context);
        });
    }

    private static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static Task RefuseMethodAsync(HttpContext context, string[] known)
    {
        context.Response.Headers.Allow = string.Join(", ", known);
        return context.RefuseAsync(Fault.Invalid("method", $"{context.Request.Method} is none of {string.Join(", ", known)}"), RefusedRequests.Door, StatusCodes.Status405MethodNotAllowed);
    }

    private static Task RefuseTypeAsync(HttpContext context, string problem) =>
        context.RefuseAsync(Fault.Invalid(Type, problem), RefusedRequests.Door, StatusCodes.Status415UnsupportedMediaType);

    private static string? BodyProblem(HttpRequest request)
    {
        if (!request.HasJsonContentType() || !MediaTypeHeaderValue.TryParse(request.ContentType, out var said))
            return "it is not application/json";
        if (said.Charset.Length > 0 && !HeaderUtilities.RemoveQuotes(said.Charset).Equals(Encoding.UTF8.WebName, StringComparison.OrdinalIgnoreCase))
            return "JSON is UTF-8";
        return request.Headers.ContentEncoding.Count > 0 ? "a body with a content-encoding is not taken" : null;
    }
}
