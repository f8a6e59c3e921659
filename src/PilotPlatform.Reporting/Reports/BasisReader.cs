using System.Collections.Frozen;
using System.Collections.Immutable;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Domain.Reporting.Reports;
using PilotPlatform.Domain.Scope;

namespace PilotPlatform.Reporting.Reports;

/// <summary>What a report is asked to be made from, apart from the ledger; what is null is as it stands now.</summary>
internal sealed record WantedBasis(string? Edition, string? RuleSet, long? ActsPosition)
{
    /// <summary>The rule of lamps; null for the one that there is.</summary>
    public string? LampRule { get; init; }

    /// <summary>The working days and time limits; null for those that there are.</summary>
    public string? Calendar { get; init; }

    /// <summary>The words; null for those that there are.</summary>
    public string? Words { get; init; }
}

/// <summary>Reads what a report is made by: edition, rule set, acts, lamps and calendar.</summary>
internal sealed class BasisReader(ScopeRulesService.ScopeRulesServiceClient scope, PastBasis past, CatalogueReader catalogue, EditionMaps maps, ReachKeeper reach, Bearings bearings)
{
    /// <param name="programme">The programme.</param>
    /// <param name="wanted">What it is to be made by.</param>
    /// <param name="day">The day on which acts must hold.</param>
    /// <param name="at">The moment as of which what is not wanted by name was in force; null for now.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FaultException">The programme is not the one that is served, or the scope service does not answer by what is asked for.</exception>
    public async Task<ReportSource> ReadAsync(ProgrammeName programme, WantedBasis wanted, DateOnly day, DateTimeOffset? at, CancellationToken cancellation)
    {
        if (reach.Current.Programme != programme.ToString())
            throw new FaultException(Fault.Missing(programme.ToString()));

        var matrix = at is { } moment ? await AskAsOfAsync(programme, wanted, day, moment, cancellation) : await AskAsync(programme, wanted, day, cancellation);
        if (wanted.Edition is { } edition && edition != matrix.Edition)
            throw new FaultException(Fault.Missing(edition));
        var facts = await catalogue.ReadAsync(programme, matrix.Edition, cancellation);
        var columns = facts.Cities.Select(city => matrix.Cities.IndexOf(programme.City(city.Id))).ToArray();
        var states = matrix.Rows.ToDictionary(row => PilotTaskName.Parse("pilot_task", row.PilotTask).Value.Number, row => row.States);
        return new ReportSource(
            programme,
            facts,
            facts.Tasks.ToFrozenDictionary(
                t => t.Number, t => columns.Select(c => c < 0 ? ReachState.DoesNotApply : ScopeAnswers.State(states[t.Number][c])).ToImmutableArray()),
            matrix.Edition,
            matrix.RuleSet,
            matrix.ActsPosition,
            bearings.Lamps.Rule,
            bearings.Lamps.Name,
            bearings.Now.Calendar,
            bearings.Now.Limits,
            bearings.Calendar);
    }

    /// <summary>How commitments stand in the cells of an edition; where one is over and another goes on, the one that goes on. What stands in none stands beside.</summary>
    public async Task<Standing> StandAsync(ProgrammeName programme, long position, DateOnly day, ImmutableArray<Commitment> commitments, string edition, CancellationToken cancellation)
    {
        var carried = await maps.ReadAsync(commitments.Where(c => !c.HasEnded).Select(c => c.Edition), edition, cancellation);
        var inCells = commitments.Where(c => TaskOf(c) is not null)
            .GroupBy(c => (TaskOf(c)!.Value, c.Name.City))
            .ToFrozenDictionary(g => g.Key, g => Commitment.CountedOf([.. g])!);
        var standing = inCells.Values.Select(c => c.Name).ToHashSet();
        var beside = ImmutableArray.CreateBuilder<CommitmentBeside>();
        foreach (var commitment in commitments.Where(c => !standing.Contains(c.Name)).OrderBy(c => c.Name.TaskNumber).ThenBy(c => c.Name.City, StringComparer.Ordinal).ThenBy(c => c.Name.Generation))
        {
            var (own, number) = commitment.LastTask;
            var facts = await catalogue.ReadAsync(programme, own, cancellation);
            beside.Add(new CommitmentBeside(facts.Tasks.First(t => t.Number == number), facts.Cities.First(c => c.Id == commitment.Name.City), commitment) { StandsFor = TaskOf(commitment) });
        }

        return new Standing(position, day, inCells) { Beside = beside.ToImmutable() };

        int? TaskOf(Commitment commitment) => commitment.TaskNumber is { } task && commitment.Edition != edition
            ? carried[commitment.Edition].Of(task).CarriedTo is [var first, ..] ? first : null
            : commitment.TaskNumber;
    }

    /// <summary>The matrix by what was in force at a moment: of the editions of then, the newest that the rule set of then reads.</summary>
    private async Task<ReachMatrix> AskAsOfAsync(ProgrammeName programme, WantedBasis wanted, DateOnly day, DateTimeOffset at, CancellationToken cancellation)
    {
        var then = wanted with
        {
            RuleSet = wanted.RuleSet ?? await past.RuleSetAsync(at, cancellation),
            ActsPosition = wanted.ActsPosition ?? await past.ActsPositionAsync(programme, at, cancellation),
        };
        if (then.Edition is not null)
            return await AskAsync(programme, then, day, cancellation);

        FaultException? unread = null;
        foreach (var edition in await past.EditionsAsync(programme, at, cancellation))
        {
            try
            {
                return await AskAsync(programme, then with { Edition = edition }, day, cancellation);
            }
            catch (FaultException refused) when (refused.Fault.Kind == FaultKind.Invalid)
            {
                unread = refused;
            }
        }

        throw unread ?? new FaultException(Fault.NotReady("the picture of the scope"));
    }

    private async Task<ReachMatrix> AskAsync(ProgrammeName programme, WantedBasis wanted, DateOnly day, CancellationToken cancellation)
    {
        var state = new ReadState { Edition = wanted.Edition ?? "", RuleSet = wanted.RuleSet ?? "", AsOfDate = day.ToProto() };
        if (wanted.ActsPosition is { } position)
            state.ActsPosition = position;
        try
        {
            return await scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = programme.ReachMatrix(), State = state }, cancellationToken: cancellation);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.NotFound)
        {
            throw new FaultException(Fault.Missing(wanted.Edition ?? wanted.RuleSet ?? programme.ToString()));
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            throw new FaultException(Fault.Invalid("query.basis", refused.Status.Detail));
        }
    }
}
