using System.Text.Json;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.Domain.Identity;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.ServiceDefaults.Identity;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Operating;

/// <summary>How the platform runs.</summary>
/// <param name="Frame">What pages are made from now; empty names if the catalogue cannot be asked.</param>
/// <param name="Services">How each service runs; null for one that cannot be asked.</param>
/// <param name="Ledger">How far the ledger goes; null if it cannot be asked.</param>
/// <param name="ActsPosition">Position of the acts; null if the scope rules cannot be asked.</param>
public sealed record OperationsView(PageFrame Frame, IReadOnlyList<(string Name, VitalSigns? Signs)> Services, LedgerStatus? Ledger, long? ActsPosition);

/// <summary>Asks every service how it runs, in the name of who wants to know.</summary>
internal sealed class OperationsReader(
    PlatformReader reader,
    IHttpClientFactory clients,
    IHttpContextAccessor requests,
    LedgerService.LedgerServiceClient ledger,
    ScopeRulesService.ScopeRulesServiceClient scopeRules)
{
    public const string Client = "vitals";

    private static readonly string[] Services = ["gateway", "catalog", "scope-rules", "reporting", "web"];

    public async Task<OperationsView> ReadAsync(CancellationToken stop)
    {
        var caller = requests.HttpContext!.Caller();
        if (!caller.May(Right.ReadOperations))
            throw new RpcException(new Status(caller.IsAnonymous ? StatusCode.Unauthenticated : StatusCode.PermissionDenied, "the page is for who runs the platform"));
        var status = OrNoneAsync(ledger.GetLedgerStatusAsync(new() { Name = "ledgers/reporting" }, cancellationToken: stop).ResponseAsync);
        var signs = Task.WhenAll(Services.Select(async name => (name, await SignsAsync(name, stop))));
        var programme = await OrNoneAsync(reader.ProgrammeAsync(stop));
        var frame = programme is null ? new PageFrame("", "", "") : await reader.FrameAsync(programme, stop);
        var acts = programme is null ? null : await OrNoneAsync(scopeRules.ListActsAsync(new ListActsRequest { Parent = programme.Name, PageSize = 1 }, cancellationToken: stop).ResponseAsync);
        return new OperationsView(frame, await signs, await status, acts?.ActsPosition);
    }

    /// <summary>What a service answers; null if it does not, which is what the page is looked at for.</summary>
    private static async Task<T?> OrNoneAsync<T>(Task<T> asked)
        where T : class
    {
        try
        {
            return await asked;
        }
        catch (RpcException)
        {
            return null;
        }
    }

    private async Task<VitalSigns?> SignsAsync(string service, CancellationToken stop)
    {
        using var client = clients.CreateClient(Client);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://_http.{service}/vitals"));
        request.Headers.TryAddWithoutValidation("Authorization", requests.HttpContext!.Request.Headers.Authorization.ToString());
        try
        {
            using var answer = await client.SendAsync(request, stop);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<VitalSigns>(stop) : null;
        }
        catch (Exception away) when (away is HttpRequestException or JsonException || (away is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return null;
        }
    }
}
