using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Catalogue.Filtering;

/// <summary>Reads a filter by descent; every refusal says the character at which it stands.</summary>
internal sealed class FilterParser(string text, ImmutableArray<string> forces, ImmutableArray<string> cities)
{
    public const string Number = "number";
    public const string Chapter = "chapter";
    public const string National = "national";
    public const string NamedCities = "named_cities";
    public const string PolicyForces = "policy_forces";

    private const int Longest = 1000;
    private const int DeepestNesting = 20;
    private const string ForcePrefix = "POLICY_FORCE_";

    private ImmutableArray<FilterToken> tokens;
    private int at;
    private int depth;

    private FilterToken Next => tokens[at];

    public Result<TaskFilter> Parse()
    {
        if (text.Length > Longest)
            return Fault.Invalid("filter", $"{text.Length} characters are more than {Longest}");
        var cut = FilterTokens.Of(text);
        if (cut.Fault is { } fault)
            return fault;

        tokens = cut.Value;
        if (Next.Kind == FilterTokenKind.End)
            return TaskFilter.Everything;
        return Conjunction().Then<TaskFilter>(filter => Next.Kind == FilterTokenKind.End ? filter : Unexpected("'AND', 'OR' or the end"));
    }

    /// <summary>Parts joined by AND, written or not.</summary>
    private Result<TaskFilter> Conjunction()
    {
        var parts = ImmutableArray.CreateBuilder<TaskFilter>();
        do
        {
            var part = Disjunction();
            if (part.Fault is not null)
                return part;
            parts.Add(part.Value);
        }
        while (Take("AND") || Next.Kind is not (FilterTokenKind.End or FilterTokenKind.Close));
        return parts.Count == 1 ? parts[0] : new TaskFilter.AllOf(parts.ToImmutable());
    }

    private Result<TaskFilter> Disjunction()
    {
        var parts = ImmutableArray.CreateBuilder<TaskFilter>();
        do
        {
            var part = Term();
            if (part.Fault is not null)
                return part;
            parts.Add(part.Value);
        }
        while (Take("OR"));
        return parts.Count == 1 ? parts[0] : new TaskFilter.AnyOf(parts.ToImmutable());
    }

    private Result<TaskFilter> Term()
    {
        if (Next.Kind != FilterTokenKind.Minus && !(Next is { Kind: FilterTokenKind.Word, Text: "NOT" }))
            return Simple();
        at++;
        return Simple().Then<TaskFilter>(part => new TaskFilter.Not(part));
    }

    private Result<TaskFilter> Simple()
    {
        if (Next.Kind != FilterTokenKind.Open)
            return Restriction();
        if (++depth > DeepestNesting)
            return Fault.Invalid("filter", $"character {Next.Place}: brackets nest deeper than {DeepestNesting}");
        at++;
        var inner = Conjunction();
        if (inner.Fault is not null)
            return inner;
        if (Next.Kind != FilterTokenKind.Close)
            return Unexpected("')'");
        (at, depth) = (at + 1, depth - 1);
        return inner;
    }

    private Result<TaskFilter> Restriction()
    {
        if (Next is not { Kind: FilterTokenKind.Word, Text: not ("AND" or "OR" or "NOT") } field)
            return Unexpected("a field");
        if (field.Text is not (Number or Chapter or National or NamedCities or PolicyForces))
            return Fault.Invalid("filter", $"character {field.Place}: '{field.Text}' is not a field; there are {Number}, {Chapter}, {National}, {NamedCities} and {PolicyForces}");
        at++;
        if (Next.Kind != FilterTokenKind.Sign)
            return Unexpected($"a sign after '{field.Text}'");
        var sign = tokens[at++];
        if (Next.Kind != FilterTokenKind.Word)
            return Unexpected($"a value for '{field.Text}'");
        var value = tokens[at++];

        return field.Text switch
        {
            NamedCities or PolicyForces when sign.Text != ":" => Refused(sign, $"'{field.Text}' is asked with ':'"),
            NamedCities => City(value),
            PolicyForces => Force(value),
            _ when sign.Text == ":" => Refused(sign, $"'{field.Text}' is compared, by '=' and such"),
            National when sign.Text is not ("=" or "!=") => Refused(sign, $"'{National}' is equal or not"),
            National when value.Text is not ("true" or "false") => Refused(value, $"'{value.Text}' is neither true nor false"),
            National => new TaskFilter.Flag((value.Text == "true") == (sign.Text == "=")),
            _ when !int.TryParse(field.Text == Chapter ? Id(value.Text) : value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
                Refused(value, $"'{value.Text}' is not a whole number"),
            _ => new TaskFilter.Whole(field.Text, sign.Text, int.Parse(Id(value.Text), CultureInfo.InvariantCulture)),
        };
    }

    private Result<TaskFilter> City(FilterToken value) => Id(value.Text) is var city && (city == "*" || cities.Contains(city, StringComparer.Ordinal))
        ? new TaskFilter.Has(NamedCities, city)
        : Refused(value, $"'{value.Text}' is not a city of the edition; there are {string.Join(", ", cities)}");

    private Result<TaskFilter> Force(FilterToken value)
    {
        var force = value.Text.StartsWith(ForcePrefix, StringComparison.Ordinal) ? value.Text[ForcePrefix.Length..] : value.Text;
        return force == "*" || forces.Contains(force, StringComparer.Ordinal)
            ? new TaskFilter.Has(PolicyForces, force)
            : Refused(value, $"'{value.Text}' is not a policy force; there are {string.Join(", ", forces)}");
    }

    /// <summary>The id at the end of a resource name, or an id as it is.</summary>
    private static string Id(string name) => name[(name.LastIndexOf('/') + 1)..];

    private bool Take(string word)
    {
        if (Next is not { Kind: FilterTokenKind.Word } || Next.Text != word)
            return false;
        at++;
        return true;
    }

    private static Fault Refused(FilterToken token, string problem) => Fault.Invalid("filter", $"character {token.Place}: {problem}");

    private Fault Unexpected(string wanted) =>
        Fault.Invalid("filter", $"character {Next.Place}: {wanted} is due, not {(Next.Kind == FilterTokenKind.End ? "the end" : $"'{Next.Text}'")}");
}
