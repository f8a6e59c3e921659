using System.Collections.Immutable;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.Web;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>An address of each page, looked at by whom it is for. The routes are those that the pages map; none can be left out.</summary>
internal static class PageExamples
{
    /// <summary>Routes that are no pages: their answers are files.</summary>
    public static readonly ImmutableArray<string> Files = ["/ledger/export", "/reports/{report}/file", "/commitments/{id}/evidence/{number:int}"];

    /// <summary>Examples of a route: somebody's persona, empty for nobody, and addresses with placeholders for what only the suite knows.</summary>
    public static readonly ImmutableDictionary<string, (string Persona, string[] Addresses)> ByRoute = new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
    {
        ["/"] = ("", ["/"]),
        ["/matrix"] = ("", ["/matrix", "/matrix?verdict=Undetermined&force=Permission"]),
        ["/cities"] = ("", ["/cities"]),
        ["/cities/{city}"] = ("", ["/cities/dalian"]),
        ["/provinces"] = ("", ["/provinces"]),
        ["/provinces/{province}"] = ("", ["/provinces/fujian"]),
        ["/chapters"] = ("", ["/chapters"]),
        ["/chapters/{number:int}"] = ("", ["/chapters/1"]),
        ["/tasks/{number:int}"] = ("", ["/tasks/65"]),
        ["/interview"] = ("", ["/interview", "/interview?city=suzhou", "/interview?city=suzhou&f.actor=foreign-doctor&list=1"]),
        ["/interview/memo"] = ("", ["/interview/memo?city=suzhou&f.actor=foreign-doctor"]),
        ["/search"] = ("", ["/search?q=%E4%BF%9D%E7%A8%8E&force=Support"]),
        ["/glossary"] = ("", ["/glossary"]),
        ["/editions"] = ("", ["/editions"]),
        ["/editions/{edition}"] = ("ministry", ["/editions/$edition", "/editions/$other"]),
        ["/editions/{edition}/changes"] = ("", ["/editions/$other/changes?since=$edition"]),
        ["/rule-sets"] = ("ministry", ["/rule-sets"]),
        ["/rule-sets/{ruleSet}"] = ("", ["/rule-sets/active"]),
        ["/reports"] = ("", ["/reports"]),
        ["/reports/fill"] = ("dalian-reporter", ["/reports/fill"]),
        ["/workbench"] = ("dalian-reporter", ["/workbench"]),
        ["/commitments/{id}"] = ("dalian-reviewer", [$"/commitments/{WorkedSuite.Commitment}"]),
        ["/registers/problems"] = ("ministry", ["/registers/problems"]),
        ["/registers/risks"] = ("dalian-reporter", ["/registers/risks"]),
        ["/registers/cases"] = ("dalian-reporter", ["/registers/cases"]),
        ["/registers/adjustments"] = ("ministry", ["/registers/adjustments"]),
        ["/acts"] = ("dalian-reviewer", ["/acts"]),
        ["/periods"] = ("ministry", ["/periods"]),
        ["/carry-over"] = ("ministry", ["/carry-over"]),
        ["/subscriptions"] = ("ministry", ["/subscriptions"]),
        ["/imports"] = ("ministry", ["/imports"]),
        ["/imports/{import}"] = ("ministry", ["/imports/$import"]),
        ["/ledger"] = ("auditor", ["/ledger", "/ledger?verify=1"]),
        ["/operations"] = ("auditor", ["/operations"]),
        ["/{*path}"] = ("", ["/nothing", "/tasks/160", "/cities/dalan"]),
    }.ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>The pages that the gateway shows itself, and refusals, which are pages of no route.</summary>
    public static readonly ImmutableArray<(string Persona, string Address, int Status)> Others =
        [("", "/sign-in", 200), ("", "/interview?city=nowhere", 400), ("", "/matrix?force=Nothing", 400), ("", "/search?city=nowhere", 400), ("", "/reports/progress-table/file?format=xlsx", 400), ("", "/reports/waiting/file?format=docx", 401), ("", "/ledger", 401), ("dalian-reporter", "/ledger", 403), ("", "/subscriptions", 401)];

    /// <summary>Every page, with who looks at it and how it is answered.</summary>
    public static IEnumerable<(string Persona, string Address, int Status)> All => Routes.Where(ByRoute.ContainsKey)
        .SelectMany(route => ByRoute[route].Addresses.Select(address => (ByRoute[route].Persona, Address: address, Status: route == "/{*path}" ? 404 : 200)))
        .Concat(Others);

    /// <summary>Routes of everything that the pages answer when they are asked for.</summary>
    public static ImmutableArray<string> Routes { get; } = RoutesOfThePages();

    private static ImmutableArray<string> RoutesOfThePages()
    {
        var builder = ServiceApplication.CreateBuilder("web", [], new Dictionary<string, string?>(StringComparer.Ordinal), "Local");
        builder.AddWeb();
        using var app = builder.Build();
        app.MapWeb();
        return
        [
            .. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<ResourceAssetCollection>() is not null && endpoint.Metadata.GetMetadata<FormAddress>() is null)
                .Where(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>() is not { } methods || methods.HttpMethods.Contains("GET"))
                .Select(endpoint => endpoint.RoutePattern.RawText!).Except(Files, StringComparer.Ordinal),
        ];
    }
}
