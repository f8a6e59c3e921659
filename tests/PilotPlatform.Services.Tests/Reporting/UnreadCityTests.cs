using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>A city of an edition that the rules do not read yet: the catalogue has it, so that what is asked of it is answered.</summary>
public sealed class UnreadCityTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    [Fact]
    public async Task Question_OfACityThatTheRulesHaveNotRead_IsAnsweredAndOfNoCityRefused()
    {
        using var ministry = suite.As("ministry");
        await CarryOverTests.PublishAsync(ministry, OtherDocument.WithChengduForXian(UnreadTaskTests.WithOneMore(RunningSuite.Document)));

        foreach (var ask in Questions(ministry, "chengdu"))
            await ask();
        foreach (var ask in Questions(ministry, "wuxi"))
            Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(ask)).Info.Reason);
    }

    private static Func<Task>[] Questions(PilotPlatformClient client, string id)
    {
        var city = $"{Programme}/cities/{id}";
        return
        [
            async () =>
            {
                using var watching = client.Watch.WatchChanges(new WatchChangesRequest { Parent = Programme, City = city }, cancellationToken: RunningSuite.Stop);
                Assert.True(await watching.ResponseStream.MoveNext(RunningSuite.Stop));
            },
            () => client.Periods.OpenPeriodWindowAsync(new OpenPeriodWindowRequest { Name = $"{Programme}/periods/2026-11", City = city }, cancellationToken: RunningSuite.Stop).ResponseAsync,
            () => client.CarryOvers.GetEditionConsequencesAsync(new GetEditionConsequencesRequest { Name = $"{Programme}/editionConsequences", City = city }, cancellationToken: RunningSuite.Stop).ResponseAsync,
        ];
    }
}
