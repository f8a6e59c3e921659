using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Registers over the wire.</summary>
public sealed class RegisterTests(RunningSuite suite)
{
    private static CancellationToken Stop => RunningSuite.Stop;

    [Fact]
    public async Task Case_FromDraftToRecommended_IsSeenByThePublicOnlyAtTheEnd()
    {
        using var reporter = suite.As("hefei-reporter");
        using var province = suite.As("anhui-office");
        using var ministry = suite.As("ministry");
        using var neighbour = suite.As("dalian-reporter");
        using var nobody = suite.As(null);
        var drafted = await reporter.Registers.CreateInnovationCaseAsync(new CreateInnovationCaseRequest { Parent = Desk.Programme, InnovationCase = Drafted() }, cancellationToken: Stop);
        var get = new GetInnovationCaseRequest { Name = drafted.Name };

        foreach (var outside in new[] { nobody, neighbour })
        {
            Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => outside.Registers.GetInnovationCaseAsync(get, cancellationToken: Stop).ResponseAsync)).Info.Reason);
            Assert.DoesNotContain((await outside.Registers.ListInnovationCasesAsync(new ListInnovationCasesRequest { Parent = Desk.Programme }, cancellationToken: Stop)).InnovationCases, c => c.Name == drafted.Name);
        }

        drafted.Title = "跨境数据一次办";
        var amended = await reporter.Registers.UpdateInnovationCaseAsync(new UpdateInnovationCaseRequest { InnovationCase = drafted, Etag = drafted.Etag }, cancellationToken: Stop);
        Assert.Equal("跨境数据一次办", amended.Title);
        Task<InnovationCase> MoveAsync(Contracts.PilotPlatformClient client, InnovationCase.Types.State state) =>
            client.Registers.MoveInnovationCaseAsync(new MoveInnovationCaseRequest { Name = drafted.Name, State = state, Note = "经核" }, cancellationToken: Stop).ResponseAsync;

        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => MoveAsync(ministry, InnovationCase.Types.State.Recommended))).Info.Reason);
        await MoveAsync(reporter, InnovationCase.Types.State.Submitted);
        Assert.Equal("PERMISSION_DENIED", (await RunningSuite.RefusedAsync(() => MoveAsync(reporter, InnovationCase.Types.State.Endorsed))).Info.Reason);
        await MoveAsync(province, InnovationCase.Types.State.Endorsed);
        Assert.Equal("PERMISSION_DENIED", (await RunningSuite.RefusedAsync(() => MoveAsync(province, InnovationCase.Types.State.Recommended))).Info.Reason);
        await MoveAsync(ministry, InnovationCase.Types.State.Recommended);

        var seen = await nobody.Registers.GetInnovationCaseAsync(get, cancellationToken: Stop);
        Assert.Equal(("跨境数据一次办", "", 0), (seen.Title, seen.Author, seen.Moves.Count));
        Assert.Equal(seen, (await neighbour.Registers.ListInnovationCasesAsync(new ListInnovationCasesRequest { Parent = Desk.Programme }, cancellationToken: Stop)).InnovationCases.Single(c => c.Name == seen.Name));
        var known = await reporter.Registers.GetInnovationCaseAsync(get, cancellationToken: Stop);
        Assert.Equal(("hefei-reporter", "经核"), (known.Author, known.Moves[0].Note));
        Assert.Equal(["STATE_SUBMITTED", "STATE_ENDORSED", "STATE_RECOMMENDED"], known.Moves.Select(m => m.State));
        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => reporter.Registers.UpdateInnovationCaseAsync(new UpdateInnovationCaseRequest { InnovationCase = seen }, cancellationToken: Stop).ResponseAsync)).Info.Reason);

        var withdrawn = await MoveAsync(ministry, InnovationCase.Types.State.Withdrawn);
        Assert.Equal([seen.LedgerPosition, withdrawn.LedgerPosition], await ToldAsync(nobody, drafted.Name, drafted.LedgerPosition - 1, withdrawn.LedgerPosition));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => nobody.Registers.GetInnovationCaseAsync(get, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    /// <summary>What does not reach a city yet is no place for its cases; an adjustment of laws may be what it waits for.</summary>
    [Fact]
    public async Task Entry_OfATaskThatWaitsForAnActInTheCity_IsRefusedButForAnAdjustment()
    {
        var found = Drafted();
        found.PilotTask = $"{Desk.Programme}/pilotTasks/24";
        var adjustment = new LawAdjustment { PilotTask = found.PilotTask, City = found.City, Instrument = "某条例", Request = "暂停适用某条", Body = "国务院" };

        Assert.Equal("SCOPE_UNDETERMINED", (await RunningSuite.RefusedAsync(() => suite.Client.Registers.CreateInnovationCaseAsync(
            new CreateInnovationCaseRequest { Parent = Desk.Programme, InnovationCase = found }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        var entered = await suite.Client.Registers.CreateLawAdjustmentAsync(new CreateLawAdjustmentRequest { Parent = Desk.Programme, LawAdjustment = adjustment }, cancellationToken: Stop);
        Assert.Equal(LawAdjustment.Types.State.Proposed, entered.State);
    }

    [Fact]
    public async Task Entry_OfATaskThatDoesNotReachTheCity_IsRefused()
    {
        var found = Drafted();
        found.PilotTask = $"{Desk.Programme}/pilotTasks/68";
        var adjustment = new LawAdjustment { PilotTask = found.PilotTask, City = found.City, Instrument = "某条例", Request = "暂停适用某条", Body = "国务院" };

        foreach (var call in new Func<Task>[]
        {
            () => suite.Client.Registers.CreateInnovationCaseAsync(new CreateInnovationCaseRequest { Parent = Desk.Programme, InnovationCase = found }, cancellationToken: Stop).ResponseAsync,
            () => suite.Client.Registers.CreateLawAdjustmentAsync(new CreateLawAdjustmentRequest { Parent = Desk.Programme, LawAdjustment = adjustment }, cancellationToken: Stop).ResponseAsync,
        })
        {
            var refused = await RunningSuite.RefusedAsync(call);
            Assert.Equal(("SCOPE_DOES_NOT_REACH", $"'{found.PilotTask}' does not apply in '{found.City}'"), (refused.Info.Reason, refused.Status.Message));
        }
    }

    [Theory]
    [InlineData(1, "hefei", "INVALID_ARGUMENT")]
    [InlineData(160, "hefei", "RESOURCE_NOT_FOUND")]
    [InlineData(159, "beijing", "RESOURCE_NOT_FOUND")]
    [InlineData(152, "hefei", null)]
    [InlineData(159, "hefei", null)]
    public async Task CreateRisk_OfATask_IsTakenOnlyInTheChapterOnRisks(int task, string city, string? reason)
    {
        var request = new CreateRiskRequest { Parent = Desk.Programme, Risk = Risk(task, city) };
        if (reason is null)
            Assert.Equal(Contracts.Reporting.V1.Risk.Types.State.Identified, (await suite.Client.Registers.CreateRiskAsync(request, cancellationToken: Stop)).State);
        else
            Assert.Equal(reason, (await RunningSuite.RefusedAsync(() => suite.Client.Registers.CreateRiskAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    /// <summary>Who has no right is told so before anything is read of what it sends, or looked up.</summary>
    [Theory]
    [InlineData(null, "UNAUTHENTICATED")]
    [InlineData("auditor", "PERMISSION_DENIED")]
    public async Task Write_ByWhoHasNoRight_IsRefusedWhateverItSays(string? persona, string reason)
    {
        using var caller = suite.As(persona);
        foreach (var call in new Func<Task>[]
        {
            () => caller.Registers.CreateRiskAsync(new CreateRiskRequest(), cancellationToken: Stop).ResponseAsync,
            () => caller.Registers.UpdateRiskAsync(new UpdateRiskRequest { Risk = new Risk { Name = $"{Desk.Programme}/risks/none" } }, cancellationToken: Stop).ResponseAsync,
            () => caller.Registers.MoveInnovationCaseAsync(new MoveInnovationCaseRequest { Name = $"{Desk.Programme}/innovationCases/none" }, cancellationToken: Stop).ResponseAsync,
            () => caller.Registers.CreateLawAdjustmentAsync(new CreateLawAdjustmentRequest(), cancellationToken: Stop).ResponseAsync,
        })
            Assert.Equal(reason, (await RunningSuite.RefusedAsync(call)).Info.Reason);
    }

    [Theory]
    [InlineData("ministry")]
    [InlineData("dalian-reviewer")]
    public async Task MoveInnovationCase_ToAStateThatIsNone_IsAnInvalidArgument(string persona)
    {
        using var caller = suite.As(persona);
        foreach (var state in new[] { 0, 99 })
            Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => caller.Registers.MoveInnovationCaseAsync(
                new MoveInnovationCaseRequest { Name = $"{Desk.Programme}/innovationCases/none", State = (InnovationCase.Types.State)state }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task CreateRisk_RepeatedWithItsRequestId_IsOneRisk()
    {
        var request = new CreateRiskRequest { Parent = Desk.Programme, Risk = Risk(153, "hefei"), RequestId = Guid.CreateVersion7().ToString() };

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => suite.Client.Registers.CreateRiskAsync(request, cancellationToken: Stop).ResponseAsync));

        Assert.Single(answers.Distinct());
        Assert.Single((await suite.Client.Registers.ListRisksAsync(new ListRisksRequest { Parent = Desk.Programme, PilotTask = $"{Desk.Programme}/pilotTasks/153" }, cancellationToken: Stop)).Risks);
    }

    [Fact]
    public async Task CreateRisk_ToBeReviewedOnADayThatIsPast_IsRefusedAndMayBeAmendedLater()
    {
        var risk = Risk(155, "hefei");
        risk.ReviewDate = Desk.InDays(-3);
        async Task<string> RefusedAsync(Func<Task> call) => (await RunningSuite.RefusedAsync(call)).Status.Message;
        Assert.Contains("risk.review_date", await RefusedAsync(() => suite.Client.Registers.CreateRiskAsync(new CreateRiskRequest { Parent = Desk.Programme, Risk = risk }, cancellationToken: Stop).ResponseAsync), StringComparison.Ordinal);

        risk.ReviewDate = Desk.InDays(30);
        var entered = await suite.Client.Registers.CreateRiskAsync(new CreateRiskRequest { Parent = Desk.Programme, Risk = risk }, cancellationToken: Stop);
        entered.ReviewDate = Desk.InDays(-3);
        Assert.Contains("risk.review_date", await RefusedAsync(() => suite.Client.Registers.UpdateRiskAsync(new UpdateRiskRequest { Risk = entered }, cancellationToken: Stop).ResponseAsync), StringComparison.Ordinal);
    }

    /// <summary>What is read, changed and sent back says by its own etag what it was read as.</summary>
    [Fact]
    public async Task Update_OfWhatChangedSinceItWasRead_IsRefusedByTheEtagItSays()
    {
        var registers = suite.Client.Registers;
        var risk = await registers.CreateRiskAsync(new CreateRiskRequest { Parent = Desk.Programme, Risk = Risk(156, "hefei") }, cancellationToken: Stop);
        var found = await registers.CreateInnovationCaseAsync(new CreateInnovationCaseRequest { Parent = Desk.Programme, InnovationCase = Drafted() }, cancellationToken: Stop);
        var adjustment = await registers.CreateLawAdjustmentAsync(new CreateLawAdjustmentRequest { Parent = Desk.Programme, LawAdjustment = Proposed("hefei") }, cancellationToken: Stop);
        foreach (var update in new Func<string, Task>[]
        {
            etag => registers.UpdateRiskAsync(new UpdateRiskRequest { Risk = risk, Etag = etag }, cancellationToken: Stop).ResponseAsync,
            etag => registers.UpdateInnovationCaseAsync(new UpdateInnovationCaseRequest { InnovationCase = found, Etag = etag }, cancellationToken: Stop).ResponseAsync,
            etag => registers.UpdateLawAdjustmentAsync(new UpdateLawAdjustmentRequest { LawAdjustment = adjustment, Etag = etag }, cancellationToken: Stop).ResponseAsync,
        })
        {
            Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => update("\"2\""))).Info.Reason);
            await update("\"1\"");
            Assert.Equal("ETAG_MISMATCH", (await RunningSuite.RefusedAsync(() => update(""))).Info.Reason);
        }
    }

    [Fact]
    public async Task UpdateRisk_ToAnotherCity_IsRefused()
    {
        var risk = await suite.Client.Registers.CreateRiskAsync(new CreateRiskRequest { Parent = Desk.Programme, Risk = Risk(154, "hefei") }, cancellationToken: Stop);
        risk.City = $"{Desk.Programme}/cities/dalian";

        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => suite.Client.Registers.UpdateRiskAsync(new UpdateRiskRequest { Risk = risk }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task Adjustment_ForAllCities_IsKeptByTheMinistryAndPublishedWhenItIsApproved()
    {
        using var ministry = suite.As("ministry");
        using var province = suite.As("anhui-office");
        using var nobody = suite.As(null);
        var request = new CreateLawAdjustmentRequest
        {
            Parent = Desk.Programme,
            LawAdjustment = new LawAdjustment { PilotTask = $"{Desk.Programme}/pilotTasks/1", Instrument = "某条例", Request = "暂停适用某条", Body = "国务院" },
        };
        Assert.Equal("PERMISSION_DENIED", (await RunningSuite.RefusedAsync(() => province.Registers.CreateLawAdjustmentAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);

        var entered = await ministry.Registers.CreateLawAdjustmentAsync(request, cancellationToken: Stop);
        foreach (var state in new[] { LawAdjustment.Types.State.UnderReview, LawAdjustment.Types.State.Approved })
        {
            Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => nobody.Registers.GetLawAdjustmentAsync(new GetLawAdjustmentRequest { Name = entered.Name }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
            await ministry.Registers.MoveLawAdjustmentAsync(new MoveLawAdjustmentRequest { Name = entered.Name, State = state }, cancellationToken: Stop);
        }

        var approved = await nobody.Registers.GetLawAdjustmentAsync(new GetLawAdjustmentRequest { Name = entered.Name }, cancellationToken: Stop);
        Assert.Equal("", approved.City);
        var other = new LawAdjustment(approved) { Instrument = "另一条例" };
        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => ministry.Registers.UpdateLawAdjustmentAsync(new UpdateLawAdjustmentRequest { LawAdjustment = other }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
        approved.Document = "国函〔2026〕1号";
        var amended = await ministry.Registers.UpdateLawAdjustmentAsync(new UpdateLawAdjustmentRequest { LawAdjustment = approved }, cancellationToken: Stop);
        var move = new MoveLawAdjustmentRequest { Name = entered.Name, State = LawAdjustment.Types.State.InForce };
        var refused = await RunningSuite.RefusedAsync(() => ministry.Registers.MoveLawAdjustmentAsync(move, cancellationToken: Stop).ResponseAsync);
        Assert.Equal(("WRONG_STATE", true), (refused.Info.Reason, refused.Status.Message.Contains("without its document, or the day from which it holds", StringComparison.Ordinal)));
        Assert.Equal([approved.LedgerPosition, amended.LedgerPosition], await ToldAsync(nobody, entered.Name, entered.LedgerPosition - 1, amended.LedgerPosition));

        amended.EffectiveDate = Desk.InDays(30);
        amended = await ministry.Registers.UpdateLawAdjustmentAsync(new UpdateLawAdjustmentRequest { LawAdjustment = amended }, cancellationToken: Stop);
        Assert.Contains("to hold only from", (await RunningSuite.RefusedAsync(() => ministry.Registers.MoveLawAdjustmentAsync(move, cancellationToken: Stop).ResponseAsync)).Status.Message, StringComparison.Ordinal);
        amended.EffectiveDate = new Google.Type.Date { Year = 2026, Month = 11, Day = 1 };
        await ministry.Registers.UpdateLawAdjustmentAsync(new UpdateLawAdjustmentRequest { LawAdjustment = amended }, cancellationToken: Stop);
        Assert.Equal(LawAdjustment.Types.State.InForce, (await ministry.Registers.MoveLawAdjustmentAsync(move, cancellationToken: Stop)).State);
    }

    /// <summary>The positions at which somebody is told of an entry.</summary>
    private static async Task<IEnumerable<long>> ToldAsync(Contracts.PilotPlatformClient client, string name, long from, long to) =>
        (await client.ChangesAsync(from, to)).Where(c => c.Subject == name).Select(c => c.Position);

    private static InnovationCase Drafted() => new()
    {
        PilotTask = $"{Desk.Programme}/pilotTasks/2",
        City = $"{Desk.Programme}/cities/hefei",
        Title = "一件事一次办",
        Summary = "把多个环节合为一次。",
    };

    private static LawAdjustment Proposed(string city) => new()
    {
        PilotTask = $"{Desk.Programme}/pilotTasks/2",
        City = $"{Desk.Programme}/cities/{city}",
        Instrument = "某条例",
        Request = "暂停适用某条",
        Body = "国务院",
    };

    private static Risk Risk(int task, string city) => new()
    {
        PilotTask = $"{Desk.Programme}/pilotTasks/{task}",
        City = $"{Desk.Programme}/cities/{city}",
        Title = "数据出境风险",
        Description = "个人信息出境未经评估。",
        Level = Contracts.Reporting.V1.Risk.Types.Level.High,
        Unit = "市委网信办",
    };
}
