using System.Collections.Immutable;
using PilotPlatform.Domain.Documents;
using PilotPlatform.Domain.Scope;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>No bounding word of the document without a condition, or a reason why it is none.</summary>
public sealed class CoverageTests
{
    /// <summary>In characters: the longest phrase of the document that is a reason names two institutions on which a city builds.</summary>
    private const int LongestPhrase = 36;

    private static readonly ImmutableArray<string> Bounding =
    [
        .. new DeserializerBuilder().WithNamingConvention(UnderscoredNamingConvention.Instance).Build()
            .Deserialize<Dictionary<string, List<string>>>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "cases", "bounding-words.yaml")))["words"],
    ];

    [Theory]
    [InlineData("除外")]
    [InlineData("不含")]
    [InlineData("限")]
    [InlineData("不超过")]
    [InlineData("以内")]
    [InlineData("范围内")]
    [InlineData("区内")]
    [InlineData("符合条件")]
    [InlineData("按规定")]
    [InlineData("依法")]
    [InlineData("有意愿")]
    [InlineData("特定区域")]
    public void BoundingWords_OfTheFile_HoldThoseThatMustBeThere(string word) => Assert.Contains(word, Bounding);

    [Fact]
    public void BoundingWords_InEveryTextAndScope_StandInAConditionOrInAReason() => Assert.Empty(Uncovered(Shipped.Rules, Shipped.Source));

    /// <summary>The test can fail: without the conditions and reasons of a task, its words are found.</summary>
    [Fact]
    public void BoundingWords_OfATaskWithoutItsConditions_AreFound()
    {
        var bare = Shipped.RuleSet with
        {
            Tasks = [.. Shipped.RuleSet.Tasks.Select(t => t.Number == 26 ? new TextRule(26, [new TextClause("whole", t.Clauses[0].Words)]) : t)],
        };

        var uncovered = Uncovered(RuleSetCompiler.Compile(bare, Shipped.Source).Value, Shipped.Source).ToArray();

        Assert.Contains(uncovered, u => u.StartsWith("task 26: 除外", StringComparison.Ordinal));
        Assert.All(uncovered, u => Assert.StartsWith("task 26:", u, StringComparison.Ordinal));
    }

    /// <summary>A reason is no way round a condition: it is of a phrase with a bounding word in it, never of a sentence, and no condition rests on its words.</summary>
    [Fact]
    public void Reasons_OfTheRuleSet_AreOfOnePhraseOnWhichNoConditionRests() => Assert.Empty(Wide(Shipped.Rules, Shipped.Source));

    /// <summary>The test can fail: one reason for a whole text, or for words of a condition, covers everything and is found.</summary>
    [Theory]
    [InlineData("对在当地注册企业在我国境内获得上市许可的创新药械(大型医用设备除外),在指定医疗机构根据临床需求“随批随进”", "long")]
    [InlineData("大型医用设备除外", "condition")]
    [InlineData("创新药械", "no bounding word")]
    public void Reasons_OfTooMuchOrTooLittle_AreFound(string words, string problem)
    {
        var excused = Shipped.RuleSet with
        {
            Tasks = [.. Shipped.RuleSet.Tasks.Select(t => t.Number == 26 ? t with { NoCondition = [new NoCondition(words, new Bilingual("甲", "a"))] } : t)],
        };

        Assert.Contains(Wide(RuleSetCompiler.Compile(excused, Shipped.Source).Value, Shipped.Source), w => w.StartsWith("task 26", StringComparison.Ordinal) && w.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void Reasons_OfTheRuleSet_SayWhyInBothLanguages() =>
        Assert.All(Shipped.RuleSet.Tasks.SelectMany(t => t.NoCondition), reason =>
        {
            Assert.True(reason.Why.Chinese.Length >= 8, reason.Words);
            Assert.True(reason.Why.English.Length >= 20, reason.Words);
        });

    private static IEnumerable<string> Uncovered(CompiledRuleSet rules, ScopeSource source) =>
        from rule in rules.Rules
        let task = source.Tasks[rule.Index]
        let covered = Covered(rule).ToArray()
        from passage in new[] { task.Text, task.Scope }
        from word in Bounding
        from at in Occurrences(passage, word)
        where !covered.Any(c => c.Start <= at.Start && c.End >= at.End)
        select $"task {rule.Number}: {word} at {at.Start}";

    /// <summary>The spans of conditions and reasons; the clause alone covers nothing.</summary>
    private static IEnumerable<Span> Covered(TaskRule rule) => Conditions(rule).Concat(rule.NoCondition.Select(n => n.Citation.Words.Span));

    private static IEnumerable<Span> Conditions(TaskRule rule) =>
        rule.Clauses.SelectMany(c => c.Condition.Leaves()).Concat(rule.Reach.Leaves().Where(l => l is Condition.ActRecorded)).Select(l => l.Words!.Words.Span);

    /// <summary>Reasons of more than a phrase, of words on which a condition rests, or of words that bound nothing.</summary>
    private static IEnumerable<string> Wide(CompiledRuleSet rules, ScopeSource source) =>
        from rule in rules.Rules
        from reason in rule.NoCondition
        let words = reason.Citation.Words
        from problem in new[]
        {
            words.Verbatim.Length > LongestPhrase || words.Verbatim.AsSpan().ContainsAny("，,。；;") ? "too long for a phrase" : null,
            words.Span == source.Tasks[rule.Index].Text.Span ? "the whole text" : null,
            Conditions(rule).Any(c => c.Start < words.Span.End && words.Span.Start < c.End) ? "of words on which a condition rests" : null,
            Bounding.Any(b => words.Verbatim.Contains(b, StringComparison.Ordinal)) ? null : "no bounding word in it",
        }
        where problem is not null
        select $"task {rule.Number}, '{words.Verbatim}': {problem}";

    private static IEnumerable<Span> Occurrences(Passage passage, string word)
    {
        for (var nth = 1; passage.Find(word, nth) is { } found; nth++)
            yield return found.Span;
    }
}
