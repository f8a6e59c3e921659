using System.Text;
using Google.Protobuf;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ScopeRules.State;
using Verdict = PilotPlatform.Contracts.ScopeRules.V1.Decision.Types.Verdict;

namespace PilotPlatform.Services.Tests;

/// <summary>What a read has pinned and what it is then told: of rule sets too, and where a rule set does not fit the edition that is pinned.</summary>
public sealed class ScopePinTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;
    private const string Wide = "外资股比不超过 50%";
    private const string Narrow = "外资股比不超过 49%";

    private static readonly string Shipped = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "scope-rules", "ruleset.json"));

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Scope;

    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>An edition that the rule set does not fit, and then a rule set that fits only that edition.</summary>
    [Fact]
    public async Task RuleSetsAndEditions_ThatDoNotFitEachOther_AreNeverTakenForOneAnother()
    {
        var (first, before) = (await DecideAsync(null), await ListAsync(null));
        var (import, _) = await suite.Client.Catalog.ImportAsync(Encoding.UTF8.GetBytes(RunningSuite.Document.Replace(Wide, Narrow, StringComparison.Ordinal)));
        await suite.Client.Catalog.PublishImportAsync(new PublishImportRequest { Name = import.Name, CurrentEdition = first.Edition }, cancellationToken: Stop);
        var fitting = await PublishedAsync(Shipped.Replace(Wide, Narrow, StringComparison.Ordinal));
        Assert.Equal(first.Edition, (await DecideAsync(null)).Edition);
        var activated = await Scope.ActivateRuleSetAsync(new ActivateRuleSetRequest { Name = fitting.Name }, cancellationToken: Stop);

        var now = await DecideAsync(null);
        Assert.Equal((fitting.Name, fitting.Name), (now.RuleSet, activated.State.RuleSet));
        Assert.NotEqual(first.Edition, now.Edition);
        Assert.Equal(now.Edition, activated.State.Edition);

        Assert.Equal("RULE_SET_REFUSED", await RefusedAsync(() => DecideAsync(new ReadState { Edition = first.Edition })));
        var pin = new ReadState { Edition = first.Edition, RuleSet = first.RuleSet };
        Assert.Equal((first.Verdict, first.RuleSet), ((await DecideAsync(pin)).Verdict, (await DecideAsync(pin)).RuleSet));
        Assert.Equal("RULE_SET_REFUSED", await RefusedAsync(() => GetAsync("ruleSets/active", pin)));
        Assert.Equal(first.RuleSet, (await GetAsync(first.RuleSet, pin)).Name);
        Assert.Equal(fitting.Name, (await ListAsync(pin)).RuleSets.Single(r => r.Active).Name);

        await PositionsAsync(before, first.RuleSet, fitting, activated);
    }

    [Fact]
    public async Task Reads_OfMoreDaysThanAreRemembered_AreAnsweredEachAndAlike()
    {
        var day = new DateOnly(2026, 1, 1);
        for (var round = 0; round < 2; round++)
        {
            for (var n = 0; n < 40; n++)
            {
                var date = day.AddDays(n);
                var pinned = await DecideAsync(new ReadState { AsOfDate = new Google.Type.Date { Year = date.Year, Month = date.Month, Day = date.Day } });
                Assert.Equal(date, new DateOnly(pinned.AsOfDate.Year, pinned.AsOfDate.Month, pinned.AsOfDate.Day));
                Assert.Equal(Verdict.Undetermined, pinned.Verdict);
            }
        }
    }

    [Fact]
    public void Lately_FullOfWhatIsWanted_GivesUpWhatWasNotWantedForLongest()
    {
        var lately = new Lately<int, string>(2);
        lately.Keep(1, "one");
        lately.Keep(2, "two");
        Assert.True(lately.TryFind(1, out _));
        lately.Keep(3, "three");

        Assert.Equal("one", lately.Keep(1, "another"));
        Assert.False(lately.TryFind(2, out _));
        Assert.True(lately.TryFind(3, out var three));
        Assert.Equal("three", three);
    }

    /// <summary>Rule sets as they stood at a position, and pages that belong to it.</summary>
    private async Task PositionsAsync(ListRuleSetsResponse before, string shipped, RuleSet published, RuleSet activated)
    {
        var (then, between) = (new ReadState { ActsPosition = before.State.ActsPosition }, new ReadState { ActsPosition = published.State.ActsPosition });
        Assert.Equal(before.RuleSets, (await ListAsync(then)).RuleSets);
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => GetAsync(published.Name, then)));
        Assert.Equal("RULE_SET_REFUSED", await RefusedAsync(() => GetAsync("ruleSets/active", then))); // it was the shipped one, which the edition of now does not fit
        Assert.Equal((2, shipped), ((await ListAsync(between)).TotalSize, (await ListAsync(between)).RuleSets.Single(r => r.Active).Name));
        Assert.Equal((false, 0L), ((await GetAsync(published.Name, between)).Active, (await GetAsync(published.Name, between)).ActivationPosition));
        Assert.Equal((true, activated.ActivationPosition), ((await GetAsync(published.Name, null)).Active, (await GetAsync(published.Name, null)).ActivationPosition));
        Assert.Empty((await ListAsync(new ReadState { ActsPosition = 0 })).RuleSets);
        Assert.Equal("RESOURCE_NOT_FOUND", await RefusedAsync(() => GetAsync("ruleSets/active", new ReadState { ActsPosition = 0 })));

        var page = await Scope.ListRuleSetsAsync(new ListRuleSetsRequest { PageSize = 1, State = between }, cancellationToken: Stop);
        var next = new ListRuleSetsRequest { PageSize = 1, PageToken = page.NextPageToken, State = between };
        Assert.Equal(shipped, Assert.Single((await Scope.ListRuleSetsAsync(next, cancellationToken: Stop)).RuleSets).Name);
        next.State = null;
        Assert.Equal("INVALID_PAGE_TOKEN", await RefusedAsync(() => Scope.ListRuleSetsAsync(next, cancellationToken: Stop).ResponseAsync));
    }

    /// <summary>Publishes a rule set as soon as the edition that it fits is the one that rule sets are published for.</summary>
    private async Task<RuleSet> PublishedAsync(string content)
    {
        var file = ByteString.CopyFrom(Encoding.UTF8.GetBytes(content));
        for (var tries = 0; tries < 600 && (await Scope.ValidateRuleSetAsync(new ValidateRuleSetRequest { Content = file }, cancellationToken: Stop)).Problems.Count > 0; tries++)
            await Task.Delay(50, Stop);
        return await Scope.PublishRuleSetAsync(new PublishRuleSetRequest { Content = file }, cancellationToken: Stop);
    }

    private static async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Info.Reason;

    private Task<RuleSet> GetAsync(string name, ReadState? state) => Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = name, State = state }, cancellationToken: Stop).ResponseAsync;

    private async Task<ListRuleSetsResponse> ListAsync(ReadState? state) => await Scope.ListRuleSetsAsync(new ListRuleSetsRequest { State = state }, cancellationToken: Stop);

    private Task<Decision> DecideAsync(ReadState? state) => Scope.DecideAsync(
        new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou", State = state }, cancellationToken: Stop).ResponseAsync;
}
