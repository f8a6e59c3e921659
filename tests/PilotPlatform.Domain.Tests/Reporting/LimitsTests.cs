using System.Collections.Immutable;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>The limits of what may be written: each at its boundary and one beyond.</summary>
public sealed class LimitsTests
{
    public static TheoryData<string, int> TextsOfAPlan => new()
    {
        { "commitment.lead_unit", 100 },
        { "commitment.cooperating_units[0]", 100 },
        { "commitment.deliverables[0]", 200 },
        { "commitment.milestones[0].title", 200 },
    };

    public static TheoryData<string, int> TextsOfAReport => new()
    {
        { "progress_report.narrative", 4000 },
        { "progress_report.problems[0].description", 1000 },
        { "progress_report.evidence[0].title", 200 },
    };

    [Theory]
    [MemberData(nameof(TextsOfAPlan))]
    public void Check_TextOfAPlan_IsTakenToItsLimitAndNotBeyond(string field, int most)
    {
        Assert.All([1, most], length => Assert.True(PlanWith(field, Text(length)).Check(PlanDays.Any).IsOk));
        Assert.All(["", " ", "\n", "\u3000", Text(most + 1), "a\0b", "a\u001bb", "a\ufffdb"], text =>
            Assert.Equal(field, PlanWith(field, text).Check(PlanDays.Any).Fault?.Subject));
    }

    [Theory]
    [MemberData(nameof(TextsOfAReport))]
    public void Check_TextOfAReport_IsTakenToItsLimitAndNotBeyond(string field, int most)
    {
        Assert.All([1, most], length => Assert.True(ProgressWith(field, Text(length)).Check().IsOk));
        Assert.All(["", " ", "\r\n", Text(most + 1), "a\0b", "a\u0085b", "a\ufffdb"], text =>
            Assert.Equal(field, ProgressWith(field, text).Check().Fault?.Subject));
    }

    [Theory]
    [InlineData("commitment.cooperating_units", 20)]
    [InlineData("commitment.milestones", 50)]
    [InlineData("commitment.deliverables", 50)]
    public void Check_ListOfAPlan_IsTakenToItsLimitAndNotBeyond(string field, int most)
    {
        Assert.All([0, most], count => Assert.True(PlanWithMany(field, count).Check(PlanDays.Any).IsOk));
        Assert.Equal(field, PlanWithMany(field, most + 1).Check(PlanDays.Any).Fault?.Subject);
    }

    [Theory]
    [InlineData("progress_report.problems", 20)]
    [InlineData("progress_report.evidence", 50)]
    public void Check_ListOfAReport_IsTakenToItsLimitAndNotBeyond(string field, int most)
    {
        Assert.All([0, most], count => Assert.True(ProgressWithMany(field, count).Check().IsOk));
        Assert.Equal(field, ProgressWithMany(field, most + 1).Check().Fault?.Subject);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(int.MinValue, false)]
    [InlineData(int.MaxValue, false)]
    public void Check_Percent_IsTakenFromZeroToAHundred(int percent, bool taken)
    {
        var check = (Samples.Progress with { Percent = percent }).Check();

        Assert.Equal(taken ? null : "progress_report.progress_percent", check.Fault?.Subject);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public void Check_MilestoneAfterTheDueDate_IsRefused(int days, bool taken)
    {
        var plan = Samples.Plan with { Milestones = [new Milestone("验收", Samples.Plan.DueDate.AddDays(days), null)] };

        Assert.Equal(taken ? null : "commitment.milestones[0].due_date", plan.Check(PlanDays.Any).Fault?.Subject);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(500, true)]
    [InlineData(501, false)]
    public void Check_ReferenceOfEvidence_MayBeEmptyAndHasALimit(int length, bool taken)
    {
        var progress = Samples.Progress with { Evidence = [new Evidence("批复", new string('x', length), "")] };

        Assert.Equal(taken ? null : "progress_report.evidence[0].reference", progress.Check().Fault?.Subject);
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("a\u001bb")]
    [InlineData("a\ufffdb")]
    public void Check_ReferenceOfEvidenceWithDamagedCharacters_IsRefusedAsInEveryOtherText(string reference)
    {
        var progress = Samples.Progress with { Evidence = [new Evidence("批复", reference, "")] };

        Assert.Equal("progress_report.evidence[0].reference", progress.Check().Fault?.Subject);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde", false)]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", false)]
    [InlineData("g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    public void Check_HashOfEvidence_IsEmptyOrSixtyFourLowerCaseDigits(string hash, bool taken)
    {
        var progress = Samples.Progress with { Evidence = [new Evidence("批复", "", hash)] };

        Assert.Equal(taken ? null : "progress_report.evidence[0].content_sha256", progress.Check().Fault?.Subject);
    }

    [Theory]
    [InlineData("2026-13")]
    [InlineData("")]
    public void Check_PeriodThatIsNone_IsRefused(string period) =>
        Assert.Equal("progress_report.period", (Samples.Progress with { Period = period }).Check().Fault?.Subject);

    [Fact]
    public void Check_SeveralFieldsOutOfTheirLimits_NamesEachOfThem()
    {
        var fault = (Samples.Plan with { LeadUnit = "", CooperatingUnits = ["好", "", Text(101)], Deliverables = [" "] }).Check(PlanDays.Any).Fault!;

        Assert.Equal(
            ["commitment.lead_unit", "commitment.cooperating_units[1]", "commitment.cooperating_units[2]", "commitment.deliverables[0]"],
            fault.Violations.Select(v => v.Subject));
    }

    [Theory]
    [InlineData("福州\n局", "commitment.lead_unit")]
    [InlineData("福州\u202e局", "commitment.lead_unit")]
    public void Check_NameThatIsNoLine_IsRefused(string name, string field) =>
        Assert.Equal(field, (Samples.Plan with { LeadUnit = name }).Check(PlanDays.Any).Fault?.Subject);

    [Fact]
    public void Check_TextWithBreaksAndTabs_IsTaken() =>
        Assert.True((Samples.Progress with { Narrative = "一、方案\r\n\t已印发\n" }).Check().IsOk);

    private static string Text(int length) => new('字', length);

    private static Plan PlanWith(string field, string text) => field switch
    {
        "commitment.lead_unit" => Samples.Plan with { LeadUnit = text },
        "commitment.cooperating_units[0]" => Samples.Plan with { CooperatingUnits = [text] },
        "commitment.deliverables[0]" => Samples.Plan with { Deliverables = [text] },
        _ => Samples.Plan with { Milestones = [new Milestone(text, Samples.Plan.DueDate, null)] },
    };

    private static Progress ProgressWith(string field, string text) => field switch
    {
        "progress_report.narrative" => Samples.Progress with { Narrative = text },
        "progress_report.problems[0].description" => Samples.Progress with { Problems = [new Problem(text, ProblemLevel.City)] },
        _ => Samples.Progress with { Evidence = [new Evidence(text, "", "")] },
    };

    private static Plan PlanWithMany(string field, int count) => field switch
    {
        "commitment.cooperating_units" => Samples.Plan with { CooperatingUnits = Many(count, "单位") },
        "commitment.deliverables" => Samples.Plan with { Deliverables = Many(count, "成果") },
        _ => Samples.Plan with { Milestones = Many(count, new Milestone("步骤", Samples.Plan.DueDate, null)) },
    };

    private static Progress ProgressWithMany(string field, int count) => field == "progress_report.problems"
        ? Samples.Progress with { Problems = Many(count, new Problem("堵点", ProblemLevel.Ministry)) }
        : Samples.Progress with { Evidence = Many(count, new Evidence("批复", "", "")) };

    private static ImmutableArray<T> Many<T>(int count, T item) => [.. Enumerable.Repeat(item, count)];
}
