using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>Which commitments are asked for.</summary>
internal sealed class CommitmentFilter
{
    private readonly ListCommitmentsRequest request;
    private readonly Bearings bearings;
    private readonly Core.Moment at;
    private readonly Func<string, bool> sees;

    private CommitmentFilter(ListCommitmentsRequest request, ProgrammeName programme, ChildName? city, PilotTaskName? task, Bearings bearings, Core.Moment at, Func<string, bool> sees) =>
        (this.request, Programme, City, Task, this.bearings, this.at, this.sees) = (request, programme, city, task, bearings, at, sees);

    public ProgrammeName Programme { get; }

    /// <summary>The city; null for all.</summary>
    public ChildName? City { get; }

    /// <summary>The task; null for all.</summary>
    public PilotTaskName? Task { get; }

    /// <summary>Whether it asks who is waited for, which only those are told who work on it.</summary>
    public bool NeedsWaits => request.WaitingOn.Count > 0;

    /// <summary>What makes its list another than the next one.</summary>
    public string[] Question =>
    [
        "commitments", request.Parent, request.City, request.PilotTask, string.Join(',', request.States), string.Join(',', request.Lamps),
        string.Join(',', request.WaitingOn), request.OverdueOnly ? "overdue" : "", request.Edition,
    ];

    /// <param name="request">What is asked for.</param>
    /// <param name="bearings">What lamps are read by.</param>
    /// <param name="at">When.</param>
    /// <param name="sees">Whether the caller sees what is not published of a city, by its id.</param>
    public static Result<CommitmentFilter> Parse(ListCommitmentsRequest request, Bearings bearings, Core.Moment at, Func<string, bool> sees)
    {
        var parent = ProgrammeName.Parse("parent", request.Parent);
        var city = request.City.Length == 0 ? (Result<ChildName?>)(ChildName?)null : ChildName.Parse("city", request.City, "cities").Then<ChildName?>(c => c);
        var task = request.PilotTask.Length == 0 ? (Result<PilotTaskName?>)(PilotTaskName?)null : PilotTaskName.Parse("pilot_task", request.PilotTask).Then<PilotTaskName?>(t => t);
        var edition = request.Edition.Length == 0 ? null : ChildName.Parse("edition", request.Edition, "editions").Fault;
        if (Faults.All([parent.Fault, city.Fault, task.Fault, edition]) is { } fault)
            return fault;
        return new CommitmentFilter(request, parent.Value, city.Value, task.Value, bearings, at, sees);
    }

    /// <param name="commitment">The commitment.</param>
    /// <param name="number">Number of the task that it stands for in the edition that is asked for, or in its own if none is; null for none.</param>
    public bool Admits(Core.Commitment commitment, int? number) =>
        commitment.Name.Parent == Programme
        && (City is null || City.Id == commitment.Name.City)
        && (request.Edition.Length == 0 || number is not null)
        && (Task is null || Task.Number == number)
        && (request.States.Count == 0 || request.States.Contains((Commitment.Types.State)((int)commitment.State + 1)))
        && (request.Lamps.Count == 0 || request.Lamps.Contains(LampOf(commitment)))
        && ((!NeedsWaits && !request.OverdueOnly) || IsWaiting(commitment));

    private Commitment.Types.Lamp LampOf(Core.Commitment commitment) =>
        (Commitment.Types.Lamp)((int?)bearings.Read(sees(commitment.Name.City) ? commitment : commitment.Published(), at)?.Lamp + 1 ?? 0);

    /// <summary>What is past its due date is overdue to everybody; who sees the waits of a city is told what else is.</summary>
    private bool IsWaiting(Core.Commitment commitment) => (!NeedsWaits && commitment.IsOverdueOn(at.Today)) || (sees(commitment.Name.City) && Core.Waiting.On(commitment, at).Any(wait =>
        (request.WaitingOn.Count == 0 || request.WaitingOn.Contains((Party)((int)wait.Party + 1))) && (!request.OverdueOnly || wait.IsOverdueOn(at.Today))));
}
