using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.Web.Components;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Workbench;

/// <summary>Reads what the workbench shows, in the name of who looks at it.</summary>
internal sealed class WorkbenchReader(PlatformReader reader, CommandClients clients, TimeProvider time)
{
    private static readonly (Role Role, Party[] Parties)[] Parties =
    [
        (Role.CityReporter, [Party.City, Party.LeadUnit]),
        (Role.CityReviewer, [Party.City, Party.LeadUnit, Party.CityReviewer]),
        (Role.ProvincialOffice, [Party.Province]),
        (Role.Ministry, [Party.Ministry]),
    ];

    /// <param name="caller">Who looks at it.</param>
    /// <param name="pages">The page of each of its two lists; empty for the first.</param>
    /// <param name="problems">What was wrong with a form; null for nothing.</param>
    /// <param name="stop">Ends the reading.</param>
    public async Task<WorkbenchView> WorkbenchAsync(Caller caller, (string Waiting, string Overdue) pages, StepProblems? problems, CancellationToken stop)
    {
        var platform = await reader.PlatformAsync(stop);
        Party[] mine = [.. Parties.Where(p => caller.Roles.Contains(p.Role)).SelectMany(p => p.Parties).Distinct()];
        var waiting = mine.Length == 0 ? [] : await OfCitiesAsync(platform, caller, request => request.WaitingOn.AddRange(mine), stop);
        var overdue = await OfCitiesAsync(platform, caller, request => request.OverdueOnly = true, stop);
        var carryOvers = waiting.Count(c => c.Waits.Any(w => w.Reason == WaitReason.CarryOverDecision));
        return new WorkbenchView(
            platform, caller, ListPages.Of([.. waiting.OrderBy(c => UntilOf(c, mine))], pages.Waiting), carryOvers, ListPages.Of(overdue, pages.Overdue), await PeriodsAsync(platform, stop), problems);
    }

    /// <summary>The periods that are over and still taken reports for, which are written after their end, and those of today.</summary>
    private async Task<IReadOnlyList<Period>> PeriodsAsync(Platform platform, CancellationToken stop)
    {
        var today = time.GetUtcNow().DayInShanghai();
        Domain.Reporting.Period[] now = [new(today.Year, today.Month, null), new(today.Year, null, ((today.Month - 1) / 3) + 1)];
        var periods = await Task.WhenAll(now.Select(period => period.Before(1)).Concat(now).Select(period => clients.Periods.GetPeriodAsync(
            new() { Name = $"{platform.Programme.Name}/periods/{period.ToString().ToLowerInvariant()}" }, cancellationToken: stop).ResponseAsync));
        return [.. periods.Where((period, at) => at >= now.Length || (!period.Frozen && (period.Window.Open || period.CityWindows.Any(window => window.Open))))];
    }

    public async Task<CommitmentView> CommitmentAsync(string id, Caller caller, StepProblems? problems, CancellationToken stop)
    {
        var platform = await reader.PlatformAsync(stop);
        var name = $"{platform.Programme.Name}/commitments/{id}";
        var commitment = await clients.Reporting.GetCommitmentAsync(new() { Name = name }, cancellationToken: stop);
        var reports = await AllPages.ReadAsync<ProgressReport>(async token =>
            await clients.Reporting.ListProgressReportsAsync(new() { Parent = name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: stop) is var page ? (page.ProgressReports, page.NextPageToken) : default);
        if (!caller.May(Right.ReadUnpublished, ResourceIds.IdOf(commitment.City)))
            return new CommitmentView(platform, caller, commitment, reports, [], [], [], [], problems);

        var raised = AllPages.ReadAsync<Problem>(async token =>
            await clients.Workflow.ListProblemsAsync(new() { Parent = name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: stop) is var page ? (page.Problems, page.NextPageToken) : default);
        var evidence = AllPages.ReadAsync<Evidence>(async token =>
            await clients.Evidence.ListEvidenceAsync(new() { Parent = name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: stop) is var page ? (page.Evidence, page.NextPageToken) : default);
        var events = AllPages.ReadAsync<CommitmentEvent>(async token =>
            await clients.Overview.ListCommitmentEventsAsync(new() { Parent = name, PageSize = AllPages.Size, PageToken = token }, cancellationToken: stop) is var page ? (page.Events, page.NextPageToken) : default);
        var windows = WindowsAsync(platform, caller, commitment, stop);
        await Task.WhenAll(raised, evidence, events, windows);
        return new CommitmentView(platform, caller, commitment, reports, await raised, await evidence, await events, await windows, problems);
    }

    /// <summary>Periods on which the caller can report on a commitment: none that was over before it was opened.</summary>
    private async Task<IReadOnlyList<Period>> WindowsAsync(Platform platform, Caller caller, Commitment commitment, CancellationToken stop)
    {
        if (!commitment.AdmittedSteps.Contains(WorkflowStep.ReportProgress) || !caller.May(Right.ReportProgress, ResourceIds.IdOf(commitment.City)))
            return [];
        var opened = commitment.CreateTime.ToDateTimeOffset().DayInShanghai();
        return [.. (await PeriodsAsync(platform, stop)).Where(period => !period.Frozen && (period.CityWindows.FirstOrDefault(window => window.City == commitment.City) ?? period.Window).Open && period.LastDate.ToDateTime() >= opened.ToDateTime(TimeOnly.MinValue))];
    }

    private async Task<IReadOnlyList<Commitment>> OfCitiesAsync(Platform platform, Caller caller, Action<ListCommitmentsRequest> filter, CancellationToken stop)
    {
        var cities = caller.Roles.Any(role => role.IsEverywhere())
            ? [""]
            : platform.Content.Cities.Select(c => c.Name).Where(name => caller.Jurisdiction.Covers(ResourceIds.IdOf(name)));
        var lists = await Task.WhenAll(cities.Select(async city =>
        {
            var request = new ListCommitmentsRequest { Parent = platform.Programme.Name, City = city, PageSize = AllPages.Size };
            filter(request);
            return await AllPages.ReadAsync<Commitment>(async token =>
            {
                request.PageToken = token;
                var page = await clients.Reporting.ListCommitmentsAsync(request, cancellationToken: stop);
                return (page.Commitments, page.NextPageToken);
            });
        }));
        return [.. lists.SelectMany(list => list)];
    }

    /// <summary>The day by which one of the parties is to be done; what has no day comes last.</summary>
    private static string UntilOf(Commitment commitment, Party[] parties) =>
        commitment.Waits.Where(w => parties.Contains(w.Party) && w.UntilDate is not null).Select(w => w.UntilDate.Iso()).Order(StringComparer.Ordinal).FirstOrDefault() ?? "9999";
}
