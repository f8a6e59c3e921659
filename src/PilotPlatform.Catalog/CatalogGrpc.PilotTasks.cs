using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Catalogue.Filtering;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Catalog;

/// <summary>Pilot tasks: one, several, or those that pass a filter.</summary>
internal sealed partial class CatalogGrpc
{
    private const int MostNames = 1000;

    /// <summary>The names of the forces, by their numbers, without their prefix.</summary>
    private static readonly ImmutableArray<string> Forces =
    [
        .. PilotTaskReflection.Descriptor.FindTypeByName<EnumDescriptor>(nameof(PolicyForce)).Values.Select(v => v.Name["POLICY_FORCE_".Length..]),
    ];

    public override Task<PilotTask> GetPilotTask(GetPilotTaskRequest request, ServerCallContext context)
    {
        var wanted = ReadMasks.Of<PilotTask>(request.ReadMask).Value;
        return Task.FromResult(wanted(Find("name", request.Name, View(request.Edition, request.AsOfTime))));
    }

    public override Task<BatchGetPilotTasksResponse> BatchGetPilotTasks(BatchGetPilotTasksRequest request, ServerCallContext context)
    {
        var parent = ProgrammeName.Parse("parent", request.Parent).Value;
        Own(parent);
        if (request.Names.Count is 0 or > MostNames)
            throw new FaultException(Fault.Invalid("names", $"{request.Names.Count} names are not between 1 and {MostNames}"));
        var wanted = ReadMasks.Of<PilotTask>(request.ReadMask).Value;
        var from = View(request.Edition, request.AsOfTime);
        return Task.FromResult(new BatchGetPilotTasksResponse
        {
            PilotTasks = { request.Names.Select((name, i) => wanted(Find($"names[{i}]", name, from))) },
            Edition = from.Programme.Edition,
        });
    }

    public override Task<ListPilotTasksResponse> ListPilotTasks(ListPilotTasksRequest request, ServerCallContext context)
    {
        var from = Listed(request, context);
        if (IsEverything(request, from))
            return Task.FromResult(from.AllTasks);

        if (request.Chapter.Length > 0)
        {
            Own(ChildName.Parse("chapter", request.Chapter, "chapters").Value.Parent);
            if (from.Chapters.All(c => c.Name != request.Chapter))
                throw new FaultException(Fault.Missing(request.Chapter));
        }

        var filter = TaskFilter.Parse(request.Filter, Forces.RemoveAt(0), [.. from.Cities.Select(c => Id(c.Name))]).Value;
        var wanted = ReadMasks.Of<PilotTask>(request.ReadMask).Value;
        var tasks = from.Tasks.Where(t => (request.Chapter.Length == 0 || t.Chapter == request.Chapter) && filter.Passes(ToSubject(t))).ToList();
        var page = Paging.Cut(tasks, request.PageSize, request.PageToken, request.Parent, $"pilotTasks {request.Chapter} {filter}", from.Programme.Edition).Value;
        return Task.FromResult(new ListPilotTasksResponse
        {
            PilotTasks = { page.Items.Select(wanted) },
            NextPageToken = page.NextPageToken,
            TotalSize = page.TotalSize,
            Edition = from.Programme.Edition,
        });
    }

    /// <summary>What is listed: an edition, or what an import would make of it, which is for those who may read what was imported.</summary>
    private EditionView Listed(ListPilotTasksRequest request, ServerCallContext context)
    {
        if (request.Parent.Split('/') is not [_, _, "imports", _])
        {
            Own(ProgrammeName.Parse("parent", request.Parent).Value);
            return View(request.Edition, request.AsOfTime);
        }

        context.Demand(Right.ReadLedger);
        return request.Edition.Length > 0 || request.AsOfTime is not null
            ? throw new FaultException(Fault.Invalid(request.Edition.Length > 0 ? "edition" : "as_of_time", "an import is read by its name alone"))
            : FindImport("parent", request.Parent).View.Value;
    }

    /// <summary>True for the question that is answered by all tasks in one reply, which is made once an edition.</summary>
    private static bool IsEverything(ListPilotTasksRequest request, EditionView from) =>
        Math.Min(request.PageSize, Paging.LargestSize) >= from.Tasks.Count
        && request.PageToken.Length == 0 && request.Chapter.Length == 0 && request.Filter.Length == 0
        && request.ReadMask is null;

    private PilotTask Find(string field, string name, EditionView from)
    {
        var parsed = PilotTaskName.Parse(field, name).Value;
        Own(parsed.Parent);
        return from.Tasks.ElementAtOrDefault(parsed.Number - 1) ?? throw new FaultException(Fault.Missing(name));
    }

    private static FilterSubject ToSubject(PilotTask task) => new(
        task.Number, int.Parse(Id(task.Chapter), CultureInfo.InvariantCulture), task.National, [.. task.NamedCities.Select(Id)], [.. task.PolicyForces.Select(f => Forces[(int)f])]);

    private static string Id(string name) => name[(name.LastIndexOf('/') + 1)..];
}
