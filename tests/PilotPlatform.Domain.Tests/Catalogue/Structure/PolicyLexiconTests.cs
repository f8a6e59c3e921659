using System.Collections.Immutable;
using PilotPlatform.Domain.Catalogue.Structure;
using PilotPlatform.Domain.Documents;

namespace PilotPlatform.Domain.Tests.Catalogue.Structure;

/// <summary>What the verbs of the tasks grant, held against the document and a lawyer's reading of it.</summary>
public sealed class PolicyLexiconTests
{
    private static readonly PolicyLexicon Lexicon = Shipped.Files.Structure.Verbs;

    public static TheoryData<int> Tasks => new(Shipped.Edition.Tasks.Select(t => t.Number));

    [Theory]
    [InlineData(1, "向外资开放 LimitLifted", "吸引 Support")]
    [InlineData(2, "取消 LimitLifted")]
    [InlineData(3, "取消 LimitLifted")]
    [InlineData(13, "加强 Assignment")]
    [InlineData(22, "允许 Permission", "可依法 Permission", "提供 Assignment", "允许 Permission")]
    [InlineData(24, "研究 Exploration")]
    [InlineData(27, "探索 Exploration", "允许 Permission")]
    [InlineData(33, "支持 Support", "探索 Exploration", "鼓励 Support")]
    [InlineData(35, "允许 Permission")]
    [InlineData(36, "支持 Support", "允许 Permission")]
    [InlineData(50, "支持 Support", "探索 Exploration")]
    [InlineData(60, "支持 Support")]
    [InlineData(65, "试点 Exploration", "探索 Exploration")]
    [InlineData(68, "赋予 Permission", "允许 Permission")]
    [InlineData(118, "支持 Support", "可在 Permission")]
    [InlineData(119, "可凭 Permission", "允许 Permission")]
    [InlineData(132, "鼓励 Support")]
    [InlineData(134, "开展 Assignment", "推动 Support")]
    [InlineData(149, "主动对接 Assignment")]
    public void Find_TaskOfTheDocument_HasTheForcesOfItsVerbs(int task, params string[] forces) =>
        Assert.Equal(forces, Of(task).Select(f => $"{f.Words.Verbatim} {f.Force}"));

    /// <summary>A new edition may add to the list; it then wants a verb in the data, or a reason here. 26 says 随批随进, which is no verb.</summary>
    [Fact]
    public void Find_EveryTaskOfTheDocument_HasAForceButForOne() =>
        Assert.Equal([26], Shipped.Edition.Tasks.Where(t => Lexicon.Find(t.Text).IsEmpty).Select(t => t.Number));

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Find_EveryForce_CitesWordsThatStandInTheSource(int task)
    {
        var text = Shipped.Edition.Tasks[task - 1].Text;

        Assert.All(Of(task), f =>
        {
            Assert.Equal(f.Words.Verbatim, Shipped.Document[f.Words.Span.Start..f.Words.Span.End]);
            Assert.InRange(f.Words.Span.Start, text.Span.Start, text.Span.End);
            Assert.Equal(text.StartLine, f.Words.StartLine);
        });
    }

    [Fact]
    public void Find_TasksThatSayAllow_AreAllPermissions() =>
        Assert.All(Shipped.Edition.Tasks.Where(t => t.Text.Verbatim.Contains("允许", StringComparison.Ordinal)), t =>
            Assert.Contains(PolicyForce.Permission, Of(t.Number).Select(f => f.Force)));

    [Fact]
    public void Find_TasksThatLiftALimit_AreTheFirstThree() =>
        Assert.Equal([1, 2, 3], Shipped.Edition.Tasks.Where(t => Of(t.Number).Any(f => f.Force == PolicyForce.LimitLifted)).Select(t => t.Number));

    [Theory]
    [InlineData("出台专项支持政策。")]
    [InlineData("开展业务探索和研究。", "开展")]
    [InlineData("试点地区的实践探索")]
    [InlineData("")]
    [InlineData("。，；")]
    [InlineData("进一步")]
    [InlineData("研究支持扩大", "研究")]
    [InlineData("进一步　支 持发展", "支 持")]
    [InlineData("且允许、不得禁止;支持", "允许", "支持")]
    public void Find_Words_AreVerbsWhereTheyStandAsSuch(string text, params string[] verbs) =>
        Assert.Equal(verbs, Lexicon.Find(Whole(text)).Select(f => f.Words.Verbatim));

    [Fact]
    public void Of_VerbWithTwoForces_IsRefused() =>
        Assert.False(PolicyLexicon.Of([new("支持", PolicyForce.Support), new("支持", PolicyForce.Permission)], []).IsOk);

    [Theory]
    [InlineData("", "进一步")]
    [InlineData("支持", " ")]
    public void Of_EmptyWords_IsRefused(string verb, string leadIn) =>
        Assert.False(PolicyLexicon.Of([new(verb, PolicyForce.Support)], [leadIn]).IsOk);

    private static ImmutableArray<ForceMark> Of(int task) => Lexicon.Find(Shipped.Edition.Tasks[task - 1].Text);

    private static Passage Whole(string text) => new(new Span(0, text.Length), 1, 1, text);
}
