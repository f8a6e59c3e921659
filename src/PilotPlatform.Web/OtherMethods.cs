using System.Collections.Frozen;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing.Template;

namespace PilotPlatform.Web;

/// <summary>What is asked for and there is not: no page of this address, or none by this method.</summary>
internal sealed class OtherMethods(IEnumerable<EndpointDataSource> sources)
{
    private readonly Lazy<(TemplateMatcher Address, FrozenSet<string> Methods)[]> routes = new(() =>
    [
        .. from route in sources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
           where route.Metadata.GetMetadata<ResourceAssetCollection>() is not null && route.Metadata.GetMetadata<IHttpMethodMetadata>() is not null
           select (new TemplateMatcher(TemplateParser.Parse(route.RoutePattern.RawText!), []), route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.ToFrozenSet(StringComparer.OrdinalIgnoreCase)),
    ]);

    public IResult Answer(HttpContext context)
    {
        var known = routes.Value.Where(route => route.Address.TryMatch(context.Request.Path, [])).SelectMany(route => route.Methods).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (known.Length == 0 || known.Contains(context.Request.Method, StringComparer.OrdinalIgnoreCase)) // what a route takes only numbers for is no page
            return PageFaults.Page(StatusCodes.Status404NotFound, []);
        context.Response.Headers.Allow = string.Join(", ", known);
        return PageFaults.Page(StatusCodes.Status405MethodNotAllowed, []);
    }
}
