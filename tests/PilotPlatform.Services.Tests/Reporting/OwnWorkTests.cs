using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Over the wire, who asks for something or hands it in does not approve it, by gRPC and by JSON; somebody else does.</summary>
public sealed class OwnWorkTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Approval_OfOnesOwn_IsRefusedByGrpcAndByJson()
    {
        var name = (await suite.Client.OpenAsync(86, "ningbo")).Name;
        var report = (await suite.Client.ReportAsync(name, 100)).Name;
        await RefusedAsync(
            () => suite.Client.Workflow.AcceptProgressReportAsync(new AcceptProgressReportRequest { Name = report, Level = ReviewLevel.City }, cancellationToken: Stop).ResponseAsync,
            $"{report}:accept", new { level = "REVIEW_LEVEL_CITY" });
        await suite.Colleague.AcceptAsync(report);

        var evidence = (await suite.Client.UploadAsync(name, "批复全文"u8.ToArray())).Name;
        await RefusedAsync(
            () => suite.Client.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence }, cancellationToken: Stop).ResponseAsync, $"{evidence}:accept", new { });
        await suite.Colleague.Evidence.AcceptEvidenceAsync(new AcceptEvidenceRequest { Name = evidence }, cancellationToken: Stop);

        await suite.Client.Workflow.RequestExtensionAsync(new RequestExtensionRequest { Name = name, NewDueDate = Desk.InDays(300), Reason = "论证未完" }, cancellationToken: Stop);
        await RefusedAsync(() => suite.Client.Workflow.GrantExtensionAsync(new GrantExtensionRequest { Name = name }, cancellationToken: Stop).ResponseAsync, $"{name}:grantExtension", new { });
        await suite.Colleague.Workflow.GrantExtensionAsync(new GrantExtensionRequest { Name = name }, cancellationToken: Stop);

        await suite.Client.Workflow.RequestClosureAsync(new RequestClosureRequest { Name = name, Outcome = ClosureOutcome.Implemented, Statement = "已落地" }, cancellationToken: Stop);
        await RefusedAsync(() => suite.Client.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = name }, cancellationToken: Stop).ResponseAsync, $"{name}:confirmClosure", new { });
        Assert.Equal(Commitment.Types.State.Implemented, (await suite.Colleague.Workflow.ConfirmClosureAsync(new ConfirmClosureRequest { Name = name }, cancellationToken: Stop)).State);
    }

    [Fact]
    public async Task Endorsement_OfACaseThatOneEntered_IsRefusedByGrpcAndByJson()
    {
        var found = await suite.Client.Registers.CreateInnovationCaseAsync(
            new CreateInnovationCaseRequest
            {
                Parent = Desk.Programme,
                InnovationCase = new InnovationCase { PilotTask = $"{Desk.Programme}/pilotTasks/82", City = $"{Desk.Programme}/cities/ningbo", Title = "一次办", Summary = "先行先试" },
            },
            cancellationToken: Stop);
        var endorse = new MoveInnovationCaseRequest { Name = found.Name, State = InnovationCase.Types.State.Endorsed };
        await suite.Colleague.Registers.MoveInnovationCaseAsync(new MoveInnovationCaseRequest { Name = found.Name, State = InnovationCase.Types.State.Submitted }, cancellationToken: Stop);

        foreach (var client in new[] { suite.Client, suite.Colleague })
            Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => client.Registers.MoveInnovationCaseAsync(endorse, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        await RefusedAsync(() => suite.Client.Registers.MoveInnovationCaseAsync(endorse, cancellationToken: Stop).ResponseAsync, $"{found.Name}:move", new { state = "STATE_ENDORSED" });
        using var province = suite.As("zhejiang-office");
        Assert.Equal(InnovationCase.Types.State.Endorsed, (await province.Registers.MoveInnovationCaseAsync(endorse, cancellationToken: Stop)).State);
    }

    private async Task RefusedAsync(Func<Task> call, string path, object body)
    {
        var refused = await RunningSuite.RefusedAsync(call);
        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_STATE"), (refused.Code, refused.Info.Reason));
        Assert.Contains("the same person", refused.Status.Message, StringComparison.Ordinal);

        using var answer = await suite.Http.PostAsJsonAsync($"/v1/{path}", body, Stop);
        var status = (await answer.Content.ReadFromJsonAsync<JsonObject>(Stop))!;
        Assert.Equal((HttpStatusCode.BadRequest, (int)StatusCode.FailedPrecondition), (answer.StatusCode, (int)status["code"]!));
        Assert.Equal(refused.Status.Message, (string?)status["message"]);
        Assert.Contains(status["details"]!.AsArray(), d => (string?)d!["reason"] == "WRONG_STATE");
    }
}
