using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>How a commitment has fared, as messages.</summary>
internal static class CourseProto
{
    /// <summary>The commitment as everybody sees it: as its accepted reports have it, without what was said in its course.</summary>
    public static Commitment ToPublicProto(this Core.Commitment commitment, Bearings bearings, Core.Moment at)
    {
        var message = commitment.Published().WithLamp(bearings, at);
        (message.Author, message.EvidenceCount, message.OpenProblemCount) = ("", 0, 0);
        return message;
    }

    private static Commitment WithLamp(this Core.Commitment commitment, Bearings bearings, Core.Moment at)
    {
        var message = commitment.ToProto(at.Calendar);
        message.CurrentPilotTask = bearings.TaskOf(commitment) is { } task ? new PilotTaskName(commitment.Name.Parent, task).ToString() : "";
        if (bearings.Read(commitment, at) is { } reading)
        {
            message.Lamp = (Commitment.Types.Lamp)((int)reading.Lamp + 1);
            message.LampReading = reading.ToProto(bearings.Lamps);
            message.LampReading.UnannouncedYears.AddRange(at.Calendar.UnannouncedYears(at.DayOf(commitment.CreateTime), commitment.Plan.DueDate));
        }

        return message;
    }

    /// <summary>The commitment as those see it who work on it.</summary>
    public static Commitment ToProto(this Core.Commitment commitment, Bearings bearings, Core.Moment at)
    {
        var message = commitment.WithLamp(bearings, at);
        message.Waits.AddRange(Core.Waiting.On(commitment, at).Select(w => w.ToProto(at)));
        var held = Core.HeldStep.Of(commitment, at.Today).ToArray();
        message.AdmittedSteps.AddRange(Core.WorkflowSteps.StepsOf(commitment, at.Today).Where(step => !Array.Exists(held, h => h.Step == step)).Select(step => (WorkflowStep)((int)step + 1)));
        message.HeldSteps.AddRange(held.Select(ToProto));
        message.Assignment = commitment.Course.Assignment?.ToProto();
        message.Extensions.AddRange(commitment.Course.Extensions.Select(ToProto));
        message.Reminders.AddRange(commitment.Course.Reminders.Select(r => r.ToProto(at.Today)));
        message.Reminder = message.Reminders.LastOrDefault();
        message.EscalationLevel = commitment.Escalation is { } level ? (EscalationLevel)((int)level + 1) : EscalationLevel.Unspecified;
        message.CarryOvers.AddRange(commitment.Course.CarryOvers.Select(c => c.ToProto(commitment.Name.Parent)));
        message.Closure = commitment.Course.Closure?.ToProto();
        message.Suspension = commitment.Course.Suspension is { } suspension
            ? new Suspension { Reason = suspension.Reason, UntilDate = suspension.Until?.ToProto(), PostponeTime = suspension.Time.ToTimestamp() }
            : null;
        message.Reopening = commitment.Course.Reopening is { } reopening
            ? new Reopening { Reason = reopening.Reason, ReopenTime = reopening.Time.ToTimestamp() }
            : null;
        return message;
    }

    /// <summary>An accepted report as everybody sees it: what was done, without problems and evidence, who wrote it and how it was reviewed.</summary>
    public static ProgressReport ToPublicProto(this Core.ProgressReport report)
    {
        var message = report.ToProto();
        (message.Author, message.Writer, message.ReturnCount) = ("", "", 0);
        message.Problems.Clear();
        message.Evidence.Clear();
        return message;
    }

    /// <summary>A report with its reviews and with the day by which whoever has it is to be done.</summary>
    public static ProgressReport ToProto(this Core.ProgressReport report, Core.Moment at)
    {
        var message = report.ToProto();
        message.AwaitedByDate = report.State switch
        {
            Core.ReportState.Accepted => null,
            Core.ReportState.Returned => report.Reviews[^1].AnswerBy?.ToProto(),
            _ => report.ReviewClock(at.Calendar, at.Limits).Until.ToProto(),
        };
        message.Reviews.AddRange(report.Reviews.Select(review => new Review
        {
            Level = (ReviewLevel)((int)review.Level + 1),
            Returned = review.IsReturn,
            Note = review.Note,
            Author = review.Author,
            ReviewTime = review.Time.ToTimestamp(),
            AnswerByDate = review.AnswerBy?.ToProto(),
            AnswerTime = review.AnswerTime?.ToTimestamp(),
        }));
        return message;
    }

    public static Problem ToProto(this Core.RaisedProblem problem, Domain.CommitmentName commitment) => new()
    {
        Name = new Domain.ProblemName(commitment, problem.Serial).ToString(),
        Description = problem.Problem.Description,
        Level = problem.Problem.Level.ToProto(),
        ProgressReport = new Domain.ProgressReportName(commitment, problem.ReportSerial).ToString(),
        Open = problem.IsOpen,
        Answer = problem.Answer ?? "",
        AnswerAuthor = problem.AnswerAuthor,
        RaiseTime = problem.RaiseTime.ToTimestamp(),
        AnswerTime = problem.AnswerTime?.ToTimestamp(),
    };

    private static LampReading ToProto(this Core.LampReading reading, LampRuleFile lamps) => new()
    {
        Rule = lamps.Name,
        RuleVersion = lamps.Rule.Version,
        ReadDate = reading.Day.ToProto(),
        ElapsedPercent = reading.ElapsedPercent,
        ProgressPercent = reading.Percent,
        Signs = { reading.Signs.Select(sign => sign.ToProto(reading, lamps)) },
    };

    private static LampReading.Types.Sign ToProto(this Core.LampSign sign, Core.LampReading reading, LampRuleFile lamps)
    {
        var (chinese, english) = lamps.Say(sign, reading);
        var message = new LampReading.Types.Sign
        {
            Measure = (LampMeasure)((int)sign.Measure + 1),
            Value = sign.Value,
            Color = (LampReading.Types.Color)((int)sign.Lamp + 1),
            GreenDate = sign.GreenDate?.ToProto(),
            Chinese = chinese,
            English = english,
        };
        if (lamps.LimitOf(sign) is { } limit)
            message.Limit = limit;
        if (sign.GreenPercent is { } percent)
            message.GreenPercent = percent;
        return message;
    }

    private static Wait ToProto(this Core.Wait wait, Core.Moment at) => new()
    {
        Party = (Party)((int)wait.Party + 1),
        Reason = (WaitReason)((int)wait.Reason + 1),
        Subject = wait.Subject,
        SinceTime = wait.Since.ToTimestamp(),
        UntilDate = wait.Until?.ToProto(),
        Overdue = wait.IsOverdueOn(at.Today),
        Period = wait.Period ?? "",
    };

    private static Assignment ToProto(this Core.Assignment assignment) => new()
    {
        Instruction = assignment.Instruction,
        Unit = assignment.Unit,
        DispatchTime = assignment.DispatchTime.ToTimestamp(),
        AcknowledgeByDate = assignment.AcknowledgeBy.ToProto(),
        AnswerTime = assignment.AnswerTime?.ToTimestamp(),
        Declined = assignment.IsDeclined,
        Answer = assignment.Answer,
    };

    private static Extension ToProto(Core.Extension extension) => new()
    {
        OldDueDate = extension.OldDueDate.ToProto(),
        NewDueDate = extension.NewDueDate.ToProto(),
        Reason = extension.Reason,
        State = (RequestState)((int)extension.State + 1),
        Answer = extension.Answer,
        Author = extension.Author,
        RequestTime = extension.RequestTime.ToTimestamp(),
        AnswerTime = extension.AnswerTime?.ToTimestamp(),
    };

    private static HeldStep ToProto(this Core.HeldStep held) => new() { Step = (WorkflowStep)((int)held.Step + 1), Reason = held.Reason, FromDate = held.From?.ToProto() };

    private static Reminder ToProto(this Core.Reminder reminder, DateOnly today) => new()
    {
        Party = (Party)((int)reminder.Party + 1),
        Level = reminder.Level is { } level ? (EscalationLevel)((int)level + 1) : EscalationLevel.Unspecified,
        Text = reminder.Text,
        RemindTime = reminder.Time.ToTimestamp(),
        AnswerByDate = reminder.AnswerBy.ToProto(),
        AnswerTime = reminder.AnswerTime?.ToTimestamp(),
        Acted = reminder.IsActedOn,
        Ignored = reminder.IsIgnoredOn(today),
        Reason = reminder.For is { } reason ? (WaitReason)((int)reason + 1) : WaitReason.Unspecified,
        Subject = reminder.Subject ?? "",
        Repeatable = reminder.IsRepeatableOn(today),
    };

    private static Closure ToProto(this Core.Closure closure) => new()
    {
        Outcome = (ClosureOutcome)((int)closure.Outcome + 1),
        Statement = closure.Statement,
        State = (RequestState)((int)closure.State + 1),
        Answer = closure.Answer,
        Author = closure.Author,
        RequestTime = closure.RequestTime.ToTimestamp(),
        AnswerTime = closure.AnswerTime?.ToTimestamp(),
    };
}
