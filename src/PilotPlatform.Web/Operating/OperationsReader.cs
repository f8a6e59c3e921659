using System.Text.Json;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;
using PilotPlatform.ServiceDefaults;
using PilotPlatform.Web.Reading;

namespace PilotPlatform.Web.Operating;

/// <summary>How the platform runs.</summary>
/// <param name="Frame">What pages are made from now.</param>
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
        var status = await ledger.GetLedgerStatusAsync(new() { Name = "ledgers/reporting" }, cancellationToken: stop); // refuses who may not know
        var programme = await reader.ProgrammeAsync(stop);
        var signs = await Task.WhenAll(Services.Select(async name => (name, await SignsAsync(name, stop))));
        return new OperationsView(await reader.FrameAsync(programme, stop), signs, status, await ActsAsync(programme.Name, stop));
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

    private async Task<long?> ActsAsync(string programme, CancellationToken stop)
    {
        try
        {
            return (await scopeRules.ListActsAsync(new ListActsRequest { Parent = programme, PageSize = 1 }, cancellationToken: stop)).ActsPosition;
        }
        catch (RpcException)
        {
            return null;
        }
    }
}
