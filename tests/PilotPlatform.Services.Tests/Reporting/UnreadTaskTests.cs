using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>A task of an edition that the rules do not read yet: the catalogue has it, so that a list by it is empty, and not refused; what comes of it can be watched only later.</summary>
public sealed class UnreadTaskTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    /// <summary>A document with a task of which the rules say nothing, so that they do not read it.</summary>
    internal static string WithOneMore(string document)
    {
        const string Last = "建立数据安全监管体系,建立健全数据安全风险评估、报告、信息共享、监测预警、应急处置机制。\t*\n";
        return document.Replace(Last, Last + "160\t支持建设数据安全服务平台。\t大连\n", StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ByATaskThatTheRulesHaveNotRead_IsEmpty()
    {
        using var everybody = suite.As(RunningSuite.Everybody);
        await CarryOverTests.PublishAsync(everybody, WithOneMore(RunningSuite.Document));
        using var http = new HttpClient { BaseAddress = suite.Pages };

        foreach (var list in new[] { "commitments", "risks", "innovationCases", "lawAdjustments" })
        {
            using var empty = await http.GetAsync($"/v1/{RunningSuite.Programme}/{list}?pilot_task={RunningSuite.Programme}/pilotTasks/160", RunningSuite.Stop);
            using var none = await http.GetAsync($"/v1/{RunningSuite.Programme}/{list}?pilot_task={RunningSuite.Programme}/pilotTasks/161", RunningSuite.Stop);

            Assert.True(empty.StatusCode == HttpStatusCode.OK, await empty.Content.ReadAsStringAsync(RunningSuite.Stop));
            Assert.Equal(0, (int)(await empty.Content.ReadFromJsonAsync<JsonObject>(RunningSuite.Stop))!["totalSize"]!);
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        foreach (var (task, reason) in new[] { (160, "NOT_READY"), (161, "RESOURCE_NOT_FOUND") })
        {
            using var watching = everybody.Watch.WatchChanges(new WatchChangesRequest { Parent = RunningSuite.Programme, PilotTask = $"{RunningSuite.Programme}/pilotTasks/{task}" }, cancellationToken: RunningSuite.Stop);
            Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => watching.ResponseStream.MoveNext(RunningSuite.Stop))).Info.Reason);
        }
    }
}
