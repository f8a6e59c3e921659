using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Scope;
using Core = PilotPlatform.Domain.Reporting;
using Reach = PilotPlatform.Contracts.Reporting.V1.EditionConsequences.Types.Target.Types.Reach;
using Row = PilotPlatform.Contracts.Reporting.V1.EditionConsequences.Types.Row;

namespace PilotPlatform.Reporting;

/// <summary>Carry-overs and what an edition does to commitments, as messages.</summary>
internal static class CarryOverProto
{
    /// <param name="message">A plan as it was sent.</param>
    /// <param name="programme">The programme it has to be of.</param>
    /// <param name="edition">The edition in force.</param>
    /// <param name="exists">Whether the edition has a task.</param>
    public static Result<Core.CarryOverPlan> Parse(CarryOverPlan? message, ProgrammeName programme, string edition, Func<int, bool> exists)
    {
        if (message is null)
            return Fault.Invalid("plan", "must be given");
        var other = message.Edition.Length == 0 || message.Edition == edition ? null : Fault.Invalid("plan.edition", $"'{message.Edition}' is not the edition in force, '{edition}'");
        var parsed = Enums.Parse<Core.CarryOverDecision>("plan.decision", (int)message.Decision);
        if (!parsed.IsOk)
            return parsed.Then<Core.CarryOverPlan>(_ => parsed.Fault!).Besides(other);

        var decision = parsed.Value;
        var into = decision == Core.CarryOverDecision.Merge ? CommitmentName.Parse("plan.into", message.Into).Fault : Only(message.Into, Fault.Invalid("plan.into", "is given only for what is merged"));
        if (decision != Core.CarryOverDecision.Continue)
            return ((Result<Core.CarryOverPlan>)new Core.CarryOverPlan(edition, decision, TaskNumber: null, decision == Core.CarryOverDecision.Merge ? message.Into : null))
                .Besides(other, into, Only(message.PilotTask, Fault.Invalid("plan.pilot_task", "is given only for what goes on")));
        return PilotTaskName.Parse("plan.pilot_task", message.PilotTask).Besides(other, into).Then<Core.CarryOverPlan>(task => task.Parent == programme && exists(task.Number)
            ? new Core.CarryOverPlan(edition, decision, task.Number, Into: null)
            : Fault.Missing(message.PilotTask));

        static Fault? Only(string given, Fault fault) => given.Length == 0 ? null : fault;
    }

    public static CarryOverPlan ToProto(this Core.CarryOverPlan plan, ProgrammeName programme) => new()
    {
        Edition = plan.Edition,
        Decision = (CarryOverDecision)((int)plan.Decision + 1),
        PilotTask = plan.TaskNumber is { } task ? new PilotTaskName(programme, task).ToString() : "",
        Into = plan.Into ?? "",
    };

    public static CarryOverProposal ToProto(this Core.CarryOverProposal proposal, ProgrammeName programme) => new()
    {
        Plan = proposal.Plan.ToProto(programme),
        Note = proposal.Note,
        Author = proposal.Author,
        ProposeTime = proposal.Time.ToTimestamp(),
        State = (RequestState)((int)proposal.State + 1),
        Answer = proposal.Answer,
        AnswerAuthor = proposal.AnswerAuthor,
        AnswerTime = proposal.AnswerTime?.ToTimestamp(),
    };

    public static EditionConsequences ToProto(this EditionPicture of, ProgrammeName programme, string? city, CommitmentBoard board)
    {
        var rows = of.Rows.Where(r => city is null || r.Commitment.Name.City == city).ToArray();
        return new EditionConsequences
        {
            Name = $"{programme}/editionConsequences",
            Edition = of.Edition,
            RulesReady = of.IsRead,
            Rows = { rows.Select(r => r.ToProto(of.Edition)) },
            Counts =
            {
                rows.GroupBy(r => r.Fate.CarryOver).OrderBy(g => g.Key).Select(g => new EditionConsequences.Types.Count
                {
                    CarryOver = (Contracts.Catalog.V1.CarryOver)((int)g.Key + 1),
                    CommitmentCount = g.Count(),
                }),
            },
            OpenCells = { OpenCells(of, programme, city, board) },
            LedgerPosition = of.Position,
        };
    }

    /// <summary>Cells of the edition that apply, for which nothing stands and which nothing could be carried over to.</summary>
    private static IEnumerable<EditionConsequences.Types.OpenCell> OpenCells(EditionPicture of, ProgrammeName programme, string? city, CommitmentBoard board)
    {
        if (!of.IsRead || of.Rows.IsEmpty)
            return [];
        var taken = board.All(c => c.Name.Parent == programme && c.Edition == of.Edition && c.TaskNumber is not null).Select(c => (c.TaskNumber!.Value, c.Name.City))
            .Concat(of.Rows.SelectMany(r => r.Fate.CarriedTo.Select(task => (task, r.Commitment.Name.City)))).ToHashSet();
        var fates = of.Picture.Carried.Values.SelectMany(map => map.Fates.Values).ToArray();
        var carried = fates.SelectMany(fate => fate.CarriedTo).ToHashSet();
        var gained = fates.SelectMany(fate => fate.CarriedTo.SelectMany(task => fate.GainedCities.Select(gainedCity => (task, gainedCity)))).ToHashSet();
        return from task in of.Picture.States.Keys.Order()
               from each in of.Picture.Cities
               where (city is null || each == city) && of.Picture.Of(task, each) == ReachState.Applies && !taken.Contains((task, each))
                   && (!carried.Contains(task) || gained.Contains((task, each)))
               select new EditionConsequences.Types.OpenCell { PilotTask = new PilotTaskName(programme, task).ToString(), City = programme.City(each) };
    }

    private static Row ToProto(this Core.Consequence row, string edition)
    {
        var commitment = row.Commitment;
        return new Row
        {
            Commitment = commitment.Name.ToString(),
            BaseEdition = commitment.Edition,
            BaseNumber = commitment.TaskNumber!.Value,
            CarryOver = (Contracts.Catalog.V1.CarryOver)((int)row.Fate.CarryOver + 1),
            Renumbered = row.Fate.IsRenumbered,
            Targets =
            {
                row.Fate.CarriedTo.Zip(row.Reach, (task, reach) => new EditionConsequences.Types.Target
                {
                    PilotTask = new PilotTaskName(commitment.Name.Parent, task).ToString(),
                    Reach = reach switch
                    {
                        null => Reach.Unspecified,
                        ReachState.Applies => Reach.Applies,
                        ReachState.DoesNotApply => Reach.DoesNotApply,
                        _ => Reach.Undetermined,
                    },
                }),
            },
            SuggestedPlan = row.Suggested?.ToProto(commitment.Name.Parent),
            Plain = row.IsPlain,
            State = (Commitment.Types.State)((int)commitment.State + 1),
            ReportCount = commitment.Reports.Count,
            Etag = commitment.Etag,
            Proposal = commitment.Course.CarryOvers.FindLast(c => c.Plan.Edition == edition)?.ToProto(commitment.Name.Parent),
        };
    }
}
