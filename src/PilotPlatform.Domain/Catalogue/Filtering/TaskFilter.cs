using System.Collections.Immutable;
using System.Globalization;

namespace PilotPlatform.Domain.Catalogue.Filtering;

/// <summary>What a filter asks of a task.</summary>
public sealed record FilterSubject(int Number, int Chapter, bool National, ImmutableArray<string> NamedCities, ImmutableArray<string> Forces);

/// <summary>
/// A filter of tasks in a subset of AIP-160: <c>AND</c>, <c>OR</c> (which binds tighter, as the AIP wants it), <c>NOT</c> or <c>-</c>,
/// brackets, comparisons, and <c>:</c> for "has". Written as text it is read as the same filter.
/// </summary>
public abstract record TaskFilter
{
    private TaskFilter()
    {
    }

    /// <summary>The filter that every task passes.</summary>
    public static TaskFilter Everything { get; } = new AllOf([]);

    /// <param name="text">The filter as it was written.</param>
    /// <param name="forces">Names of the policy forces.</param>
    /// <param name="cities">Ids of the cities of the edition.</param>
    public static Result<TaskFilter> Parse(string text, ImmutableArray<string> forces, ImmutableArray<string> cities) => new FilterParser(text, forces, cities).Parse();

    public abstract bool Passes(FilterSubject task);

    public sealed record AllOf(ImmutableArray<TaskFilter> Parts) : TaskFilter
    {
        public override bool Passes(FilterSubject task) => Parts.All(p => p.Passes(task));

        public override string ToString() => string.Join(" AND ", Parts.Select(p => p is AllOf ? $"({p})" : p.ToString()));
    }

    public sealed record AnyOf(ImmutableArray<TaskFilter> Parts) : TaskFilter
    {
        public override bool Passes(FilterSubject task) => Parts.Any(p => p.Passes(task));

        public override string ToString() => string.Join(" OR ", Parts.Select(p => p is AllOf or AnyOf ? $"({p})" : p.ToString()));
    }

    public sealed record Not(TaskFilter Part) : TaskFilter
    {
        public override bool Passes(FilterSubject task) => !Part.Passes(task);

        public override string ToString() => $"NOT {(Part is Whole or Flag or Has ? Part.ToString() : $"({Part})")}";
    }

    /// <summary><c>number</c> or <c>chapter</c> against a whole number.</summary>
    public sealed record Whole(string Field, string Sign, int Value) : TaskFilter
    {
        public override bool Passes(FilterSubject task)
        {
            var order = (Field == FilterParser.Number ? task.Number : task.Chapter).CompareTo(Value);
            return Sign switch
            {
                "=" => order == 0,
                "!=" => order != 0,
                "<" => order < 0,
                "<=" => order <= 0,
                ">" => order > 0,
                _ => order >= 0,
            };
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Field} {Sign} {Value}");
    }

    /// <summary><c>national</c>.</summary>
    public sealed record Flag(bool Value) : TaskFilter
    {
        public override bool Passes(FilterSubject task) => task.National == Value;

        public override string ToString() => $"national = {(Value ? "true" : "false")}";
    }

    /// <summary><c>named_cities</c> or <c>policy_forces</c> has a value; <c>*</c> for any.</summary>
    public sealed record Has(string Field, string Value) : TaskFilter
    {
        public override bool Passes(FilterSubject task)
        {
            var values = Field == FilterParser.NamedCities ? task.NamedCities : task.Forces;
            return Value == "*" ? !values.IsEmpty : values.Contains(Value, StringComparer.Ordinal);
        }

        public override string ToString() => $"{Field}:{Value}";
    }
}
