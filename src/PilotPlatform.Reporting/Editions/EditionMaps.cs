using System.Collections.Concurrent;
using System.Collections.Frozen;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain.Reporting;
using Cell = PilotPlatform.Contracts.Catalog.V1.CellChange.Types.Cell;
using Kind = PilotPlatform.Contracts.Catalog.V1.TaskChange.Types.Kind;

namespace PilotPlatform.Reporting;

/// <summary>What became of the tasks of earlier editions, as the catalogue compares them. Editions never change, so each pair is read once.</summary>
internal sealed class EditionMaps(CatalogService.CatalogServiceClient catalog)
{
    private readonly ConcurrentDictionary<(string From, string To), EditionMap> read = new();

    /// <summary>The map from each of some editions to a later one.</summary>
    public async Task<FrozenDictionary<string, EditionMap>> ReadAsync(IEnumerable<string> from, string to, CancellationToken cancellation)
    {
        var maps = new Dictionary<string, EditionMap>(StringComparer.Ordinal);
        foreach (var edition in from.Distinct(StringComparer.Ordinal).Where(edition => edition != to))
            maps.Add(edition, read.TryGetValue((edition, to), out var map) ? map : read[(edition, to)] = await ReadAsync(edition, to, cancellation));
        return maps.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The same for some editions and, as far as the catalogue has them and can read them, for others; why it refuses the rest.</summary>
    public async Task<(FrozenDictionary<string, EditionMap> Maps, IReadOnlyDictionary<string, string> Refused)> ReadAsync(
        IReadOnlyCollection<string> needed, IReadOnlyCollection<string> others, string to, CancellationToken cancellation)
    {
        var (readable, refused) = (needed.ToList(), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var edition in others.Except(needed, StringComparer.Ordinal))
        {
            try
            {
                _ = await ReadAsync([edition], to, cancellation);
                readable.Add(edition);
            }
            catch (RpcException unread) when (unread.StatusCode is StatusCode.NotFound or StatusCode.FailedPrecondition)
            {
                refused.Add(edition, unread.Status.Detail);
            }
        }

        return (await ReadAsync(readable, to, cancellation), refused);
    }

    private async Task<EditionMap> ReadAsync(string from, string to, CancellationToken cancellation)
    {
        var comparison = await catalog.CompareEditionsAsync(
            new CompareEditionsRequest { Name = to, BaseEdition = from, IncludeUnchanged = true }, cancellationToken: cancellation);
        return new EditionMap(from, to, comparison.TaskChanges.Where(change => change.BaseNumber > 0).DistinctBy(change => change.BaseNumber).ToFrozenDictionary(
            change => change.BaseNumber,
            change => new TaskFate(
                Enums.Parse<Domain.Catalogue.Comparison.CarryOver>("carry_over", (int)change.CarryOver).Value,
                change.Kinds.Contains(Kind.Renumbered),
                [.. change.CarriedToNumbers],
                [.. change.CellChanges.Where(cell => cell.After == Cell.Covered).Select(cell => cell.City[(cell.City.LastIndexOf('/') + 1)..])])));
    }
}
