using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Catalogue;

/// <summary>A form that scopes are written in.</summary>
/// <param name="Id">Id of the form in kebab case.</param>
/// <param name="Pattern">Regular expression (without backtracking) over the normalised scope; must match it whole.</param>
/// <param name="Cities">Name of the group of the pattern that lists cities; null for all cities of the programme.</param>
/// <param name="Conditional">True if something has to be done before the scope reaches a city.</param>
/// <param name="HasTerms">True if it asks for anything, of the whole or of a part of the task.</param>
public sealed record ScopeShape(string Id, string Pattern, string? Cities, bool Conditional, bool HasTerms = false);

/// <summary>How a scope stands to a city, as far as its form says.</summary>
public enum ScopeCell
{
    Outside,
    Conditional,
    Covered,
}

/// <summary>
/// The forms that scopes are written in: whether there is one for each scope, and which cities it names. What a scope means is decided
/// by the rules, not here.
/// </summary>
public sealed class ScopeGrammar
{
    private readonly ImmutableArray<(ScopeShape Shape, Regex Pattern)> shapes;

    private ScopeGrammar(ImmutableArray<(ScopeShape Shape, Regex Pattern)> shapes) => this.shapes = shapes;

    public static Result<ScopeGrammar> Of(IEnumerable<ScopeShape> shapes)
    {
        var read = ImmutableArray.CreateBuilder<(ScopeShape, Regex)>();
        foreach (var shape in shapes)
        {
            try
            {
                var pattern = new Regex(shape.Pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
                if (shape.Cities is not null && !pattern.GetGroupNames().Contains(shape.Cities, StringComparer.Ordinal))
                    return Fault.Invalid("forms", $"the pattern of '{shape.Id}' has no group '{shape.Cities}'");
                read.Add((shape, pattern));
            }
            catch (Exception invalid) when (invalid is ArgumentException or NotSupportedException)
            {
                return Fault.Invalid("forms", $"the pattern of '{shape.Id}' is not a regular expression without backtracking: {invalid.Message}");
            }
        }

        return read.Count > 0 ? new ScopeGrammar(read.ToImmutable()) : Fault.Invalid("forms", "there are none");
    }

    /// <summary>The scopes of an edition that no form reads, or that name what is no city, each with its line.</summary>
    public ImmutableArray<Violation> Unread(Edition edition, Gazetteer gazetteer) =>
    [
        .. edition.Tasks.SelectMany(task =>
        {
            var place = $"line {task.Scope.StartLine}";
            return Read(task.Scope) is not { } reading
                ? [new Violation(place, $"the scope of task {task.Number}, '{task.Scope.Verbatim}', is in a form that no rule knows")]
                : reading.Names.Where(n => gazetteer.FindCity(n) is null)
                    .Select(n => new Violation(place, $"the scope of task {task.Number} names '{n}', which is no city of the gazetteer"));
        }),
    ];

    /// <summary>How the scope of a task stands to each city of its edition, in the order of the document.</summary>
    public ImmutableArray<ScopeCell> Cells(PilotTask task, Edition edition)
    {
        var reading = Read(task.Scope);
        return
        [
            .. edition.Cities.Select(c => c.Place).Select(city =>
                reading is not { } read || (read.Shape.Cities is not null && !read.Names.Any(n => n == city.Short || n == city.Name)) ? ScopeCell.Outside
                : read.Shape.Conditional ? ScopeCell.Conditional
                : ScopeCell.Covered),
        ];
    }

    /// <summary>What the scope of a task asks for, in its own words without the cities it lists; empty if it only says where.</summary>
    public string Terms(PilotTask task) => Read(task.Scope) is ({ HasTerms: true } or { Conditional: true }, _, var terms) ? terms : "";

    private (ScopeShape Shape, ImmutableArray<string> Names, string Terms)? Read(Passage scope)
    {
        foreach (var (shape, pattern) in shapes)
        {
            var match = pattern.Match(scope.Normalized);
            if (!match.Success || match.Length != scope.Normalized.Length)
                continue;
            if (shape.Cities is null)
                return (shape, [], scope.Normalized);
            var cities = match.Groups[shape.Cities];
            return (shape, [.. cities.Value.Split('、')], scope.Normalized.Remove(cities.Index, cities.Length));
        }

        return null;
    }
}
