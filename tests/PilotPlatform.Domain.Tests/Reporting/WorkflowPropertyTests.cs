using CsCheck;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>Steps taken at random, in any order and at any time: what stands is the fold of what was taken, and never contradicts itself.</summary>
public sealed class WorkflowPropertyTests
{
    private static readonly Gen<(int Step, int Serial, int Hours, int Choice)[]> AnySteps =
        Gen.Select(Gen.Int[0, 29], Gen.Int[1, 4], Gen.Int[1, 300], Gen.Int[0, 2]).Array[0, 60];

    /// <summary>From the opening, from where an edition has ended what was just opened, or from where two of the city are reminded.</summary>
    private static readonly Gen<(int Step, int Serial, int Hours, int Choice)[]> Courses = Gen.OneOf(
        AnySteps,
        AnySteps.Select(steps => ((int, int, int, int)[])[(27, 1, 1, (int)CarryOverDecision.End), (28, 1, 1, 1), .. steps]),
        AnySteps.Select(steps => ((int, int, int, int)[])[(4, 1, 1, 0), (13, (int)Party.CityReviewer, 1, 1), (13, (int)Party.LeadUnit, 1, 1), .. steps]));

    [Fact]
    public void Steps_TakenAtRandom_FoldToWhatStands() => Courses.Sample(course =>
    {
        var (now, recorded) = Run(course);

        var folded = recorded.Aggregate((Commitment?)null, (c, e) => Commitment.Fold(c, Samples.Name, e))!;

        Assert.Equal(Printed(now), Printed(folded));
        Assert.Equal(recorded.Count, now.Revision);
    });

    [Fact]
    public void Steps_TakenAtRandom_NeverContradictThemselves() => Courses.Sample(course =>
    {
        var (_, recorded) = Run(course);
        Commitment? before = null;
        foreach (var happened in recorded)
        {
            var now = Commitment.Fold(before, Samples.Name, happened);
            Hold(before, now, happened.Event);
            before = now;
        }
    });

    private static void Hold(Commitment? before, Commitment now, Happened happened)
    {
        Assert.Equal(now.State == CommitmentState.Postponed, now.Course.Suspension is not null);
        Assert.Equal(now.State == CommitmentState.Merged, now.Course.MergedInto is not null);
        Assert.Equal(Enumerable.Range(1, now.Reports.Count), now.Reports.Select(r => r.Name.Serial));
        Assert.Equal(Enumerable.Range(1, now.Course.Problems.Count), now.Course.Problems.Select(p => p.Serial));
        Assert.True(now.Course.Extensions.Count(e => e.State == RequestState.Pending) <= 1);
        Assert.All(now.Reports, report => Assert.Equal(report.State == ReportState.Returned, report.Reviews is [.., { IsReturn: true, AnswerTime: null }]));
        Assert.All(now.Reports.Where(r => r.State == ReportState.Accepted), r => Assert.Contains(r.Reviews, v => v is { Level: ReviewLevel.Province, IsReturn: false }));
        if (now.State == CommitmentState.AwaitingAcknowledgement)
            Assert.NotNull(now.Course.Assignment);
        foreach (var wait in Waiting.On(now, Samples.At(0)))
            Assert.True(wait.Since >= now.CreateTime);

        if (before is null)
            return;
        if (before.State != now.State)
            Assert.True(happened is not (Happened.Reminded or Happened.Escalated), "Reminders and escalations change no state.");
        if (before.Plan.DueDate != now.Plan.DueDate)
            Assert.True(
                happened is Happened.Decomposed ? before.State == CommitmentState.NotStarted
                : happened is Happened.ExtensionGranted or Happened.Resumed or Happened.Reopened
                    && now.Course.Extensions[^1] is { State: RequestState.Granted } moved && (moved.OldDueDate, moved.NewDueDate) == (before.Plan.DueDate, now.Plan.DueDate) && moved.NewDueDate > moved.OldDueDate,
                "A due date moves to a later day once work has begun, and the old one stays to be seen.");
        if (now.State == CommitmentState.StruckOff && before.State != now.State)
            Assert.Equal(CommitmentState.Implemented, before.State);
        if (now.State == CommitmentState.Ended && before.State != now.State)
            Assert.True(happened is Happened.CarryOverAccepted && now.HasEnded && !before.IsOver, "Ended only by an edition, and only what was not over.");
        if (now.State == CommitmentState.Implemented && before.State is not (CommitmentState.Implemented or CommitmentState.Postponed))
            Assert.True((before.Course.EndedFrom, happened) is (CommitmentState.Implemented, Happened.Reopened) || happened is Happened.ClosureConfirmed && now.Course.Evidence.Any(e => e.IsAccepted == true), "Implemented only by a confirmed closure with accepted evidence, or again behind an edition that is not in force any more.");
        if (happened is Happened.ClosureConfirmed or Happened.StruckOff or Happened.Merged || (happened is Happened.CarryOverAccepted && now.IsOver && !before.IsOver))
            Assert.DoesNotContain(now.Reports, r => r.State != ReportState.Accepted);
        if (now.IsOver && !before.IsOver)
            Assert.True(Waiting.On(before with { State = CommitmentState.InProgress }, Samples.At(0)).All(w => w.Reason is WaitReason.Progress or WaitReason.Basis or WaitReason.EvidenceJudgement or WaitReason.CarryOverDecision), "Nothing is over while somebody is waited for who could hold it up.");
        Assert.Equal(now.Reports.Count, now.Reports.Select(r => r.Progress.Period).Distinct(StringComparer.Ordinal).Count());
        if (before.Edition != now.Edition)
            Assert.True(happened is Happened.CarryOverAccepted or Happened.CarryOverLapsed { WasGranted: true }, "Only a carry-over that was agreed to changes the edition.");
        if (happened is Happened.Escalated { Level: var level, Party: var party })
        {
            Assert.Equal((true, level == EscalationLevel.Blue ? null : level - 1), before.Course.Reminders.Where(r => r.Party == party).Select(r => (r is { IsOpen: true, IsToTheCity: true }, r.Level)).Single());
            Assert.Equal(level, now.Course.Reminders.Single(r => r.Party == party).Level);
        }

        Assert.True(before.Reports.Count <= now.Reports.Count && before.Course.Evidence.Count <= now.Course.Evidence.Count, "Nothing is taken away.");
    }

    private static (Commitment Now, IReadOnlyList<Recorded> Recorded) Run((int Step, int Serial, int Hours, int Choice)[] course)
    {
        var recorded = new List<Recorded> { new(new Happened.Opened(Samples.Plan, Samples.Basis), "reporter", Samples.Day, 1) };
        var (now, time) = (Samples.Opened with { CreateTime = Samples.Day, UpdateTime = Samples.Day }, Samples.Day);
        foreach (var (step, serial, hours, choice) in course)
        {
            time = time.AddHours(hours);
            if (Take(now, step, serial, choice, new Moment(time, Samples.Weekends, Samples.Limits)) is not { IsOk: true } taken)
                continue;
            recorded.Add(new Recorded(taken.Value, "someone", time, recorded.Count + 1));
            now = Commitment.Fold(now, Samples.Name, recorded[^1]);
        }

        return (now, recorded);
    }

    private static Result<Happened>? Take(Commitment c, int step, int serial, int choice, Moment at) => step switch
    {
        0 => c.Decompose("", choice == 0 ? Samples.Plan : c.Plan with { LeadUnit = "市发展改革委", Milestones = [.. c.Plan.Milestones.Select(m => m with { ReachedDate = null })] }, at),
        1 => c.Dispatch("", "", at),
        2 => c.Acknowledge("", ""),
        3 => c.Decline("", "非本单位职责", at),
        4 or 5 => c.Report(Samples.Of((serial * 3) + choice, 30) with { Problems = [new Problem($"堵点{serial}", (ProblemLevel)choice)] }, ""),
        6 or 7 => c.AcceptReport("", serial, (ReviewLevel)(choice % 2), "", "reviewer"),
        8 => c.ReturnReport("", serial, (ReviewLevel)(choice % 2), "缺材料", at),
        9 => c.SupplementReport("", serial, Samples.Progress with { Period = c.Reports.ElementAtOrDefault(serial - 1)?.Progress.Period ?? "" }),
        10 => c.RequestExtension("", c.Plan.DueDate.AddDays(serial), "论证未完", at),
        11 => c.GrantExtension("", "", "office"),
        12 => c.DenyExtension("", "理由不足"),
        13 => c.Remind("", choice == 0 ? null : (Party)serial, "请办理", at),
        14 or 15 => c.Escalate("", (EscalationLevel)choice, serial == 4 ? null : serial == 1 ? Party.LeadUnit : Party.CityReviewer, "", at),
        16 or 17 => c.RequestClosure("", (ClosureOutcome)choice, "已落地", at),
        18 => c.ConfirmClosure("", "", "office", at),
        19 => c.RefuseClosure("", "未见实效"),
        20 => c.StrikeOff("", ""),
        21 => c.Reopen("", "出现反复", choice == 0 ? null : at.Today.AddYears(choice), at),
        22 => choice == 0 ? c.Postpone("", "政策调整", until: null, at) : c.Resume("", "", choice == 1 ? null : at.Today.AddYears(1), at),
        23 => choice == 0 ? c.Merge("", Samples.Other, "同一事项") : c.ReachMilestone("", serial, at.Today, at),
        24 => c.AddEvidence("", Samples.Document, 4096, at),
        25 => c.JudgeEvidence("", serial, choice > 0, "经核", "reviewer", at),
        27 => c.ProposeCarryOver("", Onward(serial, choice), choice == 1 ? Samples.Other : null, "版本衔接"),
        28 => choice == 0
            ? c.ReturnCarryOver("", "再议")
            : c.AcceptCarryOver("", "", "office", Samples.GroundOf(c.Course.CarryOvers is [.., var last] ? last.Plan : Samples.Onward) with { Reach = (ReachState)(serial - 1) }),
        29 => c.Lapse(Samples.Basis.Edition, goesOn: choice > 0) is { } lapsed ? lapsed : (Result<Happened>?)null,
        _ => choice == 0 && c.Recheck((ReachState)serial - 1, Samples.Basis) is { } changed ? changed : c.AnswerProblem("", serial, "已协调", Samples.Coordinator),
    };

    private static CarryOverPlan Onward(int serial, int choice) => new(
        $"{Samples.Onward.Edition}{serial}", (CarryOverDecision)choice, choice == 0 ? 12 + serial : null, choice == 1 ? Samples.Other.Name.ToString() : null);

    /// <summary>By content: records that hold lists compare those by reference.</summary>
    private static string Printed(Commitment commitment) => System.Text.Json.JsonSerializer.Serialize(commitment);
}
