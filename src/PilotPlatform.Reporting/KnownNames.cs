using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting;

/// <summary>Which cities and tasks are none: what the rules do not know, because they have not read it yet, the catalogue may have.</summary>
internal sealed class KnownNames(ReachKeeper reach, CatalogService.CatalogServiceClient catalog)
{
    /// <summary>Why nothing can be found of a city; null if it is one, or none is asked for.</summary>
    public async Task<Fault?> LacksCityAsync(ProgrammeName programme, ChildName? city, CancellationToken cancellation) =>
        city is not null && reach.Lacks(programme, city, task: null) is { } lacking
        && !(city.Parent == programme && await IsKnownAsync(catalog.GetCityAsync(new GetCityRequest { Name = programme.City(city.Id) }, cancellationToken: cancellation).ResponseAsync))
            ? lacking
            : null;

    /// <summary>Why nothing can be found of a task; null if it is one, or none is asked for.</summary>
    public async Task<Fault?> LacksTaskAsync(ProgrammeName programme, PilotTaskName? task, CancellationToken cancellation) =>
        task is not null && reach.Lacks(programme, city: null, task) is { } lacking
        && !(task.Parent == programme && await IsKnownAsync(catalog.GetPilotTaskAsync(new GetPilotTaskRequest { Name = task.ToString() }, cancellationToken: cancellation).ResponseAsync))
            ? lacking
            : null;

    private static async Task<bool> IsKnownAsync(Task asked)
    {
        try
        {
            await asked;
            return true;
        }
        catch (RpcException absent) when (absent.StatusCode == StatusCode.NotFound)
        {
            return false;
        }
    }
}
