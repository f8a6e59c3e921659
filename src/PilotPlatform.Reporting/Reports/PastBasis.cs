using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Finds what was in force at a moment: the rule set that was active, the acts recorded by then, the editions published by then. Of a time before all of that, it is what came first.</summary>
internal sealed class PastBasis(ScopeRulesService.ScopeRulesServiceClient scope, CatalogService.CatalogServiceClient catalog)
{
    private const int PageSize = 1000;

    /// <summary>The rule set that was active; of a time before the first was, the first.</summary>
    /// <exception cref="FaultException">None has ever been active.</exception>
    public async Task<string> RuleSetAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        // From activation to activation backwards: each names the position behind which it held.
        var (state, found) = (new ReadState(), (RuleSet?)null);
        while (await ActiveAsync(state, cancellation) is { } active && (found is null || found.ActivateTime.ToDateTimeOffset() > at))
        {
            found = active;
            state.ActsPosition = active.ActivationPosition - 1;
        }

        return found?.Name ?? throw new FaultException(Fault.NotReady("the picture of the scope"));
    }

    /// <summary>The rule set that was active at a position; null before the first.</summary>
    private async Task<RuleSet?> ActiveAsync(ReadState state, CancellationToken cancellation)
    {
        for (var (token, more) = ("", true); more; more = token.Length > 0)
        {
            var page = await scope.ListRuleSetsAsync(new ListRuleSetsRequest { State = state, PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
            if (page.RuleSets.FirstOrDefault(r => r.Active) is { } active)
                return active;
            token = page.NextPageToken;
        }

        return null;
    }

    /// <summary>Position of the last act or revocation that was recorded by then; 0 if there is none.</summary>
    public async Task<long> ActsPositionAsync(ProgrammeName programme, DateTimeOffset at, CancellationToken cancellation)
    {
        var position = 0L;
        for (var (token, more) = ("", true); more; more = token.Length > 0)
        {
            var page = await scope.ListActsAsync(
                new ListActsRequest { Parent = programme.ToString(), ShowRevoked = true, PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
            foreach (var act in page.Acts)
            {
                if (act.CreateTime.ToDateTimeOffset() <= at)
                    position = Math.Max(position, act.CreatePosition);
                if (act.RevokeTime?.ToDateTimeOffset() <= at)
                    position = Math.Max(position, act.RevokePosition);
            }

            token = page.NextPageToken;
        }

        return position;
    }

    /// <summary>The editions that were published by then, newest first; of a time before the first was, all, oldest first.</summary>
    public async Task<IReadOnlyList<string>> EditionsAsync(ProgrammeName programme, DateTimeOffset at, CancellationToken cancellation)
    {
        var editions = new List<Edition>();
        for (var (token, more) = ("", true); more; more = token.Length > 0)
        {
            var page = await catalog.ListEditionsAsync(new ListEditionsRequest { Parent = programme.ToString(), PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
            editions.AddRange(page.Editions);
            token = page.NextPageToken;
        }

        var published = editions.OrderBy(e => e.PublishTime.ToDateTimeOffset()).ToArray();
        var then = published.Where(e => e.PublishTime.ToDateTimeOffset() <= at).Reverse().ToArray();
        return [.. (then.Length > 0 ? then : published).Select(e => e.Name)];
    }
}
