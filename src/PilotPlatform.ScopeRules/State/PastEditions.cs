using System.Collections.Concurrent;
using Grpc.Core;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Editions that reads name beside the current one, as the catalogue keeps them; the last few are remembered.</summary>
internal sealed class PastEditions(CatalogSource catalog)
{
    private const int MostEditions = 4;

    private readonly ConcurrentDictionary<string, CatalogContent> known = new(StringComparer.Ordinal);

    public async Task<Result<CatalogContent>> FindAsync(string field, string edition, CancellationToken cancellation)
    {
        if (ChildName.Parse(field, edition, "editions").Fault is { } malformed)
            return malformed;
        if (known.TryGetValue(edition, out var found))
            return found;

        try
        {
            if (await catalog.ReadAsync(edition, cancellation) is not { } read)
                return Fault.Missing(edition);
            if (known.Count >= MostEditions)
                known.Clear();
            return known[edition] = read;
        }
        catch (RpcException absent) when (absent.StatusCode == StatusCode.NotFound)
        {
            return Fault.Missing(edition);
        }
    }
}
