using System.Collections.Immutable;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Scope;
using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Tests.Reporting;

/// <summary>
/// No situation is a dead end. Every situation that steps lead to is entered, with windows open, closed and frozen; in each of them whoever is
/// waited for can do what it is waited for, and from each of them that is not merged the commitment can be struck off.
/// </summary>
public sealed class WayOutTests
{
    private const int MostReports = 2;

    private static readonly Fault Skipped = Fault.Invalid("test", "is not gone on with, so that there are not too many situations");

    private static readonly Moment At = Samples.At(1);

    /// <summary>When everything that has a day is past it.</summary>
    private static readonly Moment Late = Samples.At(400);

    private static readonly CarryOverPlan End = Samples.Onward with { Decision = CarryOverDecision.End, TaskNumber = null };

    private static readonly ReportingPeriod Open = Samples.Untouched("2026-11");
    private static readonly ReportingPeriod Frozen = Fold(Fold(Open, p => p.BeginFreeze("", At)), p => p.Freeze(1, []));
    private static readonly ImmutableArray<ReportingPeriod> Periods =
        [Open, Fold(Open, p => p.Close("", city: null, "截止", At)), Frozen, Fold(Frozen, p => p.Reopen("", "更正"))];

    private static readonly ImmutableArray<(string Step, Func<Commitment, ReportingPeriod, Result<Happened>> Take)> Steps =
    [
        ("dispatch", (c, _) => c.Dispatch("", "", At)),
        ("acknowledge", (c, _) => c.Acknowledge("", "")),
        ("decline", (c, _) => c.Decline("", "非本单位职责", At)),
        ("report", (c, p) => c.Reports.Count < MostReports ? c.Report(Raising(ProblemLevel.Province), "", p, At) : Skipped),
        ("report an earlier month", (c, _) => c.Reports.Count < MostReports ? c.Report(Raising(ProblemLevel.City) with { Period = "2026-10" }, "", Samples.Untouched("2026-10"), At) : Skipped),
        .. Of(1),
        .. Of(MostReports),
        ("add evidence", (c, _) => c.Course.Evidence.IsEmpty ? c.AddEvidence("", Samples.Document, 4096, At) : Skipped),
        ("accept evidence", (c, _) => c.JudgeEvidence("", 1, isAccepted: true, "", "reviewer", At)),
        ("request an extension", (c, _) => c.Course.Extensions.IsEmpty ? c.RequestExtension("", c.Plan.DueDate.AddDays(30), "论证未完", At) : Skipped),
        ("grant", (c, _) => c.GrantExtension("", "", "office")),
        ("request closure", (c, _) => c.RequestClosure("", ClosureOutcome.Implemented, "已落地", At)),
        ("request that it goes on", (c, _) => c.RequestClosure("", ClosureOutcome.Ongoing, "持续推进", At)),
        ("confirm", (c, _) => c.ConfirmClosure("", "", "office", At)),
        ("refuse", (c, _) => c.RefuseClosure("", "未见实效")),
        ("strike off", (c, _) => c.StrikeOff("", "")),
        ("postpone", (c, _) => c.Postpone("", "政策调整", until: null, At)),
        ("resume", (c, _) => c.Resume("", "", newDueDate: null, At)),
        ("merge", (c, _) => c.Merge("", Samples.Other, "同一事项")),
        ("answer 1", (c, _) => c.AnswerProblem("", 1, "已协调", Samples.Coordinator)),
        ("answer 2", (c, _) => c.AnswerProblem("", 2, "已协调", Samples.Coordinator)),
        ("propose its end", (c, _) => c.Reports.IsEmpty && c.Course.CarryOvers.TrueForAll(o => o.State == RequestState.Lapsed) ? c.ProposeCarryOver("", End, into: null, "不再实施") : Skipped),
        ("agree to its end", (c, _) => c.AcceptCarryOver("", "", "office", Samples.GroundOf(End))),
        ("take the edition back", (c, _) => c.Lapse(Samples.Basis.Edition, goesOn: true) is { } lapsed ? lapsed : Skipped),
        ("reopen what was ended", (c, _) => c.State == CommitmentState.Ended ? c.Reopen("", "仍在清单内", newDueDate: null, At) : Skipped),
    ];

    [Fact]
    public void Steps_FromEverySituation_AnswerEveryWaitAndLeadToTheEnd()
    {
        foreach (var period in Periods)
        {
            var (situations, next) = Explore(period);
            Assert.InRange(situations.Count, 300, 100_000);
            Assert.Equal(
                Enum.GetValues<CommitmentState>().Except([CommitmentState.PartlyImplemented]), situations.Values.Select(c => c.State).Distinct().Order());

            foreach (var commitment in situations.Values)
                foreach (var wait in Waiting.On(commitment, Samples.At(0)))
                    foreach (var at in new[] { At, Late })
                        Assert.True(Answers(wait, commitment, at), $"{Print(commitment)}: on {at.Today} nobody can do what {wait.Party} is waited for, {wait.Reason} of {wait.Subject}.");
            foreach (var commitment in situations.Values)
                Assert.True(HasATime(commitment), $"{Print(commitment)}: it is late for good.");

            var ending = Ending(situations, next);
            Assert.DoesNotContain(situations, s => s.Value.State != CommitmentState.Merged && !ending.Contains(s.Key));
        }
    }

    /// <summary>
    /// A commitment whose basis was withdrawn cannot be dispatched or closed, and nobody is waited for to do so: the province is, to have the basis hold
    /// again, or to put the commitment off or merge it.
    /// </summary>
    [Fact]
    public void Steps_WhereTheBasisWasWithdrawn_WaitForTheProvinceToSettleIt()
    {
        foreach (var commitment in Explore(Open).Situations.Values.Where(c => !c.IsOver && c.State is not (CommitmentState.Implemented or CommitmentState.Postponed)))
        {
            var withdrawn = commitment.Take(c => c.Recheck(ReachState.AwaitsAct, Samples.Basis)!);
            var waits = Waiting.On(withdrawn, Samples.At(0));
            Assert.DoesNotContain(waits, w => w.Reason == WaitReason.Dispatch);
            if (commitment.State != CommitmentState.AwaitingAcknowledgement)
                Assert.Equal((Party.Province, withdrawn.Course.Basis!.Time), waits.Where(w => w.Reason == WaitReason.Basis).Select(w => (w.Party, w.Since)).Single());
            Assert.True(withdrawn.Postpone("", "依据已撤回", until: null, At).IsOk);
            var isSettled = waits.All(w => w.Reason is WaitReason.Basis or WaitReason.Progress or WaitReason.Acknowledgement or WaitReason.EvidenceJudgement or WaitReason.CarryOverDecision);
            Assert.Equal(isSettled, withdrawn.Merge("", Samples.Other, "同一事项").IsOk);
        }
    }

    /// <summary>Who is waited for has the right to what it is waited for.</summary>
    [Fact]
    public void Waits_InEverySituation_AreForThoseWhoHaveTheRight()
    {
        foreach (var wait in Explore(Open).Situations.Values.Concat(Explore(Open).Situations.Values.Where(c => !c.IsOver).Select(c => c.Take(now => now.Recheck(ReachState.AwaitsAct, Samples.Basis)!)))
            .SelectMany(c => Waiting.On(c, Samples.At(0))).DistinctBy(w => (w.Party, w.Reason)))
            Assert.True(Rights.HoldersOf(RightOf(wait.Reason)).Contains(RoleOf(wait.Party)), $"{wait.Party} has no right to {wait.Reason}.");
    }

    private static Right RightOf(WaitReason reason) => reason switch
    {
        WaitReason.Dispatch => Right.DispatchCommitment,
        WaitReason.Acknowledgement => Right.AcknowledgeCommitment,
        WaitReason.CityReview or WaitReason.EvidenceJudgement => Right.ReviewForCity,
        WaitReason.ProvinceReview => Right.ReviewForProvince,
        WaitReason.ExtensionDecision => Right.DecideExtension,
        WaitReason.ClosureDecision or WaitReason.StrikeOff => Right.DecideClosure,
        WaitReason.ProblemAnswer => Right.AnswerProblem,
        WaitReason.Resumption or WaitReason.Basis => Right.ChangeCourse,
        WaitReason.CarryOverDecision => Right.DecideCarryOver,
        _ => Right.ReportProgress,
    };

    private static Role RoleOf(Party party) => party switch
    {
        Party.CityReviewer => Role.CityReviewer,
        Party.Province => Role.ProvincialOffice,
        Party.Ministry => Role.Ministry,
        _ => Role.CityReporter,
    };

    /// <summary>Whether what was put off or over when it was due can go on with a day that lies ahead.</summary>
    private static bool HasATime(Commitment c)
    {
        var due = Late.Today.AddDays(30);
        var settled = c is { State: CommitmentState.Postponed, Course.Extensions: [.., { State: RequestState.Pending }] } ? c.Take(now => now.DenyExtension("", "理由不足")) : c;
        var again = settled.State switch
        {
            CommitmentState.Postponed => settled.Resume("", "", due, Late),
            _ when settled.HasEnded => null,
            CommitmentState.Implemented or CommitmentState.Merged or CommitmentState.StruckOff or CommitmentState.Ended => settled.Reopen("", "出现反复", due, Late),
            _ => (Result<Happened>?)null,
        };
        return again is not { } step || (step.IsOk && !c.IsOverdueOn(Late.Today) && settled.Take(_ => step).Plan.DueDate == due);
    }

    /// <summary>Whether the one who is waited for can do it.</summary>
    private static bool Answers(Wait wait, Commitment c, Moment at)
    {
        var serial = int.TryParse(wait.Subject[(wait.Subject.LastIndexOf('/') + 1)..], System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : 0;
        return wait.Reason switch
        {
            WaitReason.Dispatch => c.Dispatch("", "", at).IsOk,
            WaitReason.Acknowledgement => c.Acknowledge("", "").IsOk,
            WaitReason.Supplement => c.SupplementReport("", serial, c.Reports[serial - 1].Progress).IsOk,
            WaitReason.CityReview => Reviews(ReviewLevel.City),
            WaitReason.ProvinceReview => Reviews(ReviewLevel.Province),
            WaitReason.ExtensionDecision => c.GrantExtension("", "", "office").IsOk && c.DenyExtension("", "理由不足").IsOk,
            WaitReason.ClosureDecision => c.RefuseClosure("", "未见实效").IsOk,
            WaitReason.ProblemAnswer => c.AnswerProblem("", serial, "已协调", Samples.Coordinator).IsOk,
            WaitReason.Resumption => c.Resume("", "", newDueDate: null, at).IsOk,
            WaitReason.EvidenceJudgement => c.JudgeEvidence("", serial, isAccepted: true, "", "reviewer", at).IsOk && c.JudgeEvidence("", serial, isAccepted: false, "不符", "reviewer", at).IsOk,
            WaitReason.StrikeOff => c.StrikeOff("", "").IsOk,
            WaitReason.CarryOverDecision => c.ReturnCarryOver("", "再议").IsOk,
            // A window that is closed opens again, and another month can be reported on.
            _ => c.Report(Samples.Progress with { Period = "2026-09" }, "", Samples.Untouched("2026-09"), at).IsOk,
        };

        bool Reviews(ReviewLevel level) => c.AcceptReport("", serial, level, "", "reviewer").IsOk && c.ReturnReport("", serial, level, "缺材料", at).IsOk;
    }

    /// <summary>Every situation that steps lead to from the opening, and where each step leads.</summary>
    private static (Dictionary<string, Commitment> Situations, ILookup<string, string> Next) Explore(ReportingPeriod period)
    {
        var (situations, queue, steps) = (new Dictionary<string, Commitment>(StringComparer.Ordinal), new Queue<Commitment>(), new List<(string From, string To)>());
        Enter(Samples.Opened);
        while (queue.TryDequeue(out var commitment))
        {
            foreach (var (_, take) in Steps)
            {
                if (take(commitment, period) is not { IsOk: true } taken)
                    continue;
                var after = Samples.Fold(commitment, taken.Value, commitment.Position + 1);
                steps.Add((Print(commitment), Print(after)));
                Enter(after);
            }
        }

        return (situations, steps.ToLookup(s => s.To, s => s.From, StringComparer.Ordinal));

        void Enter(Commitment commitment)
        {
            if (situations.TryAdd(Print(commitment), commitment))
                queue.Enqueue(commitment);
        }
    }

    /// <summary>The situations from which steps lead to an end.</summary>
    private static HashSet<string> Ending(Dictionary<string, Commitment> situations, ILookup<string, string> before)
    {
        var ending = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>(situations.Where(s => s.Value.State == CommitmentState.StruckOff).Select(s => s.Key));
        while (queue.TryDequeue(out var situation))
            if (ending.Add(situation))
                foreach (var earlier in before[situation])
                    queue.Enqueue(earlier);
        return ending;
    }

    /// <summary>What makes one situation another than the next: times and texts do not.</summary>
    private static string Print(Commitment c) => string.Join(
        ' ',
        c.State,
        string.Join(',', c.Reports.Select(r => $"{r.Progress.Period} {r.State}{(r.Reviews.IsEmpty ? "" : r.Reviews[^1].Level)}")),
        string.Join(',', c.Course.Problems.Select(p => p.IsOpen)),
        string.Join(',', c.Course.Evidence.Select(e => e.IsAccepted?.ToString() ?? "draft")),
        string.Join(',', c.Course.Extensions.Select(e => e.State)),
        c.Course.Closure is { State: RequestState.Pending } closure ? closure.Outcome : null,
        c.Course.Suspension?.StateBefore,
        c.Course.CarryOvers is [.., { State: not RequestState.Lapsed and var answer }] ? answer : null,
        c.Course.EndedFrom);

    private static IEnumerable<(string Step, Func<Commitment, ReportingPeriod, Result<Happened>> Take)> Of(int serial)
    {
        foreach (var level in Enum.GetValues<ReviewLevel>())
        {
            yield return ($"accept {serial} by {level}", (c, _) => c.AcceptReport("", serial, level, "", "reviewer"));
            yield return ($"return {serial} by {level}", (c, _) => c.ReturnReport("", serial, level, "缺材料", At));
        }

        yield return ($"supplement {serial}", (c, _) => c.SupplementReport("", serial, (c.Reports.ElementAtOrDefault(serial - 1)?.Progress ?? Samples.Progress) with { Problems = [] }));
    }

    private static Progress Raising(ProblemLevel level) => Samples.Progress with { Problems = [new Problem("缺少实施细则", level)] };

    private static ReportingPeriod Fold(ReportingPeriod period, Func<ReportingPeriod, Result<PeriodEvent>> step) =>
        period.Fold(step(period).Value, "ministry", Samples.Day, period.Position + 1);
}
