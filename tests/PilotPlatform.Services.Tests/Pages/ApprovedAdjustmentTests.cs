using System.Net;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>An adjustment of a law on its page, once it was approved.</summary>
public sealed class ApprovedAdjustmentTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private static CancellationToken Stop => RunningSuite.Stop;

    /// <summary>Of what was approved the form asks for what follows it, and the words stay to the letter.</summary>
    [Fact]
    public async Task Adjustment_ThatIsApproved_IsAmendedByItsDocumentAndItsDayAlone()
    {
        using var ministry = suite.As("ministry");
        var words = new LawAdjustment { PilotTask = $"{RunningSuite.Programme}/pilotTasks/3", City = $"{RunningSuite.Programme}/cities/xian", Instrument = "某办法", Request = "一\n二", Body = "国务院" };
        var entered = await ministry.Registers.CreateLawAdjustmentAsync(new() { Parent = RunningSuite.Programme, LawAdjustment = words }, cancellationToken: Stop);
        foreach (var state in new[] { LawAdjustment.Types.State.UnderReview, LawAdjustment.Types.State.Approved })
            await ministry.Registers.MoveLawAdjustmentAsync(new() { Name = entered.Name, State = state }, cancellationToken: Stop);
        using var visitor = new FormVisitor(suite.Pages, "ministry");
        var form = await visitor.FormAsync("/registers/adjustments?city=xian", "/UpdateLawAdjustment", ("document", "国函〔2026〕2号"), ("effective_date", "2026-11-02"));

        using var amended = await visitor.PostAsync(form);

        Assert.Equal(HttpStatusCode.SeeOther, amended.StatusCode);
        Assert.Single((await visitor.ReadAsync("/registers/adjustments?city=xian")).Split("name=\"instrument\"").Skip(1)); // of the form that enters another
        var stands = await ministry.Registers.GetLawAdjustmentAsync(new() { Name = entered.Name }, cancellationToken: Stop);
        Assert.Equal(("一\n二", "国函〔2026〕2号", 2), (stands.Request, stands.Document, stands.EffectiveDate.Day));
    }
}
