using System.Collections.Frozen;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Domain.Tests.Reporting.Reports;

/// <summary>What reports say, and to whom.</summary>
public sealed class ReportComposerTests
{
    public static TheoryData<ReportKind, bool> Kinds => new(
        from kind in Enum.GetValues<ReportKind>() from english in new[] { false, true } select new TheoryDataRow<ReportKind, bool>(kind, english));

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compose_EveryKindInBothLanguages_HasItsWordsAndLeavesNoPlaceUnfilled(ReportKind kind, bool english)
    {
        var report = ReportSamples.Compose(kind, english);

        Assert.NotEmpty(report.Sections);
        string[] texts = [report.Title, .. report.Basis, .. report.Sections.SelectMany(s => s.Paragraphs.Append(s.Heading)), .. report.Sections.SelectMany(s => s.Table?.Columns.Select(c => c.Title) ?? [])];
        Assert.All(texts, text => Assert.DoesNotContain('{', text));
        Assert.All(report.Sections.Where(s => s.Table is not null), s => Assert.All(s.Table!.Rows, row => Assert.Equal(s.Table.Columns.Length, row.Length)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Compose_Twice_SaysTheSame(ReportKind kind, bool english) =>
        Assert.Equal(PrintOf(ReportSamples.Compose(kind, english)), PrintOf(ReportSamples.Compose(kind, english)));

    [Theory]
    [InlineData("city")]
    [InlineData("chapter")]
    [InlineData("province")]
    [InlineData("force")]
    public void Rates_ByEverything_CountEveryCellOnce(string by)
    {
        var table = ReportSamples.Compose(ReportKind.Rates).Sections.Single(s => s.Table?.Key == by).Table!;
        var applying = Column(table, "applying");
        var implemented = Column(table, "implemented");

        Assert.Equal((21, 2), (applying[^1], implemented[^1])); // two cities of eleven tasks, one of which waits for an act
        Assert.Equal((applying[^1], implemented[^1]), (applying[..^1].Sum(), implemented[..^1].Sum()));
        Assert.Equal(2 * 10_000 / 21, Column(table, "rate")[^1]);
    }

    [Theory]
    [InlineData(ReportKind.Ledger)]
    [InlineData(ReportKind.Task)]
    [InlineData(ReportKind.ProgressTable)]
    [InlineData(ReportKind.Periodic)]
    public void Compose_ForThePublic_SaysNothingThatIsNotPublished(ReportKind kind)
    {
        var shown = PrintOf(ReportComposer.Compose(ReportSamples.Context(ReportSamples.Query(kind), sees: _ => false)));

        Assert.DoesNotContain("方案已印发", shown, StringComparison.Ordinal); // no report is accepted
        Assert.DoesNotContain("缺少实施细则", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("省级", shown, StringComparison.Ordinal);
    }

    /// <summary>A commitment whose act was revoked stands in the ledger of tasks and in no figure, and each report says that it is left out.</summary>
    [Theory]
    [InlineData(ReportKind.Ledger, 1)]
    [InlineData(ReportKind.ProgressTable, 2)]
    [InlineData(ReportKind.Periodic, 2)]
    [InlineData(ReportKind.Supervision, 1)]
    [InlineData(ReportKind.Rates, 1)]
    public void Compose_WithACommitmentWhoseActWasRevoked_CountsCommitmentsInOneWay(ReportKind kind, int sentences)
    {
        var source = ReportSamples.Source with
        {
            Reach = ReportSamples.Source.Reach.ToDictionary(r => r.Key, r => r.Key == ReportSamples.FirstTask + 2 ? [ReachState.AwaitsAct, r.Value[1]] : r.Value).ToFrozenDictionary(),
        };
        var report = ReportComposer.Compose(ReportSamples.Context(ReportSamples.Query(kind), source: source));
        var said = report.Sections.SelectMany(s => s.Paragraphs).ToArray();
        var committed = Enum.GetValues<CommitmentState>().Length - 1;

        var counts = said.SelectMany(s => System.Text.RegularExpressions.Regex.Matches(s, "已建账(?<count>[0-9]+)项", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Select(m => m.Groups["count"].Value);
        Assert.Equal(Enumerable.Repeat($"{committed}", sentences), counts);
        Assert.All(report.Sections.Select(s => s.Table).OfType<ReportTable>().Where(t => t.Columns.Any(c => c.Key == "committed")), table => Assert.Equal(committed, Column(table, "committed")[^1]));
        Assert.Contains(ReportSamples.Words.Chinese.Say("withdrawn", ("count", 1)), said);
    }

    [Fact]
    public void Ledger_WithACommitmentWhoseActWasRevoked_MarksItsRow()
    {
        var source = ReportSamples.Source with
        {
            Reach = ReportSamples.Source.Reach.ToDictionary(r => r.Key, r => r.Key == ReportSamples.FirstTask + 2 ? [ReachState.AwaitsAct, r.Value[1]] : r.Value).ToFrozenDictionary(),
        };

        var table = ReportComposer.Compose(ReportSamples.Context(ReportSamples.Query(ReportKind.Ledger), source: source)).Sections.Single().Table!;

        var at = table.Columns.Index().Single(c => c.Item.Key == "state").Index;
        Assert.Equal([ReportSamples.FirstTask + 2], table.Rows.Where(r => r[at].Text!.Contains("依据已撤回", StringComparison.Ordinal)).Select(r => (int)r[0].Number!));
    }

    /// <summary>A commitment whose task a later edition does not carry on stands in no cell, and still in the ledger of tasks, among the waits and in its form.</summary>
    [Theory]
    [InlineData(ReportKind.Ledger)]
    [InlineData(ReportKind.ProgressTable)]
    [InlineData(ReportKind.Waiting)]
    [InlineData(ReportKind.ProgressForm)]
    public void Compose_WithACommitmentBesideTheCells_ListsItAndCountsItNowhere(ReportKind kind)
    {
        var context = ReportSamples.Context(ReportSamples.Query(kind));
        var before = ReportComposer.Compose(context);
        var beside = Samples.In(CommitmentState.InProgress) with { Name = Samples.Name with { TaskNumber = 99 } };
        var now = context.Now with { Beside = [new CommitmentBeside(new TaskFacts(99, 1, "上一版的任务", "", null), ReportSamples.Facts.Cities[0], beside)] };

        var after = ReportComposer.Compose(new ReportContext(context.Query, context.Source, now, context.Periods, context.Sees, context.Words));

        Assert.True(after.Sections.Single(s => s.Table?.Key == before.Sections[^1].Table!.Key).Table!.Rows.Length > before.Sections[^1].Table!.Rows.Length);
        Assert.Contains("99", PrintOf(after), StringComparison.Ordinal);
        Assert.Equal(context.Cells.Totals().Committed, new ReportContext(context.Query, context.Source, now, context.Periods, context.Sees, context.Words).Counted.Count());
    }

    /// <summary>Two that a later edition joins: the one is counted, the other is listed all the same, late as it is, and is not said to have lost its basis.</summary>
    [Fact]
    public void Compose_WithASecondCommitmentForATask_ListsItWithWhatIsLateAndSaysWhy()
    {
        var second = Samples.In(CommitmentState.InProgress) with { Name = Samples.Name with { TaskNumber = 99 } };
        var (ledger, supervision) = (Of(ReportKind.Ledger), Of(ReportKind.Supervision));

        var row = ledger.Sections.Single().Table!.Rows.Single(r => r[0].Number == 99);
        Assert.Equal("推进中（同项任务另有台账）", row[ledger.Sections.Single().Table!.Columns.Index().Single(c => c.Item.Key == "state").Index].Text);
        Assert.DoesNotContain("依据已撤回", PrintOf(ledger), StringComparison.Ordinal);
        Assert.Contains(ReportSamples.Words.Chinese.Say("joined", ("count", 1)), ledger.Sections.Single().Paragraphs);
        Assert.Contains(99, Column(supervision.Sections.Single(s => s.Table?.Key == "overdue").Table!, "number"));
        Assert.Equal(PrintOf(ReportSamples.Compose(ReportKind.Rates)), PrintOf(Of(ReportKind.Rates)).Replace($"{ReportSamples.Words.Chinese.Say("joined", ("count", 1))}\n", "", StringComparison.Ordinal));

        ReportDocument Of(ReportKind kind)
        {
            var context = ReportSamples.Context(ReportSamples.Query(kind));
            var beside = new CommitmentBeside(new TaskFacts(99, 1, "上一版的任务", "", null), ReportSamples.Facts.Cities[0], second) { StandsFor = ReportSamples.FirstTask };
            return ReportComposer.Compose(new ReportContext(context.Query, context.Source, context.Now with { Beside = [beside] }, context.Periods, context.Sees, context.Words));
        }
    }

    /// <summary>An item is newly implemented in the month that confirmed it, and not again in that which struck it off.</summary>
    [Fact]
    public void Periodic_OfAnItemStruckOffInALaterMonth_TellsItOnce()
    {
        var working = Samples.In(CommitmentState.InProgress);
        var implemented = Samples.In(CommitmentState.Implemented);
        var struckOff = implemented.Answered().Take(c => c.StrikeOff("", ""), Samples.Day.AddDays(11));

        Assert.Equal((1, 1), NewIn("2026-11", working, implemented));
        Assert.Equal((0, 0), NewIn("2026-12", implemented, struckOff));
    }

    /// <summary>How many a monthly report calls newly implemented, and how many more there are than at the end of the month before.</summary>
    private static (int New, int More) NewIn(string period, Commitment before, Commitment now)
    {
        var query = ReportSamples.Query(ReportKind.Periodic) with { Period = Period.Parse("period", period).Value };
        var context = ReportSamples.Context(query);
        var report = ReportComposer.Compose(new ReportContext(
            query, context.Source, Of(now, query.Period!.Value), [new PeriodStanding(query.Period.Value.Before(1), Of(before, query.Period.Value.Before(1)))], context.Sees, context.Words));
        var said = string.Concat(report.Sections.SelectMany(s => s.Paragraphs));
        return (Number("新落地(?<count>[0-9]+)项"), Number("落地事项增减(?<count>[0-9]+)项"));

        Standing Of(Commitment commitment, Period at) => new(100, at.LastDay, FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create((commitment.Name.TaskNumber, commitment.Name.City), commitment)]));
        int Number(string words) => int.Parse(
            System.Text.RegularExpressions.Regex.Match(said, words, System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["count"].Value,
            System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A title without a place has no hole where it would stand.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Title_OfEveryKind_HasNoHoles(ReportKind kind, bool english)
    {
        var title = ReportSamples.Compose(kind, english).Title;

        Assert.Equal(title.Trim(), title);
        Assert.DoesNotContain("  ", title, StringComparison.Ordinal);
        Assert.DoesNotContain(" ,", title, StringComparison.Ordinal);
    }

    [Fact]
    public void Ledger_ForThePublic_HasNoProgressAndNoDayOfAReportThatIsNotAccepted()
    {
        var table = ReportComposer.Compose(ReportSamples.Context(ReportSamples.Query(ReportKind.Ledger), sees: _ => false)).Sections.Single().Table!;

        Assert.Contains(30, Column(ReportSamples.Compose(ReportKind.Ledger).Sections.Single().Table!, "percent"));
        Assert.All(new[] { "percent", "last_report" }, key => Assert.All(Column(table, key), value => Assert.Equal(-1, value)));
    }

    [Fact]
    public void ProgressForm_OfACity_HasARowForEachCommitmentThatTakesReports()
    {
        var table = ReportSamples.Compose(ReportKind.ProgressForm).Sections.Single().Table!;

        Assert.Equal(ProgressFormColumns.All, table.Columns.Select(c => c.Key));
        Assert.Equal(
            ReportSamples.Standing(0).Commitments.Values.Where(c => c.State.Admits(WorkflowStep.ReportProgress)).Select(c => $"{c.Name.TaskNumber}-dalian").Order(),
            table.Rows.Select(r => r[0].Text!).Order());
    }

    [Theory]
    [InlineData("2026-11", 1, "2026-10")]
    [InlineData("2026-01", 1, "2025-12")]
    [InlineData("2026-Q1", 1, "2025-Q4")]
    [InlineData("2026-Q4", 5, "2025-Q3")]
    public void Before_OfAPeriod_IsOfTheSameLength(string period, int count, string expected) =>
        Assert.Equal(expected, Period.Parse("period", period).Value.Before(count).ToString());

    [Theory]
    [InlineData(ReportKind.ProgressTable, "query.city")]
    [InlineData(ReportKind.Task, "query.pilot_task")]
    [InlineData(ReportKind.Trend, "query.period")]
    public void Check_OfAQueryWithoutWhatItNeeds_NamesTheField(ReportKind kind, string field) =>
        Assert.Equal(field, new ReportQuery(kind, null, null, null, null, null, 6, IsEnglish: false, Letterhead.Empty).Check().Fault?.Subject);

    [Fact]
    public void Words_OfEveryValueThatReportsName_AreThereInBothLanguages() => Assert.All([ReportSamples.Words.Chinese, ReportSamples.Words.English], words =>
    {
        Say<CommitmentState>();
        Say<ReportState>();
        Say<Lamp>();
        Say<Party>();
        Say<WaitReason>();
        Say<ProblemLevel>();
        Say<EscalationLevel>();
        Say<Domain.Scope.ReachState>();
        Say<Domain.Catalogue.Structure.PolicyForce>();

        void Say<T>()
            where T : struct, Enum => Assert.All(Enum.GetValues<T>(), value => Assert.NotEmpty(words.Of(value)));
    });

    private static long[] Column(ReportTable table, string key)
    {
        var at = table.Columns.Index().Single(c => c.Item.Key == key).Index;
        return [.. table.Rows.Select(r => r[at].Number ?? -1)];
    }

    private static string PrintOf(ReportDocument report) => string.Join('\n', [
        report.Title, .. report.Basis,
        .. report.Sections.SelectMany(s => s.Paragraphs.Prepend(s.Heading)),
        .. report.Sections.SelectMany(s => s.Table?.Rows.Select(r => string.Join('|', r)) ?? []),
    ]);
}
