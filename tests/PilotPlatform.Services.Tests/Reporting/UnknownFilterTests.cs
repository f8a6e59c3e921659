using System.Net;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Lists of what is none: refused, and not an empty list that reads as if there were nothing.</summary>
public sealed class UnknownFilterTests(RunningSuite suite)
{
    private const string City = "city=programmes/nine-cities/cities/dalain";
    private const string CityElsewhere = "city=programmes/other/cities/dalian";
    private const string Task = "pilot_task=programmes/nine-cities/pilotTasks/999";

    [Theory]
    [InlineData("commitments", City)]
    [InlineData("commitments", Task)]
    [InlineData("commitments", CityElsewhere)]
    [InlineData("risks", City)]
    [InlineData("risks", Task)]
    [InlineData("risks", CityElsewhere)]
    [InlineData("innovationCases", City)]
    [InlineData("innovationCases", Task)]
    [InlineData("innovationCases", CityElsewhere)]
    [InlineData("lawAdjustments", City)]
    [InlineData("lawAdjustments", Task)]
    [InlineData("lawAdjustments", CityElsewhere)]
    [InlineData("periods/2026-11/frozenCommitments", City)]
    [InlineData("editionConsequences", City)]
    public async Task List_OfWhatIsNone_IsRefusedWithWhatIsAlike(string list, string filter)
    {
        using var answer = await suite.Http.GetAsync($"/v1/{RunningSuite.Programme}/{list}?{filter}", RunningSuite.Stop);

        var said = await answer.Content.ReadAsStringAsync(RunningSuite.Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.NotFound, said);
        Assert.Contains("RESOURCE_NOT_FOUND", said, StringComparison.Ordinal);
        if (filter == City)
            Assert.Contains("\"suggestions\":\"dalian", said.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
