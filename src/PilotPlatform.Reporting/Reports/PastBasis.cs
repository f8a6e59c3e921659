using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Finds what was in force at a moment: the rule set that was active, the acts recorded by then, the editions published by then.</summary>
internal sealed class PastBasis(ScopeRulesService.ScopeRulesServiceClient scope, CatalogService.CatalogServiceClient catalog)
{
    private const int PageSize = 1000;

    /// <summary>The rule set that was active.</summary>
    /// <exception cref="FaultException">None was.</exception>
    public async Task<string> RuleSetAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        // From activation to activation backwards: each names the position behind which it held.
        var state = new ReadState();
        while (await ActiveAsync(state, cancellation) is { } active)
        {
            if (active.ActivateTime.ToDateTimeOffset() <= at)
                return active.Name;
            state.ActsPosition = active.ActivationPosition - 1;
        }

        throw new FaultException(Fault.Invalid("query.basis.rule_set", $"must be given: no rule set was active at {at:O}"));
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

    /// <summary>The editions that were published by then, newest first.</summary>
    public async Task<IReadOnlyList<string>> EditionsAsync(ProgrammeName programme, DateTimeOffset at, CancellationToken cancellation)
    {
        var editions = new List<Edition>();
        for (var (token, more) = ("", true); more; more = token.Length > 0)
        {
            var page = await catalog.ListEditionsAsync(new ListEditionsRequest { Parent = programme.ToString(), PageSize = PageSize, PageToken = token }, cancellationToken: cancellation);
            editions.AddRange(page.Editions.Where(e => e.PublishTime.ToDateTimeOffset() <= at));
            token = page.NextPageToken;
        }

        return [.. editions.OrderByDescending(e => e.PublishTime.ToDateTimeOffset()).Select(e => e.Name)];
    }
}
