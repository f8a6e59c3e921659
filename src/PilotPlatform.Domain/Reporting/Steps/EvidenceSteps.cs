using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>佐证材料: handed in, then accepted or rejected.</summary>
public static class EvidenceSteps
{
    public static Result<Happened> AddEvidence(this Commitment commitment, string etag, EvidenceDocument document, long mostBytes, Moment at) =>
        commitment.Before(WorkflowStep.AddEvidence, etag).Then(_ => document.Check(mostBytes)).Then<Happened>(checkedDocument => document.ValidUntil < at.Today
            ? Fault.Invalid("evidence.valid_until_date", $"{document.ValidUntil:yyyy-MM-dd} is past")
            : new Happened.EvidenceAdded(commitment.Course.Evidence.Count + 1, checkedDocument));

    /// <summary>Accepts evidence, which nobody does who handed it in, or rejects it.</summary>
    public static Result<Happened> JudgeEvidence(this Commitment commitment, string etag, int serial, bool isAccepted, string note, string author, Moment at) =>
        commitment.Before(WorkflowStep.JudgeEvidence, etag).Then(now => now.FindEvidence(serial)).Then<Happened>(evidence =>
        {
            if (evidence.StateOn(at.Today) != EvidenceState.Draft)
                return commitment.Refuses($"at evidence that is {evidence.StateOn(at.Today)}", WorkflowStep.JudgeEvidence);
            if (isAccepted && evidence.Author == author)
                return commitment.Refuses("at evidence of the same person", WorkflowStep.JudgeEvidence);
            var words = isAccepted ? Texts.Optional("note", note) : Texts.Required("reason", note);
            return words.Fault is { } fault ? fault : new Happened.EvidenceJudged(serial, isAccepted, words.Value);
        });

    /// <summary>Evidence that has expired by a day without anybody having been told, of work that is not over; null if there is none.</summary>
    public static CommitmentEvent.EvidenceExpired? Expired(this Commitment commitment, DateOnly today) =>
        !commitment.IsOver && commitment.Course.Evidence.Find(e => e.ExpireTime is null && e.StateOn(today) == EvidenceState.Expired) is { Document.ValidUntil: { } day } evidence
            ? new CommitmentEvent.EvidenceExpired(evidence.Name.Serial, day)
            : null;

    public static Result<EvidenceItem> FindEvidence(this Commitment commitment, int serial) => serial <= commitment.Course.Evidence.Count
        ? commitment.Course.Evidence[serial - 1]
        : Fault.Missing(new EvidenceName(commitment.Name, serial).ToString());
}
