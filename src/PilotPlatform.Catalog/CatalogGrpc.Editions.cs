using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using PilotPlatform.Catalog.Comparing;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>Editions: which there are, which is current, and what one says otherwise than another.</summary>
internal sealed partial class CatalogGrpc
{
    public override Task<Edition> GetEdition(GetEditionRequest request, ServerCallContext context) =>
        Task.FromResult(Render(context.Caller(), Edition("name", request.Name), Current, holdings.Publications));

    public override Task<ListEditionsResponse> ListEditions(ListEditionsRequest request, ServerCallContext context)
    {
        var current = request.AsOfTime is { } time ? AsOf(time) : Current;
        var publications = holdings.Publications.Where(p => request.AsOfTime is null || p.Time <= request.AsOfTime.ToDateTimeOffset()).ToList();
        var editions = holdings.Editions.Reverse().Where(e => request.AsOfTime is null || e.PublishTime <= request.AsOfTime.ToDateTimeOffset()).ToList();
        var page = Cut(editions, request.Parent, request.PageSize, request.PageToken, $"editions {editions.Count}", current.View);
        return Task.FromResult(new ListEditionsResponse
        {
            Editions = { page.Items.Select(e => Render(context.Caller(), e, current, publications)) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Edition = current.View.Programme.Edition,
        });
    }

    public override Task<EditionComparison> CompareEditions(CompareEditionsRequest request, ServerCallContext context)
    {
        var (after, before) = (Edition("name", request.Name), Edition("base_edition", request.BaseEdition));
        return Task.FromResult(new ComparisonRendering(new ProgrammeName(shelf.Files.ProgrammeId), shelf.Files.Scopes)
            .Render(before.Edition, after.Edition, after.View.Programme.Edition, request.IncludeUnchanged));
    }

    public override async Task WatchEditions(WatchEditionsRequest request, IServerStreamWriter<WatchEditionsResponse> responseStream, ServerCallContext context)
    {
        Own(ProgrammeName.Parse("parent", request.Parent).Value);
        _ = Current;
        var after = request.AfterTime is null ? (DateTimeOffset?)null : Moment("after_time", request.AfterTime);
        for (var told = after is null ? holdings.Publications.Length - 1 : holdings.KnownAfter(after.Value); ;)
        {
            var moved = shelf.Moved;
            for (var publications = shelf.Holdings.Publications; told < publications.Length; told++)
                await responseStream.WriteAsync(Moved(context.Caller(), publications[..(told + 1)]), context.CancellationToken);
            await moved.WaitAsync(context.CancellationToken);
        }
    }

    /// <param name="reader">Who is told.</param>
    /// <param name="publications">All up to the one that is told.</param>
    private static WatchEditionsResponse Moved(Caller reader, ImmutableArray<Publication> publications)
    {
        var publication = publications[^1];
        var edition = Render(reader, publication.Edition, publication.Edition, publications);
        edition.Checks.Clear();
        edition.Defects.Clear();
        return new WatchEditionsResponse { Edition = edition, PublishTime = publication.Time.ToTimestamp() };
    }

    /// <summary>An edition as somebody reads it: who published it is for those who work on what is not published.</summary>
    private static Edition Render(Caller reader, PublishedEdition published, PublishedEdition current, IEnumerable<Publication> publications)
    {
        var edition = Render(published, current, publications);
        if (reader.MaySomewhere(Right.ReadUnpublished))
            return edition;
        edition.Publisher = "";
        edition.CurrentPublishers.Clear();
        return edition;
    }

    private static Edition Render(PublishedEdition published, PublishedEdition current, IEnumerable<Publication> publications) => new()
    {
        Name = published.View.Programme.Edition,
        ContentSha256 = published.Edition.ContentSha256,
        SourceSha256 = published.SourceSha256,
        SourceMediaType = published.MediaType,
        SourceSizeBytes = published.SourceSize,
        PublishTime = published.PublishTime.ToTimestamp(),
        Publisher = published.Publisher,
        Current = ReferenceEquals(published, current),
        CurrentPublishers = { publications.Where(p => ReferenceEquals(p.Edition, published)).Select(p => p.Author) },
        CurrentTimes = { publications.Where(p => ReferenceEquals(p.Edition, published)).Select(p => p.Time.ToTimestamp()) },
        Checks = { published.Edition.Checks.Select(c => c.ToProto()) },
        Defects = { published.Edition.Defects.Select(d => d.ToProto()) },
    };
}
