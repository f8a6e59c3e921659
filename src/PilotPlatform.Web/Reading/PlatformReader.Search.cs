using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;

namespace PilotPlatform.Web.Reading;

/// <summary>Search, and the source beside what was read from it.</summary>
internal sealed partial class PlatformReader
{
    private const int HitsOfAPage = 20;

    /// <summary>Lines of the source that are shown before and behind a task.</summary>
    private const int LinesAround = 2;

    public async Task<SearchView> SearchAsync(SearchAddress asked, CancellationToken stop)
    {
        var edition = new EditionAddress(asked.Edition, asked.AsOf);
        var current = await ProgrammeAsync(stop);
        var programme = edition.IsAsked ? await catalog.GetProgrammeAsync(edition.ToRequest(current.Name), cancellationToken: stop) : current;
        var frame = edition.IsAsked ? FrameOfAsync(programme, current.Edition, edition.Time?.ToDateTimeOffset(), stop) : FrameAsync(current, stop);
        if (edition.IsAsked)
            asked = asked with { Edition = ResourceIds.IdOf(programme.Edition), AsOf = null };
        var content = await ContentAsync(programme, stop);
        var unknown = asked.Unknown(programme, content);
        if (unknown.Count > 0 || asked.Query?.Length > SearchAddress.LongestQuery)
            return new SearchView(await frame, programme, content, asked, unknown, null, null);

        var passages = asked.WantsPassages ? catalog.SearchPassagesAsync(asked.ToPassageRequest(programme, WholeList), cancellationToken: stop).ResponseAsync : null;
        var found = await catalog.SearchPilotTasksAsync(asked.ToRequest(programme, HitsOfAPage), cancellationToken: stop);
        return new SearchView(await frame, programme, content, asked, unknown, found, passages is null ? null : await passages);
    }

    /// <summary>The frame of an edition that is asked for, with the rules if they read it.</summary>
    private async Task<PageFrame> FrameOfAsync(Programme shown, string current, DateTimeOffset? asOf, CancellationToken stop)
    {
        try
        {
            return (await PlatformAsync(shown, current, stop, asOf)).Frame;
        }
        catch (RpcException away) when (IsAway(away))
        {
            return new PageFrame(current, "", "") { Shown = shown.Edition, AsOf = asOf };
        }
    }

    public async Task<GlossaryView> GlossaryAsync(CancellationToken stop)
    {
        var programme = await ProgrammeAsync(stop);
        var terms = await catalog.ListGlossaryTermsAsync(new() { Parent = programme.Name, PageSize = WholeList }, cancellationToken: stop);
        return new GlossaryView(await FrameAsync(programme, stop), terms.GlossaryTerms);
    }

    private async Task<IReadOnlyList<EditionSource.Types.Line>> SourceAsync(PilotTask task, CancellationToken stop)
    {
        var start = Math.Max(1, task.Text.Span.StartLine - LinesAround);
        var source = await catalog.GetEditionSourceAsync(
            new() { Name = $"{task.Edition}/source", StartLine = start, LineCount = task.Scope.Span.EndLine + LinesAround - start + 1 }, cancellationToken: stop);
        return source.Lines;
    }
}
