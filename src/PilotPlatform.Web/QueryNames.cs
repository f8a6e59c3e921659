using System.Reflection;
using Microsoft.AspNetCore.Mvc;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Web;

/// <summary>What the address of a page can ask for by name. A name that the page does not know is refused: to pass it over would show what nobody asked for.</summary>
/// <param name="Known">Whether a page knows a name.</param>
internal sealed record QueryNames(Func<string, bool> Known)
{
    /// <summary>Of a page that hands on what it was asked.</summary>
    public static QueryNames Any { get; } = new(_ => true);

    /// <summary>What others add to addresses that are sent on, of which no page is asked anything.</summary>
    private static readonly string[] OfOthers = ["fbclid", "gclid", "msclkid", "from", "isappinstalled", "scene", "clicktime", "enterid", "spm"];

    /// <summary>Refuses names that a page does not know, of pages that are read.</summary>
    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext page, EndpointFilterDelegate next)
    {
        var names = page.MethodInfo.GetParameters().SelectMany(NamesOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return context =>
        {
            var request = context.HttpContext.Request;
            if (request.Query.Count == 0 || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
                return next(context);
            var known = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<QueryNames>();
            string[] unknown = [.. request.Query.Keys.Where(name => !names.Contains(name) && known?.Known(name) != true && !IsOfOthers(name) && !DoneForm.Names.Contains(name))];
            return unknown.Length == 0 ? next(context) : new(PageFaults.Page(StatusCodes.Status400BadRequest, [], unknown));
        };
    }

    private static bool IsOfOthers(string name) => name.StartsWith("utm_", StringComparison.OrdinalIgnoreCase) || OfOthers.Contains(name, StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<string> NamesOf(ParameterInfo parameter) => parameter.IsDefined(typeof(AsParametersAttribute))
        ? parameter.ParameterType.GetProperties().Select(p => p.GetCustomAttribute<FromQueryAttribute>()?.Name).OfType<string>()
        : parameter.GetCustomAttribute<FromQueryAttribute>()?.Name is { } named ? [named]
        : parameter.ParameterType == typeof(string) ? [parameter.Name!] : [];
}
