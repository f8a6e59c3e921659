using Grpc.Core;
using PilotPlatform.Domain;

namespace PilotPlatform.ScopeRules.State;

/// <summary>Editions that reads name beside the current one, as the catalogue keeps them; the last few are remembered.</summary>
internal sealed class PastEditions(CatalogSource catalog)
{
    private const int MostEditions = 4;

    private readonly Lately<string, CatalogContent> known = new(MostEditions);

    public async Task<Result<CatalogContent>> FindAsync(string field, string edition, CancellationToken cancellation)
    {
        if (ChildName.Parse(field, edition, "editions").Fault is { } malformed)
            return malformed;
        if (known.TryFind(edition, out var found))
            return found;

        try
        {
            return await catalog.ReadAsync(edition, cancellation) is { } read ? known.Keep(edition, read) : Fault.Missing(edition);
        }
        catch (RpcException absent) when (absent.StatusCode == StatusCode.NotFound)
        {
            return Fault.Missing(edition);
        }
    }
}
