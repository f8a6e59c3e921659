using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>The steps of the registers, each from every state to every state.</summary>
public sealed class RegisterTests
{
    private static readonly InnovationCase Content = new(12, "dalian", "一件事一次办", "把多个环节合为一次。", "", "");

    /// <summary>By the order of the states, to which states each leads.</summary>
    [Fact]
    public void Leads_StatesOfRisks_AreAsWritten() => Assert.Equal([".xxx", "..xx", ".x.x", "x..."], Table(Registers.Risks));

    [Fact]
    public void Leads_StatesOfCases_AreAsWritten() => Assert.Equal([".x..x", "x.x.x", "x..xx", "....x", "....."], Table(Registers.Cases));

    [Fact]
    public void Leads_StatesOfAdjustments_AreAsWritten() => Assert.Equal([".x..x.", "..x.x.", ".x.x..", ".....x", "x.....", "......"], Table(Registers.Adjustments));

    [Theory]
    [InlineData(-1, null, "is past")]
    [InlineData(0, null, null)]
    [InlineData(-1, -1, null)]
    [InlineData(-2, -1, "is past")]
    [InlineData(4000, null, "the last day that may be set ahead")]
    public void Misdated_AReviewDateThatIsNew_IsNeitherPastNorTooFarAhead(int days, int? before, string? refused)
    {
        var at = Samples.At(0) with { Term = new Term(DateOnly.MinValue, LastDay: null, 10) };
        var risk = new Risk(153, "dalian", "风险", "说明", RiskLevel.High, "", "市商务局", at.Today.AddDays(days));

        var fault = risk.Misdated(before is { } was ? risk with { ReviewDate = at.Today.AddDays(was) } : null, at);

        Assert.Equal(refused is null, fault is null);
        if (refused is not null)
            Assert.Contains(refused, fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Move_FromEveryState_IsTakenOrRefusedByTheTable() =>
        Assert.All(
            from start in Enum.GetValues<CaseState>() from to in Enum.GetValues<CaseState>() select (start, to),
            step =>
            {
                var moved = (Entered with { State = step.start }).Move("", step.to, "", "office", Registers.Cases);
                Assert.Equal(Registers.Cases.Leads(step.start, step.to) ? null : FaultReason.WrongState, moved.Fault?.Reason);
            });

    [Fact]
    public void Amend_OnceItLeftItsFirstState_IsRefused() =>
        Assert.All(Enum.GetValues<CaseState>(), state =>
            Assert.Equal(state == CaseState.Draft ? null : FaultReason.WrongState, (Entered with { State = state }).Amend("", Content, Registers.Cases).Fault?.Reason));

    /// <summary>What was approved keeps its words; the document and the day come behind the approval.</summary>
    [Fact]
    public void Reworded_OnceItIsApproved_IsRefusedButForTheDocumentAndTheDay()
    {
        var adjustment = new LawAdjustment(2, "dalian", "某条例", "第三条", "暂停适用", "国务院", "", null);
        LawAdjustment[] reworded = [adjustment with { Instrument = "宪法" }, adjustment with { Provision = "" }, adjustment with { Request = "别的" }, adjustment with { Body = "省政府" }];
        var approved = new RegisterEntry<LawAdjustment, AdjustmentState>(new ChildName(Samples.Name.Parent, "one"), adjustment, AdjustmentState.Approved, "office", Samples.Day, Samples.Day, 3, 3);

        Assert.Null(approved.Reworded(adjustment with { Document = "国函〔2026〕1号", EffectiveDate = new DateOnly(2027, 1, 1) }));
        Assert.All(reworded, content =>
        {
            Assert.Equal((FaultReason.WrongState, $"{Samples.Name.Parent}/lawAdjustments/one"), (approved.Reworded(content)?.Reason, approved.Reworded(content)?.Subject));
            Assert.Null((approved with { State = AdjustmentState.UnderReview }).Reworded(content));
        });
    }

    [Theory]
    [InlineData("", 0, "without its document, or the day from which it holds")]
    [InlineData("国函〔2026〕1号", null, "without its document, or the day from which it holds")]
    [InlineData("国函〔2026〕1号", 1, "to hold only from 2026-12-02 on")]
    [InlineData("国函〔2026〕1号", 0, null)]
    public void Unready_ToComeIntoForce_IsWhatHasNoDocumentOrDayOrADayAhead(string document, int? days, string? unready)
    {
        var today = new DateOnly(2026, 12, 1);
        var adjustment = new LawAdjustment(2, "dalian", "某条例", "", "暂停适用", "国务院", document, days is { } ahead ? today.AddDays(ahead) : null);

        Assert.Equal(unready, adjustment.Unready(AdjustmentState.InForce, today));
        Assert.Null(adjustment.Unready(AdjustmentState.Rejected, today));
    }

    [Fact]
    public void Move_WithAnEtagOfBefore_IsStale() => Assert.Equal(FaultReason.EtagMismatch, Entered.Move("\"0\"", CaseState.Submitted, "", "office", Registers.Cases).Fault?.Reason);

    [Fact]
    public void Refusals_OfAnEntry_NameItAsAResource()
    {
        var recommended = Entered with { State = CaseState.Recommended };
        Fault?[] refusals =
        [
            Entered.Move("\"0\"", CaseState.Submitted, "", "office", Registers.Cases).Fault, Entered.Amend("\"0\"", Content, Registers.Cases).Fault,
            recommended.Move("", CaseState.Draft, "", "office", Registers.Cases).Fault, recommended.Amend("", Content, Registers.Cases).Fault,
        ];

        Assert.All(refusals, refusal =>
        {
            Assert.Equal($"{Samples.Name.Parent}/innovationCases/one", refusal?.Subject);
            Assert.DoesNotContain(nameof(ChildName), refusal?.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Fold_Moves_StandInTheirOrder()
    {
        var moved = new[] { CaseState.Submitted, CaseState.Endorsed, CaseState.Recommended }.Aggregate(
            Entered, (entry, to) => Fold(entry, entry.Move(entry.Etag, to, "经核", "office", Registers.Cases).Value));

        Assert.Equal((CaseState.Recommended, "\"4\""), (moved.State, moved.Etag));
        Assert.Equal([CaseState.Submitted, CaseState.Endorsed, CaseState.Recommended], moved.Moves.Select(m => m.State));
        Assert.Equal([CaseState.Draft, CaseState.Draft, CaseState.Submitted, CaseState.Endorsed, CaseState.Recommended], Enumerable.Range(0, 5).Select(moved.StateAt));
    }

    [Fact]
    public void Enter_OfAnEntryThatStands_IsRefusedAndWithoutEffectWhereItHappenedAllTheSame()
    {
        var again = RegisterEntry<InnovationCase, CaseState>.Enter(Entered, Content, Samples.Basis.Edition, Registers.Cases);
        Assert.Equal((FaultReason.ResourceExists, $"{Samples.Name.Parent}/innovationCases/one"), (again.Fault?.Reason, again.Fault?.Subject));
        Assert.True(RegisterEntry<InnovationCase, CaseState>.Enter(null, Content, Samples.Basis.Edition, Registers.Cases).IsOk);

        var moved = Fold(Entered, new RegisterEvent<InnovationCase, CaseState>.Moved(CaseState.Submitted, ""));
        var twice = Fold(moved, new RegisterEvent<InnovationCase, CaseState>.Entered(Content with { Title = "另一件" }));
        Assert.Equal((Content, CaseState.Submitted, 3), (twice.Content, twice.State, twice.Revision));
    }

    [Theory]
    [InlineData("", "innovation_case.title")]
    [InlineData("好\ufffd", "innovation_case.title")]
    public void Check_TextOutOfItsLimits_NamesTheField(string title, string field) => Assert.Equal(field, (Content with { Title = title }).Check().Fault?.Subject);

    private static RegisterEntry<InnovationCase, CaseState> Entered { get; } = Fold(null, new RegisterEvent<InnovationCase, CaseState>.Entered(Content));

    private static RegisterEntry<InnovationCase, CaseState> Fold(RegisterEntry<InnovationCase, CaseState>? entry, RegisterEvent<InnovationCase, CaseState> happened) =>
        RegisterEntry<InnovationCase, CaseState>.Fold(entry, new ChildName(Samples.Name.Parent, "one"), happened, "reporter", Samples.Day, (entry?.Position ?? 0) + 1);

    private static IEnumerable<string> Table<TState>(RegisterRules<TState> rules)
        where TState : struct, Enum =>
        Enum.GetValues<TState>().Select(start => string.Concat(Enum.GetValues<TState>().Select(to => rules.Leads(start, to) ? 'x' : '.')));
}
