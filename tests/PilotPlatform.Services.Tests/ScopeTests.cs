using System.Net.Http.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Decisions over the wire: all of them.</summary>
public sealed class ScopeTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Client.ScopeRules;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Decide_EveryCell_AgreesWithTheMatrixInWordsOfTheDocument()
    {
        var matrix = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
        var cells = matrix.Rows.SelectMany(row => matrix.Cities.Zip(row.States, (city, state) => (row.PilotTask, City: city, State: state))).ToArray();
        Assert.Equal(1431, cells.Length);

        var decisions = await Task.WhenAll(cells.Select(c => DecideAsync(c.PilotTask, c.City)));

        Assert.Equal(cells.Select(c => c.State), decisions.Select(d => d.Reach.State));
        Assert.All(decisions.SelectMany(d => d.Reach.Citations.Concat(d.Pending.Select(p => p.Citation)).Concat(d.Clauses.Select(c => c.Citation))), citation =>
            Assert.Equal(citation.Quote, RunningSuite.Document[citation.StartOffset..citation.EndOffset]));
        Assert.All(decisions.Where(d => d.Reach.State == Reach.Types.State.DoesNotApply), d => Assert.Equal(Decision.Types.Verdict.DoesNotApply, d.Verdict));
        Assert.All(decisions.Where(d => d.Verdict == Decision.Types.Verdict.Undetermined), d =>
            Assert.All(d.Pending, p => Assert.NotEqual(Settler.Unspecified, p.Settler)));
    }

    [Theory]
    [InlineData("suzhou")]
    [InlineData("Suzhou")]
    [InlineData("苏州")]
    [InlineData("苏州市")]
    [InlineData("places/suzhou")]
    [InlineData("programmes/nine-cities/cities/suzhou")]
    public async Task Decide_CityByAnyOfItsNames_IsTheSameCity(string city) =>
        Assert.Equal("places/suzhou", (await DecideAsync($"{Programme}/pilotTasks/35", city)).City);

    [Theory]
    [InlineData("suzho", "suzhou")]
    [InlineData("大联", "dalian")]
    [InlineData("昆山", "suzhou")]
    [InlineData("places/kunshan", "suzhou")]
    [InlineData("Atlantis", null)]
    [InlineData("", null)]
    public async Task Decide_NameThatIsNoCity_IsRefusedWithWhatIsAlike(string city, string? suggestion)
    {
        var (code, _, info) = await RunningSuite.RefusedAsync(() => DecideAsync($"{Programme}/pilotTasks/1", city));

        Assert.Equal((StatusCode.InvalidArgument, city.Length == 0 ? "INVALID_ARGUMENT" : "UNKNOWN_CITY"), (code, info.Reason));
        if (suggestion is not null)
            Assert.Contains(suggestion, info.Metadata["suggestions"].Split(", "));
    }

    [Fact]
    public async Task Decide_ThreeFactsThatAreWrong_NamesEach()
    {
        var request = new DecideRequest
        {
            PilotTask = $"{Programme}/pilotTasks/1",
            City = "suzhou",
            Facts =
            {
                new FactValue { Fact = "facts/foreign-share", BasisPoints = 10_001 },
                new FactValue { Fact = "facts/actor", Enumeration = "nobody" },
                new FactValue { Fact = "facts/place", Place = "places/atlantis" },
            },
        };

        var (_, status, _) = await RunningSuite.RefusedAsync(() => Scope.DecideAsync(request, cancellationToken: Stop).ResponseAsync);

        Assert.Equal(["facts[0].basis_points", "facts[1].enumeration", "facts[2].place"], status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Fact]
    public async Task Decide_FactThatNoRuleKnows_IsRefused()
    {
        var request = new DecideRequest { PilotTask = $"{Programme}/pilotTasks/1", City = "suzhou", Facts = { new FactValue { Fact = "facts/unheard-of" } } };

        Assert.Equal("UNKNOWN_FACT", (await RunningSuite.RefusedAsync(() => Scope.DecideAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task Decide_OverJson_IsTheSameByGetAndByPost()
    {
        const string Address = "/v1/programmes/nine-cities/pilotTasks/147:decide";
        var expected = await DecideAsync($"{Programme}/pilotTasks/147", "hefei");
        using var posted = await suite.Http.PostAsJsonAsync(Address, new { city = "hefei" }, Stop);

        Assert.Equal(expected, JsonParser.Default.Parse<Decision>(await suite.Http.GetStringAsync(Address + "?city=hefei", Stop)));
        Assert.Equal(expected, JsonParser.Default.Parse<Decision>(await posted.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task GetRuleSet_TheActiveOne_HasARuleForEveryTask()
    {
        var active = await Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = "ruleSets/active" }, cancellationToken: Stop);

        Assert.Equal(159, active.Rules.Count);
        Assert.Equal(active, await Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = active.Name }, cancellationToken: Stop));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => Scope.GetRuleSetAsync(new GetRuleSetRequest { Name = "ruleSets/none" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    private Task<Decision> DecideAsync(string task, string city) =>
        Scope.DecideAsync(new DecideRequest { PilotTask = task, City = city }, cancellationToken: Stop).ResponseAsync;
}
