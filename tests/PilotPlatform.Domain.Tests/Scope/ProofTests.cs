using CsCheck;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Scope;

/// <summary>The proof of a verdict: its tree gives the verdict, and its sentences say what the tree says.</summary>
public sealed class ProofTests
{
    private static readonly CompiledActs NoActs = Shipped.Rules.Compile(ActBook.Empty);

    [Fact]
    public void Proof_AnyAsker_LeadsToTheVerdictAndSaysItInBothLanguages() =>
        Askers.Of(Shipped.Rules).Sample(
            asker =>
            {
                var facts = Shipped.Rules.Facts.Book(asker.Select(f => (f.Key, f.Value))).Value;
                foreach (var rule in Shipped.Rules.Rules)
                {
                    var city = Shipped.Source.Cities[rule.Number % 9];
                    var proof = Shipped.Rules.Proof(rule, city, facts, NoActs);
                    var decision = Shipped.Rules.Decide(rule, city, facts, NoActs);
                    Assert.Equal(decision.Verdict, proof.Verdict);
                    if (!decision.Clauses.IsEmpty)
                        Assert.Equal(decision.Clauses.Select(c => (c.Clause.Id, c.Verdict)), proof.Clauses.Select(c => (c.Clause.Id, c.Verdict)));
                    foreach (var node in proof.Clauses.Select(c => c.Root).Prepend(proof.Reach).SelectMany(Below))
                        Says(node);
                    Assert.StartsWith(decision.Verdict switch { Verdict.Applies => "适用：", Verdict.DoesNotApply => "不适用：", _ => "待定：" }, proof.Sentence.Chinese, StringComparison.Ordinal);
                    Assert.EndsWith("。", proof.Sentence.Chinese, StringComparison.Ordinal);
                    Assert.Contains(proof.Sentence.English[^1], ".?");
                }
            },
            iter: 15,
            threads: 2);

    [Fact]
    public void Proof_ForeignShareBeyondTheBound_NamesTheFactTheThresholdAndTheWords()
    {
        var facts = Shipped.Rules.Facts.Book([("foreign-share", FactValue.OfBasisPoints(5001))]).Value;

        var proof = Shipped.Rules.Proof(Shipped.Rules.Find(1)!, Shipped.City("suzhou"), facts, NoActs);

        var decided = proof.Clauses[0].Root.Leaves().Single(l => l.Truth == Truth.False);
        Assert.True(decided.Decides);
        Assert.Equal(("foreign-share", FactValue.OfBasisPoints(5001)), (decided.Fact!.Fact.Id, decided.Fact.Value));
        Assert.Equal(new Bilingual("不超过50%", "at most 50%"), decided.Fact.Threshold);
        Assert.Equal("外资股比不超过 50%", decided.Citation!.Words.Verbatim);
        Assert.Contains("“外资股比不超过 50%”不成立", proof.Sentence.Chinese, StringComparison.Ordinal);
        Assert.Contains("50.01%，须不超过50%", proof.Sentence.Chinese, StringComparison.Ordinal);
        Assert.Contains("“外资股比不超过 50%” fails", proof.Sentence.English, StringComparison.Ordinal);
    }

    /// <summary>What holds of a case that is taken out speaks against it, and the sentence does not read the other way round.</summary>
    [Theory]
    [InlineData(true, "“不含禁止外商投资领域”不符合", "是，须否", "“不含禁止外商投资领域” is not met")]
    [InlineData(false, "“不含禁止外商投资领域”符合", "否，须否", "“不含禁止外商投资领域” is met")]
    public void Proof_CarveOut_SaysWhetherItIsMet(bool prohibited, string met, string value, string english)
    {
        var facts = Shipped.Rules.Facts.Book([("field-prohibited-to-foreign-investment", FactValue.Of(prohibited))]).Value;

        var sentence = Shipped.Rules.Proof(Shipped.Rules.Find(2)!, Shipped.City("xian"), facts, NoActs).Sentence;

        Assert.Contains(met, sentence.Chinese, StringComparison.Ordinal);
        Assert.Contains(value, sentence.Chinese, StringComparison.Ordinal);
        Assert.Contains(english, sentence.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Proof_FactThatIsMissing_SaysWhoCanSettleIt()
    {
        var proof = Shipped.Rules.Proof(Shipped.Rules.Find(19)!, Shipped.City("xian"), Shipped.Rules.Facts.Nothing, NoActs);

        Assert.Contains("由主管部门认定", proof.Sentence.Chinese, StringComparison.Ordinal);
        Assert.Contains("for the competent body to find", proof.Sentence.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Proof_CityThatTheScopeDoesNotName_RestsOnReachAlone()
    {
        var proof = Shipped.Rules.Proof(Shipped.Rules.Find(35)!, Shipped.City("dalian"), Shipped.Rules.Facts.Nothing, NoActs);

        Assert.Equal(Truth.False, proof.Reach.Truth);
        Assert.All(proof.Clauses.SelectMany(c => c.Root.Leaves()), l => Assert.False(l.Decides));
    }

    private static void Says(ProofNode node)
    {
        Assert.EndsWith("。", node.Sentence.Chinese, StringComparison.Ordinal);
        Assert.EndsWith(".", node.Sentence.English, StringComparison.Ordinal);
        if (node.Citation is { } citation)
            Assert.Contains(citation.Words.Verbatim, node.Sentence.Chinese, StringComparison.Ordinal);
        if (node.Fact is { Value: { Type: FactType.BasisPoints } share })
            Assert.Contains($"{share.Number / 100m:0.##}%", node.Sentence.English, StringComparison.Ordinal);
    }

    private static IEnumerable<ProofNode> Below(ProofNode node) => node.Parts.SelectMany(Below).Append(node);
}
