using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Api;

/// <summary>A method as HTTP has it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Verb">Method of HTTP.</param>
/// <param name="Path">The address, with a parameter for each part that is free.</param>
/// <param name="Parameters">The free parts, by name, with the field of the request that they are part of.</param>
/// <param name="Body">Field that is the body; <c>*</c> for all that is not in the address, empty for none.</param>
internal sealed record HttpRoute(MethodDescriptor Method, HttpMethod Verb, string Path, IReadOnlyList<(string Name, string Field)> Parameters, string Body);

/// <summary>The rules of <c>google.api.http</c> that the contracts state.</summary>
internal static partial class HttpRules
{
    public static IEnumerable<HttpRoute> Of(IEnumerable<ServiceDescriptor> services) =>
        from service in services
        from method in service.Methods
        let stated = method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
        where stated is not null
        from rule in stated.AdditionalBindings.Prepend(stated)
        select Read(method, rule);

    /// <summary>Whether a request is for a method whose answer is a stream.</summary>
    public static Func<HttpRequest, bool> IsStreamed(IEnumerable<ServiceDescriptor> services)
    {
        var find = Finder(services, route => route.Method.IsServerStreaming);
        return request => find(request) is not null;
    }

    /// <summary>Finds the rule that a request falls under.</summary>
    public static Func<HttpRequest, HttpRoute?> Finder(IEnumerable<ServiceDescriptor> services, Func<HttpRoute, bool>? which = null)
    {
        var all = Of(services).Where(which ?? (_ => true)).OrderByDescending(route => Parameter().Replace(route.Path, "").Length).Select(route => (route, Path: PathOf(route))).ToArray();
        return request => request.Path.StartsWithSegments("/v1", StringComparison.Ordinal)
            ? Array.Find(all, each => each.route.Verb.Method == request.Method && each.Path.IsMatch(request.Path.Value!)).route
            : null;
    }

    /// <summary>Finds the methods of HTTP that an address takes; none where there is no such address.</summary>
    public static Func<string, string[]> Verbs(IEnumerable<ServiceDescriptor> services)
    {
        var all = Of(services).Select(route => (route.Verb, Path: PathOf(route))).ToArray();
        return path => [.. all.Where(each => each.Path.IsMatch(path)).Select(each => each.Verb.Method).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A form of addresses. It backtracks, within one segment at most: one that does not holds half a megabyte, and each of 130 routes has several.</summary>
    private static Regex PathOf(HttpRoute route) =>
        new($"^{Parameter().Replace(Regex.Escape(route.Path).Replace("\\{", "{", StringComparison.Ordinal), "[^/]+")}$", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

    private static HttpRoute Read(MethodDescriptor method, HttpRule rule)
    {
        var (verb, template) = rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => (HttpMethod.Get, rule.Get),
            HttpRule.PatternOneofCase.Put => (HttpMethod.Put, rule.Put),
            HttpRule.PatternOneofCase.Post => (HttpMethod.Post, rule.Post),
            HttpRule.PatternOneofCase.Delete => (HttpMethod.Delete, rule.Delete),
            HttpRule.PatternOneofCase.Patch => (HttpMethod.Patch, rule.Patch),
            _ => (new HttpMethod(rule.Custom.Kind), rule.Custom.Path),
        };
        var parameters = new List<(string Name, string Field)>();
        var path = Variable().Replace(template, variable => Expand(variable.Groups["field"].Value, variable.Groups["pattern"].Value, parameters));
        return new HttpRoute(method, verb, path, parameters, rule.Body);
    }

    /// <summary><c>{name=programmes/*/cities/*}</c> becomes <c>programmes/{programme}/cities/{city}</c>.</summary>
    private static string Expand(string field, string pattern, List<(string Name, string Field)> parameters)
    {
        if (pattern.Length == 0)
            return Free(field);

        var before = "";
        var segments = new List<string>();
        foreach (var segment in pattern.Split('/'))
        {
            segments.Add(segment is "*" or "**" ? Free(Singular(before, field)) : segment);
            before = segment;
        }

        return string.Join('/', segments);

        string Free(string wanted)
        {
            var name = wanted;
            for (var i = 2; parameters.Any(p => p.Name == name); i++)
                name = $"{wanted}{i}";
            parameters.Add((name, field));
            return $"{{{name}}}";
        }
    }

    private static string Singular(string collection, string otherwise) => collection switch
    {
        "" or "*" or "**" => otherwise,
        [.. var stem, 'i', 'e', 's'] => $"{stem}y",
        [.. var stem, 's'] => stem,
        _ => collection,
    };

    [GeneratedRegex(@"\{(?<field>[a-z_.0-9]+)(=(?<pattern>[^}]*))?\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{[^}]+\}", RegexOptions.NonBacktracking)]
    private static partial Regex Parameter();
}
