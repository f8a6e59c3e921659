using System.Globalization;
using System.Text.RegularExpressions;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Services.Tests;

/// <summary>Every word that the catalogue gives stands in the document where it says, and its English carries the same figures.</summary>
public sealed class WordsTests(RunningSuite suite)
{
    private static readonly Regex Figure = new(@"\d+(\.\d+)?", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Texts_OfEveryResource_StandInTheDocumentAtTheirPlace()
    {
        var lines = RunningSuite.Document.Split('\n');
        var texts = await TextsAsync();

        Assert.True(texts.Count > 2 * 159);
        Assert.All(texts, text =>
        {
            Assert.Equal(RunningSuite.Document[text.Span.StartOffset..text.Span.EndOffset], text.Verbatim);
            Assert.Contains(text.Verbatim.Split('\n')[0], lines[text.Span.StartLine - 1], StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Texts_OfTasksChaptersCitiesAndProgramme_HaveEnglish() =>
        Assert.Empty((await TextsAsync()).Where(t => t.English.Length == 0).Select(t => t.Verbatim));

    [Fact]
    public async Task English_OfEveryTask_HasTheFiguresOfTheChinese()
    {
        var tasks = await TasksAsync();

        Assert.Empty(
            from task in tasks
            from figure in Figure.Matches(task.Text.Normalized).Select(m => m.Value).Distinct(StringComparer.Ordinal)
            where !Spelled(figure).Any(spelling => task.Text.English.Contains(spelling, StringComparison.OrdinalIgnoreCase))
            select string.Create(CultureInfo.InvariantCulture, $"{task.Number}: {figure}"));
    }

    /// <summary>A figure as English writes it.</summary>
    private static IEnumerable<string> Spelled(string figure) => figure switch
    {
        "1" => ["1", "one"],
        "2" => ["2", "two"],
        "3" => ["3", "three"],
        _ => [figure],
    };

    private async Task<IReadOnlyList<PilotTask>> TasksAsync() =>
        (await suite.Client.Catalog.ListPilotTasksAsync(new ListPilotTasksRequest { Parent = RunningSuite.Programme, PageSize = 1000 }, cancellationToken: Stop)).PilotTasks;

    private async Task<List<Text>> TextsAsync()
    {
        var catalog = suite.Client.Catalog;
        var programme = await catalog.GetProgrammeAsync(new GetProgrammeRequest { Name = RunningSuite.Programme }, cancellationToken: Stop);
        var chapters = await catalog.ListChaptersAsync(new ListChaptersRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop);
        var cities = await catalog.ListCitiesAsync(new ListCitiesRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop);
        var provinces = await catalog.ListProvincesAsync(new ListProvincesRequest { Parent = RunningSuite.Programme }, cancellationToken: Stop);
        return
        [
            programme.Title, programme.Preamble, programme.Note, programme.AnnexTitle,
            .. programme.Sections.SelectMany(s => s.Paragraphs.Prepend(s.Heading)),
            .. chapters.Chapters.Select(c => c.Title),
            .. cities.Cities.Select(c => c.Direction),
            .. provinces.Provinces.SelectMany(p => p.Duties),
            .. (await TasksAsync()).SelectMany(t => new[] { t.Text, t.Scope }),
        ];
    }
}
