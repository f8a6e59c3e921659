namespace PilotPlatform.Services.Tests;

/// <summary>Under a provider of identities, who published an edition or a rule set is the subject of an official: the public is not told.</summary>
public sealed class PublisherTests(RunningSuite suite)
{
    private const string Programme = RunningSuite.Programme;

    private static CancellationToken Stop => RunningSuite.Stop;

    [Theory]
    [InlineData(null, false)]
    [InlineData("dalian-reporter", true)]
    public async Task Editions_AsSomebodyReadsThem_TellOnlyOfficialsWhoPublishedThem(string? persona, bool isTold)
    {
        using var client = suite.As(persona);
        var catalog = client.Catalog;
        var listed = (await catalog.ListEditionsAsync(new() { Parent = Programme }, cancellationToken: Stop)).Editions;
        var read = await catalog.GetEditionAsync(new() { Name = listed[0].Name }, cancellationToken: Stop);
        using var watch = catalog.WatchEditions(new() { Parent = Programme }, cancellationToken: Stop);
        Assert.True(await watch.ResponseStream.MoveNext(Stop));

        Assert.All([.. listed, read, watch.ResponseStream.Current.Edition], edition => Assert.Equal((isTold, isTold), (edition.Publisher.Length > 0, edition.CurrentPublishers.Count > 0)));
        Assert.All(listed, edition => Assert.NotEmpty(edition.CurrentTimes));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("dalian-reporter", true)]
    public async Task RuleSets_AsSomebodyReadsThem_TellOnlyOfficialsWhoPublishedAndActivatedThemAndWhy(string? persona, bool isTold)
    {
        using var client = suite.As(persona);
        var listed = (await client.ScopeRules.ListRuleSetsAsync(new(), cancellationToken: Stop)).RuleSets;
        var read = await client.ScopeRules.GetRuleSetAsync(new() { Name = "ruleSets/active" }, cancellationToken: Stop);

        Assert.All(listed.Append(read), set => Assert.Equal(isTold, set.Publisher.Length > 0));
        Assert.NotEmpty(read.Activations);
        Assert.All(listed.Append(read).SelectMany(set => set.Activations), activation => Assert.Equal((isTold, isTold), (activation.Author.Length > 0, activation.Reason.Length > 0)));
    }

    [Theory]
    [InlineData("/v1/programmes/nine-cities/editions", "ublisher\":\"platform")]
    [InlineData("/v1/ruleSets/active", "\"author\":\"platform")]
    [InlineData("/editions", "平台（随程序提供）")]
    [InlineData("/editions", "发布者")]
    public async Task Publisher_ByJsonAndOnPages_IsToldOfficialsOnly(string address, string words)
    {
        Assert.Contains(words, await ReadAsync("auditor", address), StringComparison.Ordinal);
        Assert.DoesNotContain(words, await ReadAsync(null, address), StringComparison.Ordinal);
    }

    private async Task<string> ReadAsync(string? persona, string address)
    {
        using var http = suite.HttpAs(persona);
        return System.Net.WebUtility.HtmlDecode(await http.GetStringAsync(address, Stop)).Replace("\": \"", "\":\"", StringComparison.Ordinal);
    }
}
