using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using PilotPlatform.Domain.Catalogue;
using PilotPlatform.Domain.Catalogue.Comparison;

namespace PilotPlatform.Domain.Tests.Catalogue;

/// <summary>What a later edition says otherwise: each change is called by its name, and nothing else is.</summary>
public sealed class ComparisonTests
{
    [Fact]
    public void Of_TheSameEdition_FindsNoChange()
    {
        var comparison = EditionComparison.Of(Shipped.Edition, Shipped.Edition, Shipped.Files.Scopes);

        Assert.Equal(159, comparison.Tasks.Length);
        Assert.All(comparison.Tasks, t => Assert.Equal((true, CarryOver.Same, t.Before?.Number), (t.Kinds.IsEmpty, t.CarryOver, t.After?.Number)));
        Assert.Empty(comparison.Passages);
    }

    [Fact]
    public void Of_ScopeThatLostACity_IsNarrower()
    {
        var change = Single(Shipped.Row(69), Shipped.Row(69).Replace("大连、厦门", "大连", StringComparison.Ordinal));

        Assert.Equal([TaskChangeKind.ScopeChanged], change.Kinds);
        Assert.Equal([new CellChange("xiamen", ScopeCell.Covered, ScopeCell.Outside)], change.Cells);
        Assert.Equal((CarryOver.Narrower, 69), (change.CarryOver, Assert.Single(change.CarriedTo)));
    }

    [Fact]
    public void Of_ScopeOfOneCityThatBecameNational_IsWider()
    {
        var change = Single("13\t加强海缆领域国际合作。\t大连", "13\t加强海缆领域国际合作。\t*");

        Assert.Equal(8, change.Cells.Length);
        Assert.Equal(CarryOver.Wider, change.CarryOver);
    }

    [Fact]
    public void Of_ScopeThatNowAsksForAnAct_IsNarrower()
    {
        var change = Single("6\t鼓励当地大力发展数据标注产业。\t*", "6\t鼓励当地大力发展数据标注产业。\t在符合条件的试点城市开展");

        Assert.All(change.Cells, c => Assert.Equal((ScopeCell.Covered, ScopeCell.Conditional), (c.Before, c.After)));
        Assert.Equal((9, CarryOver.Narrower), (change.Cells.Length, change.CarryOver));
    }

    [Fact]
    public void Of_TextWithOtherWords_IsChanged()
    {
        var change = Single("外资股比不超过 50%", "外资股比不超过 49%");

        Assert.Equal([TaskChangeKind.TextChanged], change.Kinds);
        Assert.Equal((CarryOver.Changed, 1), (change.CarryOver, change.After?.Number));
    }

    /// <summary>More than half of it is new, and it is still the one task: no other became part of it.</summary>
    [Theory]
    [InlineData("促进数据要素流通交易。", "促进数据要素流通交易。支持建设数据交易所,探索数据资产入表和数据知识产权登记。")]
    [InlineData("。支持高能级、高流量的演出、赛事、展览等活动与商业联动,打造一批演艺综合体、游乐综合体、体育综合体,推出具有较强国际引流效应的标杆活动和商旅文体展联动重点活动。", "。")]
    public void Of_TextThatGrewOrShrankByMoreThanHalf_IsChanged(string from, string to)
    {
        var change = Single(from, to);

        Assert.Equal([TaskChangeKind.TextChanged], change.Kinds);
        Assert.Equal((CarryOver.Changed, change.Before?.Number), (change.CarryOver, change.After?.Number));
    }

    [Fact]
    public void Of_TextWithPunctuationOfAnotherWidth_IsTheSame()
    {
        var later = Shipped.Read(Shipped.Document.Replace(',', '，').Replace("(", "（", StringComparison.Ordinal).Replace(")", "）", StringComparison.Ordinal)).Value;
        var comparison = EditionComparison.Of(Shipped.Edition, later, Shipped.Files.Scopes);

        Assert.NotEqual(Shipped.Edition.ContentSha256, later.ContentSha256);
        Assert.All(comparison.Tasks, t => Assert.Equal((true, CarryOver.Same), (t.Kinds.IsEmpty, t.CarryOver)));
        Assert.Empty(comparison.Passages);
    }

    /// <summary>The same cities, and something else asked of them: a commitment cannot be carried over as if nothing had happened.</summary>
    [Theory]
    [InlineData(24, 151)]
    [InlineData(151, 24)]
    [InlineData(147, 151)]
    [InlineData(47, 151)]
    [InlineData(65, 4)]
    [InlineData(4, 65)]
    public void Of_ScopeThatAsksForSomethingElse_IsChanged(int task, int scopeOf)
    {
        var scope = Shipped.Edition.Tasks[scopeOf - 1].Scope.Verbatim;

        var change = Single(Shipped.Row(task), Shipped.Row(task).Replace("\t" + Shipped.Edition.Tasks[task - 1].Scope.Verbatim, "\t" + scope, StringComparison.Ordinal));

        Assert.Equal([TaskChangeKind.ScopeChanged], change.Kinds);
        Assert.Empty(change.Cells);
        Assert.Equal((CarryOver.Changed, task), (change.CarryOver, Assert.Single(change.CarriedTo)));
    }

    /// <summary>A form that lists cities and asks for something: who is listed is no condition, and the order of the list is nothing.</summary>
    [Theory]
    [InlineData(147, "、苏州中", "中", CarryOver.Narrower, "suzhou")]
    [InlineData(151, "、苏州中", "中", CarryOver.Narrower, "suzhou")]
    [InlineData(151, "大连、宁波、", "", CarryOver.Narrower, "dalian ningbo")]
    [InlineData(151, "大连、宁波", "宁波、大连", CarryOver.Same, "")]
    [InlineData(151, "、苏州中有意愿的城市", "中有意愿的城市论证后按程序办理", CarryOver.Changed, "suzhou")]
    [InlineData(147, "、苏州中有意愿的城市论证后按程序办理", "中有意愿的城市", CarryOver.Changed, "suzhou")]
    [InlineData(24, "、苏州等", "等", CarryOver.Changed, "")]
    public void Of_ListOfAConditionalScopeThatIsAnother_GoesByTheCitiesWhereTheConditionStays(int task, string from, string to, CarryOver carryOver, string cities)
    {
        var row = Shipped.Row(task);
        var later = row.Replace(from, to, StringComparison.Ordinal);

        var change = Single(row, later);
        var back = Assert.Single(Compare(Shipped.Changed(row, later), Shipped.Document).Tasks, t => !t.Kinds.IsEmpty);

        Assert.Equal((carryOver, cities), (change.CarryOver, string.Join(' ', change.Cells.Select(c => c.City))));
        Assert.Equal(carryOver == CarryOver.Narrower ? CarryOver.Wider : carryOver, back.CarryOver);
    }

    [Fact]
    public void Of_TaskRemoved_IsRemovedAndAllBehindItRenumbered()
    {
        var comparison = Compare(Renumbered(Shipped.Changed(Shipped.Row(30), "")));

        var removed = comparison.Tasks.Single(t => t.After is null);
        Assert.Equal((30, CarryOver.None, true), (removed.Before!.Number, removed.CarryOver, removed.CarriedTo.IsEmpty));
        Assert.All(comparison.Tasks.Where(t => t.Before?.Number > 30), t => Assert.Equal((t.Before!.Number - 1, CarryOver.Same), (t.After!.Number, t.CarryOver)));
        Assert.Equal(129, comparison.Tasks.Count(t => t.Kinds.Contains(TaskChangeKind.Renumbered)));
    }

    [Fact]
    public void Of_TaskAdded_IsAddedAndCarriesNothingOn()
    {
        var comparison = Compare(Renumbered(Shipped.Changed(Shipped.Row(30), Shipped.Row(30) + "1\t允许外国机构独资经营滑雪场并引进教练员。\t*\n")));

        var added = comparison.Tasks.Single(t => t.Before is null);
        Assert.Equal((31, CarryOver.None), (added.After!.Number, added.CarryOver));
        Assert.Equal([TaskChangeKind.Added], added.Kinds);
    }

    [Fact]
    public void Of_TaskInAnotherChapter_HasMoved()
    {
        var row = Shipped.Row(30);
        var comparison = Compare(Renumbered(Shipped.Changed(row, "").Replace(Shipped.Row(40), Shipped.Row(40) + row, StringComparison.Ordinal)));

        var moved = comparison.Tasks.Single(t => t.Kinds.Contains(TaskChangeKind.Moved));
        Assert.Equal((30, 40, CarryOver.Same), (moved.Before!.Number, moved.After!.Number, moved.CarryOver));
    }

    [Fact]
    public void Of_TaskCutInTwo_IsSplit()
    {
        var text = Shipped.Edition.Tasks[21].Text.Verbatim;
        var cut = text.IndexOf('。', StringComparison.Ordinal) + 1;
        var comparison = Compare(Renumbered(Shipped.Changed($"{text}\t*", $"{text[..cut]}\t*\n1\t{text[cut..]}\t*")));

        var split = comparison.Tasks.Single(t => t.CarryOver == CarryOver.Split && t.Before is not null);
        Assert.Equal(22, split.Before!.Number);
        Assert.Equal([22, 23], split.CarriedTo);
        var part = comparison.Tasks.Single(t => t.Before is null);
        Assert.Equal((CarryOver.Split, 22), (part.CarryOver, Assert.Single(part.CarriedFrom)));
        Assert.Equal([TaskChangeKind.Added], part.Kinds);
        Assert.Empty(part.Cells);
    }

    [Fact]
    public void Of_TwoTasksInOne_AreMerged()
    {
        var (one, other) = (Shipped.Edition.Tasks[21].Text.Verbatim, Shipped.Edition.Tasks[24].Text.Verbatim);
        var comparison = Compare(Renumbered(Shipped.Changed(Shipped.Row(25), "").Replace(one, one + other, StringComparison.Ordinal)));

        var merged = comparison.Tasks.Where(t => t.CarryOver == CarryOver.Merged).ToArray();
        Assert.Equal([22, 25], merged.Select(t => t.Before!.Number).Order());
        Assert.All(merged, t => Assert.Equal([22], t.CarriedTo));
        Assert.All(merged, t => Assert.Empty(t.Cells));
        Assert.Equal([22, 25], merged.Single(t => t.After is not null).CarriedFrom);
    }

    /// <summary>Every later chapter stands at another place, with the same words.</summary>
    [Fact]
    public void Of_ChapterThatCameInBetween_IsAddedAndTheOthersAreRenumbered()
    {
        var passages = Compare(WithEighthChapter("推动人工智能服务开放发展")).Passages;

        var added = Assert.Single(passages, p => p.Kind == PassageChangeKind.Added);
        Assert.Equal(("chapters/8", null, "八、推动人工智能服务开放发展"), (added.Key, added.BaseKey, added.After!.Normalized));
        Assert.Equal(
            Enumerable.Range(8, 8).Select(n => (PassageChangeKind.Renumbered, (string?)$"chapters/{n}", $"chapters/{n + 1}")),
            passages.Where(p => p.Kind != PassageChangeKind.Added).Select(p => (p.Kind, p.BaseKey, p.Key)));
    }

    [Fact]
    public void Of_ChapterThatWent_IsRemovedAndTheOthersAreRenumbered()
    {
        var passages = Compare(WithEighthChapter("推动人工智能服务开放发展"), Shipped.Document).Passages;

        Assert.Equal("chapters/8", Assert.Single(passages, p => p.Kind == PassageChangeKind.Removed).Key);
        Assert.Equal(8, passages.Count(p => p.Kind == PassageChangeKind.Renumbered));
        Assert.Equal(9, passages.Length);
    }

    [Fact]
    public void Of_ParagraphWithOtherWords_NamesThePassage()
    {
        var comparison = Compare(Shipped.Changed("提升试点工作效率", "提高试点工作效率"));

        Assert.Equal("sections/1/paragraphs/1", Assert.Single(comparison.Passages).Key);
    }

    [Fact]
    public void Of_NoteThatCameIn_WasNoPassageBefore()
    {
        var added = Assert.Single(EditionComparison.Of(Shipped.Edition with { Note = null }, Shipped.Edition, Shipped.Files.Scopes).Passages);

        Assert.Equal((PassageChangeKind.Added, "note", null), (added.Kind, added.Key, added.BaseKey));
    }

    /// <summary>Rows thrown together in any order: every task of the earlier edition is spoken of once, and every one of the later.</summary>
    [Fact]
    public void Of_AnyOrderOfAnyRows_SpeaksOfEveryTaskOnce() =>
        Gen.Select(Gen.Int[1, 159].Array[0, 10], Gen.Int[1, 158].Array[0, 10]).Sample(
            (removed, swapped) =>
            {
                var document = Shipped.Document;
                foreach (var task in removed.Distinct())
                    document = document.Replace(Shipped.Row(task), "", StringComparison.Ordinal);
                foreach (var task in swapped.Except(removed).Where(t => !removed.Contains(t + 1)))
                    document = document.Replace(Shipped.Row(task), Shipped.Row(task + 1), StringComparison.Ordinal);
                var read = Shipped.Read(Renumbered(document));
                if (!read.IsOk)
                    return true;
                var tasks = EditionComparison.Of(Shipped.Edition, read.Value, Shipped.Files.Scopes).Tasks;
                return tasks.Select(t => t.Before).OfType<PilotTask>().Order(ByNumber).SequenceEqual(Shipped.Edition.Tasks)
                    && tasks.Select(t => t.After).OfType<PilotTask>().Order(ByNumber).SequenceEqual(read.Value.Tasks);
            },
            iter: 40);

    private static readonly Comparer<PilotTask> ByNumber = Comparer<PilotTask>.Create((one, other) => one.Number.CompareTo(other.Number));

    private static EditionComparison Compare(string later) => Compare(Shipped.Document, later);

    private static EditionComparison Compare(string earlier, string later) =>
        EditionComparison.Of(Shipped.Read(earlier).Value, Shipped.Read(later).Value, Shipped.Files.Scopes);

    /// <summary>The document with a chapter of one task before the eighth, and all numbers made to fit.</summary>
    internal static string WithEighthChapter(string title)
    {
        const string Numerals = "八 九 十 十一 十二 十三 十四 十五 十六";
        var numerals = Numerals.Split(' ');
        var moved = numerals.Index().Skip(1).Reverse().Aggregate(
            Shipped.Document, (text, n) => text.Replace($"<b>{numerals[n.Index - 1]}、", $"<b>{n.Item}、", StringComparison.Ordinal));
        return Renumbered(moved.Replace("<b>九、", $"<b>八、{title}</b>\t\t\n1\t支持当地发展人工智能服务。\t*\n<b>九、", StringComparison.Ordinal));
    }

    private static TaskChange Single(string from, string to) => Assert.Single(Compare(Shipped.Changed(from, to)).Tasks, t => !t.Kinds.IsEmpty);

    private static string Renumbered(string document)
    {
        var number = 0;
        return Regex.Replace(document, "^[0-9]+\t", _ => string.Create(CultureInfo.InvariantCulture, $"{++number}\t"), RegexOptions.Multiline, TimeSpan.FromSeconds(5));
    }
}
