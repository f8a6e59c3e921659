using Happened = PilotPlatform.Domain.Reporting.CommitmentEvent;

namespace PilotPlatform.Domain.Reporting;

/// <summary>What a carry-over rests on.</summary>
/// <param name="Edition">The edition in force.</param>
/// <param name="Plan">The plan for which the scope was asked.</param>
/// <param name="Reach">Whether its task reaches the city.</param>
/// <param name="Basis">Why.</param>
public sealed record CarryOverGround(string Edition, CarryOverPlan Plan, Scope.ReachState Reach, Basis Basis)
{
    /// <summary>Another commitment that stands for the same task and city; null if none does.</summary>
    public CommitmentName? Holder { get; init; }

    /// <summary>The commitment that it is to become a part of, as it stands; null for none.</summary>
    public Commitment? Into { get; init; }
}

/// <summary>The task that a commitment is to go on as.</summary>
/// <param name="CarriesOn">Whether the comparison of the editions names it among those that carry its own on.</param>
/// <param name="Reach">Whether it reaches the city.</param>
/// <param name="Basis">Why.</param>
public sealed record CarryOverTarget(bool CarriesOn, Scope.ReachState Reach, Basis Basis);

/// <summary>From one edition to the next: proposed by one, decided by another, recorded beside all that was reported.</summary>
public static class CarryOverSteps
{
    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="etag">The commitment as the caller knew it.</param>
    /// <param name="plan">What is to become of it.</param>
    /// <param name="into">The commitment it is to become a part of, as it stands; null for none.</param>
    /// <param name="note">Why; may be empty only where it goes on as a task that carries its own on.</param>
    /// <param name="isOfTheProvince">Whether the office of the province proposes it, so that the ministry is to agree.</param>
    /// <param name="target">What is known of the task that it is to go on as; null where that is one of those that carry its own on and reaches the city.</param>
    public static Result<Happened> ProposeCarryOver(
        this Commitment commitment, string etag, CarryOverPlan plan, Commitment? into, string note, bool isOfTheProvince, CarryOverTarget? target) =>
        commitment.Before(WorkflowStep.ProposeCarryOver, etag)
            .Then(_ => NoteOf(plan.Decision == CarryOverDecision.Continue, note)).Then<Happened>(text =>
            {
                if (commitment.Edition == plan.Edition)
                    return commitment.Refuses("resting on that edition already", WorkflowStep.ProposeCarryOver);
                if (commitment.HasEnded)
                    return commitment.Refuses("ended by an edition before", WorkflowStep.ProposeCarryOver);
                if (commitment.Course.CarryOvers is [.., { State: RequestState.Pending } pending] && pending.Plan.Edition == plan.Edition)
                    return commitment.Refuses("waiting for an answer to a carry-over", WorkflowStep.ProposeCarryOver);
                if (target is { Reach: Scope.ReachState.DoesNotApply, Basis: var why })
                    return Fault.ScopeDoesNotReach(commitment.Name.ToString(), why.Reason, why.EnglishReason);
                if (target is { CarriesOn: false } && text.Length == 0)
                    return Fault.Invalid("note", "must say why it goes on as a task that is none of those that carry its own on");
                if (plan.Decision != CarryOverDecision.Merge)
                    return Proposed(text);
                if (into is null || into.Name == commitment.Name || into.Name.Parent != commitment.Name.Parent || into.Name.City != commitment.Name.City)
                    return Fault.Invalid("into", $"'{plan.Into}' is not another commitment of the same city");
                return into.IsOver
                    ? into.Refuses(into.State.ToString(), WorkflowStep.Merge)
                    : Proposed(text);

                Happened Proposed(string words) => new Happened.CarryOverProposed(plan, words) { IsOfTheProvince = isOfTheProvince };
            });

    /// <summary>The note of a proposal, which may be empty only for what goes on.</summary>
    public static Result<string> NoteOf(bool goesOn, string note) => goesOn ? Texts.Optional("note", note) : Texts.Required("note", note);

    /// <summary>Agrees, by somebody else than who proposed it; it goes on only where the task of the later edition reaches the city.</summary>
    public static Result<Happened> AcceptCarryOver(this Commitment commitment, string etag, string note, string author, CarryOverGround ground) =>
        commitment.Pending(WorkflowStep.AcceptCarryOver, etag).Then(_ => Texts.Optional("note", note)).Then<Happened>(text =>
        {
            var pending = commitment.Course.CarryOvers[^1];
            if (pending.Author == author)
                return commitment.Refuses("carried over by a proposal of the same person", WorkflowStep.AcceptCarryOver);
            if (pending.Plan.Edition != ground.Edition)
                return commitment.Refuses($"to be carried over to '{pending.Plan.Edition}', while '{ground.Edition}' is in force", WorkflowStep.AcceptCarryOver);
            if (pending.Plan != ground.Plan)
                return Fault.Stale(commitment.Name.ToString(), commitment.Etag); // proposed anew while the scope was asked
            if (pending.Plan.Decision == CarryOverDecision.Merge && ground.Into is not { IsOver: false })
                return commitment.Refuses($"to become a part of '{pending.Plan.Into}', which is over", WorkflowStep.AcceptCarryOver);
            if (pending.Plan.Decision != CarryOverDecision.Continue && !commitment.IsOver && commitment.UnsettledAtWork() is { } waits)
                return commitment.Refuses(waits, WorkflowStep.AcceptCarryOver);
            if (pending.Plan.Decision != CarryOverDecision.Continue)
                return new Happened.CarryOverAccepted(Basis: null, text);
            if (ground.Holder is { } holder)
                return Fault.Exists(holder.ToString());
            return ground.Reach switch
            {
                Scope.ReachState.Applies => new Happened.CarryOverAccepted(ground.Basis, text),
                Scope.ReachState.DoesNotApply => Fault.ScopeDoesNotReach(commitment.Name.ToString(), ground.Basis.Reason, ground.Basis.EnglishReason),
                _ => Fault.ScopeUndetermined(commitment.Name.ToString(), ground.Basis.Reason, ground.Basis.EnglishReason),
            };
        });

    /// <summary>Does not agree; another proposal may follow.</summary>
    public static Result<Happened> ReturnCarryOver(this Commitment commitment, string etag, string reason) =>
        commitment.Pending(WorkflowStep.ReturnCarryOver, etag).Then(_ => Texts.Required("reason", reason)).Then<Happened>(text => new Happened.CarryOverReturned(text));

    /// <summary>
    /// What falls with an edition that is not in force: a proposal that waits for an answer, which could only be refused, and an end that was agreed to where the task goes on all the same; null if nothing does.
    /// </summary>
    /// <param name="commitment">The commitment as it stands.</param>
    /// <param name="edition">The edition in force.</param>
    /// <param name="goesOn">Whether that edition has the task that it stood for before it was ended, and the task reaches the city.</param>
    public static Happened? Lapse(this Commitment commitment, string edition, bool goesOn) =>
        commitment.Course.CarryOvers is [.., var last] && last.Plan.Edition != edition && (last.State == RequestState.Pending || (commitment.HasEnded && goesOn))
            ? new Happened.CarryOverLapsed(edition, WasGranted: commitment.HasEnded)
            : null;

    private static Result<Commitment> Pending(this Commitment commitment, WorkflowStep step, string etag) =>
        commitment.Before(step, etag).Then<Commitment>(now =>
            now.Course.CarryOvers is [.., { State: RequestState.Pending }] ? now : now.Refuses("without a carry-over that waits for an answer", step));
}
