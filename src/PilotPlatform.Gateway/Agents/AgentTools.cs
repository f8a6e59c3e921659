using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.Gateway.Agents;

/// <summary>What an agent can ask. The descriptions are what it reads of a tool before it calls it.</summary>
internal sealed class AgentTools(
    CatalogService.CatalogServiceClient catalog, ScopeRulesService.ScopeRulesServiceClient scope, OverviewService.OverviewServiceClient overviews)
{
    private const string OfProgramme = "Name of the programme, 'programmes/{id}'. Default: the only one there is.";
    private const string OfCity = "The city: its id such as 'suzhou', or its name in Chinese or English.";
    private const string OfFacts =
        "What is known, each as the 'answer' of a next_question outcome has it, such as {\"fact\": \"facts/x\", \"boolean\": true}; "
        + "{\"fact\": \"facts/x\", \"notKnown\": true} if the asker was asked and does not know.";
    private const string OfPage = "'nextPageToken' of the page before. Default: the first page.";

    [McpServerTool(Name = "search_tasks", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Searches the pilot tasks in Chinese and English. Gives each hit with its text, scope, source span and where the words stand in it.")]
    public Task<CallToolResult> SearchTasksAsync(
        [Description("Words that all have to stand in a task; empty for all tasks.")] string query,
        [Description("Hits on a page, 1 to 100.")] int pageSize = 10,
        [Description(OfPage)] string pageToken = "",
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await catalog.SearchPilotTasksAsync(
            new SearchPilotTasksRequest { Parent = await ProgrammeAsync(programme, cancellation), Query = query, PageSize = Within(pageSize), PageToken = pageToken }, cancellationToken: cancellation));

    [McpServerTool(Name = "search_document", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Searches what the document says outside its table of tasks, in Chinese and English: sections, directions of cities, titles of chapters, the note.")]
    public Task<CallToolResult> SearchDocumentAsync(
        [Description("Words that all have to stand in a passage; empty for all passages.")] string query,
        [Description("Hits on a page, 1 to 100.")] int pageSize = 10,
        [Description(OfPage)] string pageToken = "",
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await catalog.SearchPassagesAsync(
            new SearchPassagesRequest { Parent = await ProgrammeAsync(programme, cancellation), Query = query, PageSize = Within(pageSize), PageToken = pageToken }, cancellationToken: cancellation));

    [McpServerTool(Name = "get_task", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Gets a pilot task by its number: the official text and scope with their place in the document, translation, policy force, places and sectors.")]
    public Task<CallToolResult> GetTaskAsync(
        [Description("Number of the task in the document, from 1.")] int number,
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await catalog.GetPilotTaskAsync(
            new GetPilotTaskRequest { Name = await TaskAsync(programme, number, cancellation) }, cancellationToken: cancellation));

    [McpServerTool(Name = "decide", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Decides whether a task applies in a city for an asker with these facts, clause by clause, with the words it rests on and what is missing.")]
    public Task<CallToolResult> DecideAsync(
        [Description("Number of the task in the document, from 1.")] int number,
        [Description(OfCity)] string city,
        [Description(OfFacts)] IReadOnlyList<JsonElement>? facts = null,
        [Description("True to get the proof too: every condition with its value and sentence.")] bool withProof = false,
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await scope.DecideAsync(
            new DecideRequest
            {
                PilotTask = await TaskAsync(programme, number, cancellation),
                City = city,
                Facts = { AgentAnswers.Facts(facts) },
                View = withProof ? DecisionView.Full : DecisionView.Basic,
            },
            cancellationToken: cancellation));

    [McpServerTool(Name = "next_question", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("The questions that settle most of what is still open in a city, or for one task of it, with what each answer would settle; none if nothing is open.")]
    public Task<CallToolResult> NextQuestionAsync(
        [Description(OfCity)] string city,
        [Description(OfFacts)] IReadOnlyList<JsonElement>? facts = null,
        [Description("Number of the task that is asked about. Default: all tasks.")] int? number = null,
        [Description("True to go on until every clause is settled, and not only every task as a whole.")] bool includeClauses = false,
        [Description("How many questions to give, 1 to 100; the first settles most.")] int pageSize = 1,
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await scope.ListNextQuestionsAsync(
            new ListNextQuestionsRequest
            {
                Parent = await ProgrammeAsync(programme, cancellation),
                City = city,
                PilotTask = number is { } one ? await TaskAsync(programme, one, cancellation) : "",
                Facts = { AgentAnswers.Facts(facts) },
                PageSize = Within(pageSize),
                IncludeClauses = includeClauses,
            },
            cancellationToken: cancellation));

    [McpServerTool(Name = "what_may_i_do", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("The tasks that apply in a city for an asker with these facts, and those still open with what is missing, with reasons and citations; 'total' counts all.")]
    public Task<CallToolResult> WhatMayIDoAsync(
        [Description(OfCity)] string city,
        [Description(OfFacts)] IReadOnlyList<JsonElement>? facts = null,
        [Description("True to leave out what is still open.")] bool settledOnly = false,
        [Description("Tasks on a page, 1 to 100; each takes some 6 KB, twice.")] int pageSize = 5,
        [Description(OfPage)] string pageToken = "",
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await scope.ListPilotTaskDecisionsAsync(
            new ListPilotTaskDecisionsRequest
            {
                Parent = await ProgrammeAsync(programme, cancellation),
                City = city,
                Facts = { AgentAnswers.Facts(facts) },
                Verdicts = { settledOnly ? [Decision.Types.Verdict.Applies] : [Decision.Types.Verdict.Applies, Decision.Types.Verdict.Undetermined] },
                View = DecisionView.Basic,
                PageSize = Within(pageSize),
                PageToken = pageToken,
            },
            cancellationToken: cancellation));

    [McpServerTool(Name = "overview", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("How the programme is carried out: implementation rate, states, lamps and what is overdue, by city and by chapter.")]
    public Task<CallToolResult> OverviewAsync(
        [Description(OfProgramme)] string? programme = null,
        CancellationToken cancellation = default) => AgentAnswers.OfAsync(async () => await overviews.GetOverviewAsync(
            new GetOverviewRequest { Name = $"{await ProgrammeAsync(programme, cancellation)}/overview" }, cancellationToken: cancellation));

    private async Task<string> ProgrammeAsync(string? programme, CancellationToken cancellation) =>
        programme ?? await catalog.ListProgrammesAsync(new ListProgrammesRequest(), cancellationToken: cancellation) switch
        {
            { Programmes: [var only] } => only.Name,
            var several => throw new FaultException(Fault.Invalid("programme", $"say which: {string.Join(", ", several.Programmes.Select(p => p.Name))}")),
        };

    private async Task<string> TaskAsync(string? programme, int number, CancellationToken cancellation) =>
        await ProgrammeAsync(programme, cancellation) + "/pilotTasks/" + number.ToString(CultureInfo.InvariantCulture);

    private static int Within(int pageSize) => pageSize is >= 1 and <= 100 ? pageSize : throw new FaultException(Fault.Invalid("pageSize", $"{pageSize} is not 1 to 100"));
}
