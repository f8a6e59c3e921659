using System.Collections.Immutable;
using CsCheck;
using PilotPlatform.Domain.Catalogue.Filtering;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>Filters in a subset of AIP-160.</summary>
public sealed class TaskFilterTests
{
    private static readonly ImmutableArray<string> Forces = ["PERMISSION", "LIMIT_LIFTED", "SUPPORT"];

    private static readonly ImmutableArray<string> Cities = ["dalian", "xiamen", "suzhou"];

    private static readonly FilterSubject Task = new(69, 5, National: false, ["dalian", "xiamen"], ["SUPPORT"]);

    private static readonly Gen<TaskFilter> Leaf = Gen.OneOf(
        Gen.Select(One("number", "chapter"), One("=", "!=", "<", "<=", ">", ">="), Gen.Int[0, 200]).Select((f, s, v) => (TaskFilter)new TaskFilter.Whole(f, s, v)),
        Gen.Bool.Select(v => (TaskFilter)new TaskFilter.Flag(v)),
        One("dalian", "suzhou", "*").Select(v => (TaskFilter)new TaskFilter.Has("named_cities", v)),
        One("PERMISSION", "SUPPORT", "*").Select(v => (TaskFilter)new TaskFilter.Has("policy_forces", v)));

    private static readonly Gen<TaskFilter> Filter = Nested(3);

    [Theory]
    [InlineData("", true)]
    [InlineData("number = 69", true)]
    [InlineData("number=69 AND chapter=5", true)]
    [InlineData("number < 69", false)]
    [InlineData("number >= 69 chapter <= 5", true)]
    [InlineData("chapter = \"programmes/nine-cities/chapters/5\"", true)]
    [InlineData("national = true", false)]
    [InlineData("national != true", true)]
    [InlineData("named_cities:dalian", true)]
    [InlineData("named_cities:programmes/nine-cities/cities/xiamen", true)]
    [InlineData("NOT named_cities:dalian", false)]
    [InlineData("-named_cities:suzhou", true)]
    [InlineData("named_cities:*", true)]
    [InlineData("policy_forces:SUPPORT", true)]
    [InlineData("policy_forces:POLICY_FORCE_PERMISSION", false)]
    [InlineData("number = 1 OR number = 69", true)]
    [InlineData("national = true AND number = 1 OR number = 69", false)]
    [InlineData("(national = true AND number = 1) OR number = 69", true)]
    [InlineData("-(number = 69)", false)]
    public void Passes_EachForm_IsAsTheAipSays(string filter, bool passes) => Assert.Equal(passes, TaskFilter.Parse(filter, Forces, Cities).Value.Passes(Task));

    [Theory]
    [InlineData("colour = red", "character 1: 'colour' is not a field")]
    [InlineData("number", "character 7: a sign after 'number' is due, not the end")]
    [InlineData("number = ", "character 10: a value for 'number' is due, not the end")]
    [InlineData("number = x", "character 10: 'x' is not a whole number")]
    [InlineData("number = 99999999999", "is not a whole number")]
    [InlineData("number : 1", "character 8: 'number' is compared")]
    [InlineData("national = maybe", "neither true nor false")]
    [InlineData("national < true", "is equal or not")]
    [InlineData("named_cities = dalian", "is asked with ':'")]
    [InlineData("named_cities:dalain", "character 14: 'dalain' is not a city of the edition; there are dalian, xiamen, suzhou")]
    [InlineData("policy_forces:LOVE", "is not a policy force; there are PERMISSION, LIMIT_LIFTED, SUPPORT")]
    [InlineData("(number = 1", "')' is due, not the end")]
    [InlineData("number = 1)", "is due, not ')'")]
    [InlineData("AND number = 1", "a field is due, not 'AND'")]
    [InlineData("number = 1 OR", "a field is due, not the end")]
    [InlineData("number ! 1", "'!' stands only in '!='")]
    [InlineData("number = \"1", "the quotation does not end")]
    [InlineData("number = 1; chapter = 2", "character 11: ';' has no meaning here")]
    public void Parse_FilterThatIsNone_SaysWhereAndWhy(string filter, string problem)
    {
        var fault = TaskFilter.Parse(filter, Forces, Cities).Fault!;

        Assert.Equal("filter", fault.Subject);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NestedTooDeepOrTooLong_IsRefused()
    {
        Assert.Contains("nest deeper", TaskFilter.Parse(new string('(', 21) + "number = 1" + new string(')', 21), Forces, Cities).Fault?.Message, StringComparison.Ordinal);
        Assert.Contains("more than 1000", TaskFilter.Parse(new string('(', 1001), Forces, Cities).Fault?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WrittenFilter_IsTheSameFilter() =>
        Filter.Where(f => f.ToString()!.Length <= 1000).Sample(filter => TaskFilter.Parse(filter.ToString()!, Forces, Cities).Value.ToString() == filter.ToString());

    [Fact]
    public void Parse_WrittenFilter_PassesTheSameTasks() =>
        Gen.Select(Filter.Where(f => f.ToString()!.Length <= 1000), Gen.Int[1, 159], Gen.Int[1, 15], Gen.Bool).Sample((filter, number, chapter, national) =>
        {
            var task = new FilterSubject(number, chapter, national, national ? [] : ["dalian"], ["SUPPORT"]);
            return TaskFilter.Parse(filter.ToString()!, Forces, Cities).Value.Passes(task) == filter.Passes(task);
        });

    [Fact]
    public void Parse_AnyText_IsReadOrRefused() =>
        Gen.OneOf(Gen.String[0, 60], Gen.Char["()=<>!:-\"* numberANDORT15"].Array[0, 60].Select(c => new string(c)))
            .Sample(text => TaskFilter.Parse(text, Forces, Cities) is var read && (read.IsOk || read.Fault!.Subject == "filter"));

    private static Gen<string> One(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<TaskFilter> Nested(int depth) => depth == 0 ? Leaf : Gen.OneOf(
        Leaf,
        Nested(depth - 1).Select(f => (TaskFilter)new TaskFilter.Not(f)),
        Nested(depth - 1).Array[2, 3].Select(f => (TaskFilter)new TaskFilter.AllOf([.. f])),
        Nested(depth - 1).Array[2, 3].Select(f => (TaskFilter)new TaskFilter.AnyOf([.. f])));
}
