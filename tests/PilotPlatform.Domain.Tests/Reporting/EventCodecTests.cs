using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using PilotPlatform.Reporting;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Events as the ledger holds them: each kind comes back as it went in.</summary>
public sealed class EventCodecTests
{
    private static readonly DateOnly Day = new(2026, 12, 1);

    private static readonly Happened[] Events =
    [
        new Happened.Opened(Samples.Plan, Samples.Basis), new Happened.Decomposed(Samples.Plan), new Happened.Dispatched("请办理", Day), new Happened.Acknowledged(""),
        new Happened.Declined("非本单位职责"), new Happened.ProgressReported(1, Samples.Progress), new Happened.ReportAccepted(1, ReviewLevel.Province, ""),
        new Happened.ReportReturned(1, ReviewLevel.City, "缺材料", Day), new Happened.ReportSupplemented(1, Samples.Progress), new Happened.ExtensionRequested(Day, "论证未完"),
        new Happened.ExtensionGranted(""), new Happened.ExtensionDenied("理由不足"), new Happened.Reminded(Party.LeadUnit, "请办理", Day),
        new Happened.Escalated(EscalationLevel.Red, "", Day), new Happened.ClosureRequested(ClosureOutcome.Ongoing, "持续推进"), new Happened.ClosureConfirmed(""),
        new Happened.ClosureRefused("未见实效"), new Happened.StruckOff(""), new Happened.Reopened("出现反复"), new Happened.Reopened("出现反复", Day), new Happened.Postponed("政策调整", Day), new Happened.Postponed("政策调整", null),
        new Happened.Resumed(""), new Happened.Resumed("", Day, Day), new Happened.Merged("programmes/nine-cities/commitments/13-dalian", "同一事项"), new Happened.MilestoneReached(0, Day),
        new Happened.MilestoneCorrected(0, Day, "日期登记有误"), new Happened.MilestoneCorrected(0, null, "误登"), new Happened.EvidenceExpired(1, Day),
        new Happened.EvidenceAdded(1, Samples.Document), new Happened.EvidenceJudged(1, IsAccepted: false, "看不清"), new Happened.ProblemAnswered(1, "已协调"),
        new Happened.BasisChanged(ReachState.AwaitsAct, Samples.Basis),
        new Happened.CarryOverProposed(new CarryOverPlan(Samples.Basis.Edition, CarryOverDecision.Continue, 13, null), ""),
        new Happened.CarryOverProposed(new CarryOverPlan(Samples.Basis.Edition, CarryOverDecision.Merge, null, "programmes/nine-cities/commitments/13-dalian"), "并入"),
        new Happened.CarryOverAccepted(Samples.Basis, ""), new Happened.CarryOverAccepted(null, "同意"), new Happened.CarryOverReturned("理由不足"), new Happened.CarryOverLapsed(Samples.Basis.Edition, WasGranted: true),
    ];

    [Fact]
    public void Decode_WhatWasEncoded_IsTheSameToTheByte() =>
        Assert.All(Events, happened =>
        {
            var (kind, payload) = EventCodec.Commitments.Encode(happened);
            var decoded = EventCodec.Commitments.Decode(kind, payload);

            Assert.Equal(happened.GetType(), decoded.GetType());
            Assert.Equal(payload, EventCodec.Commitments.Encode(decoded).Payload);
        });

    [Fact]
    public void Kinds_OfTheCodec_AreThoseAbove() =>
        Assert.Equal(Events.Select(e => e.GetType().Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), EventCodec.Commitments.Names.Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("Unheard", "{}")]
    [InlineData("Dispatched", "{}")]
    [InlineData("Dispatched", "")]
    [InlineData("Dispatched", "null")]
    [InlineData("Escalated", """{"level":3,"text":"","answerBy":"2026-12-01"}""")]
    public void Decode_WhatIsNone_IsADefectOfTheLedger(string kind, string payload) =>
        Assert.Throws<InvalidDataException>(() => EventCodec.Commitments.Decode(kind, System.Text.Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Kinds_OfPeriodsAndRegisters_HaveNamesOfTheirOwn()
    {
        Assert.Equal(["PeriodFreezeBegun", "PeriodFrozen", "PeriodReopened", "PeriodWindowClosed", "PeriodWindowOpened"], EventCodec.Periods.Names.Order(StringComparer.Ordinal));
        Assert.Equal(["RiskAmended", "RiskEntered", "RiskMoved"], new EventCodec<RegisterEvent<Risk, RiskState>>("Risk").Names.Order(StringComparer.Ordinal));
    }
}
