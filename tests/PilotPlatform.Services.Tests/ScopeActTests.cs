using Google.Rpc;
using Google.Type;
using Grpc.Core;
using PilotPlatform.Contracts.ScopeRules.V1;
using Cause = PilotPlatform.Contracts.ScopeRules.V1.WatchResponse.Types.Cause;
using State = PilotPlatform.Contracts.ScopeRules.V1.Reach.Types.State;

namespace PilotPlatform.Services.Tests;

/// <summary>Acts over the wire: recorded in their order, revoked, never edited, and read as of a day and a position. Each test has cells of its own.</summary>
public sealed class ScopeActTests(OwnSuite suite) : IClassFixture<OwnSuite>
{
    private const string Programme = RunningSuite.Programme;

    private static readonly Date LongAgo = new() { Year = 2026, Month = 1, Day = 1 };

    private ScopeRulesService.ScopeRulesServiceClient Scope => suite.Scope;

    private static CancellationToken Stop => RunningSuite.Stop;

    public static TheoryData<Action<CreateActRequest>, string, string> Broken => new()
    {
        { r => r.Act = null, "INVALID_ARGUMENT", "act" },
        { r => r.Act.Kind = ActKind.Unspecified, "INVALID_ARGUMENT", "act.kind" },
        { r => r.Act.PilotTask = "task 151", "INVALID_NAME", "act.pilot_task" },
        { r => r.Act.EffectiveDate = null, "INVALID_ARGUMENT", "act.effective_date" },
        { r => r.Act.EffectiveDate = new Date { Year = 2027, Month = 2, Day = 30 }, "INVALID_ARGUMENT", "act.effective_date" },
        { r => r.Act.Evidence = " ", "INVALID_ARGUMENT", "act.evidence" },
        { r => r.Act.Evidence = new string('据', 1001), "INVALID_ARGUMENT", "act.evidence" },
        { r => r.Act.Place = "places/kunshan", "INVALID_ARGUMENT", "act.place" },
        { r => r.Act.Kind = ActKind.Uptake, "NO_SUCH_ACT", "act.kind" },
        { r => r.Act.PilotTask = $"{Programme}/pilotTasks/1", "NO_SUCH_ACT", "act.kind" },
        { r => r.Act.City = "苏洲", "UNKNOWN_CITY", "act.city" },
        { r => r.Act.City = "昆山", "UNKNOWN_CITY", "act.city" },
        { r => r.Act.Kind = ActKind.Designation, "INVALID_ARGUMENT", "act.place" },
        { r => r.RequestId = "once more", "INVALID_ARGUMENT", "request_id" },
        { r => r.Parent = "programmes/", "INVALID_NAME", "parent" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task CreateAct_ThatIsWrong_IsRefusedWithReasonAndFieldAndStoresNothing(Action<CreateActRequest> change, string reason, string field)
    {
        var request = New(ActKind.Willingness, 151, "suzhou");
        change(request);
        var before = await CountAsync();

        var (code, status, info) = await RunningSuite.RefusedAsync(() => Scope.CreateActAsync(request, cancellationToken: Stop).ResponseAsync);

        Assert.Equal((StatusCode.InvalidArgument, reason), (code, info.Reason));
        Assert.Equal(field, status.GetDetail<BadRequest>()!.FieldViolations[0].Field);
        Assert.Equal(before, await CountAsync());
    }

    [Fact]
    public async Task CreateAct_WithThreeFieldsThatAreWrong_NamesEach()
    {
        var request = New(ActKind.Willingness, 151, "苏洲");
        (request.Act.Evidence, request.Act.EffectiveDate) = ("", null);

        var (_, status, _) = await RunningSuite.RefusedAsync(() => Scope.CreateActAsync(request, cancellationToken: Stop).ResponseAsync);

        Assert.Equal(["act.city", "act.effective_date", "act.evidence"], status.GetDetail<BadRequest>()!.FieldViolations.Select(v => v.Field));
    }

    [Theory]
    [InlineData(null, ActKind.Willingness, 151, "fuzhou", StatusCode.Unauthenticated)]
    [InlineData("fuzhou-reporter", ActKind.Willingness, 151, "fuzhou", StatusCode.PermissionDenied)]
    [InlineData("suzhou-reviewer", ActKind.Willingness, 151, "fuzhou", StatusCode.PermissionDenied)]
    [InlineData("fuzhou-reviewer", ActKind.Qualification, 127, "fuzhou", StatusCode.PermissionDenied)]
    [InlineData("fuzhou-reviewer", ActKind.JointStudy, 24, "", StatusCode.PermissionDenied)]
    [InlineData("fuzhou-reviewer", ActKind.Willingness, 151, "fuzhou", StatusCode.OK)]
    [InlineData("ministry", ActKind.Qualification, 127, "fuzhou", StatusCode.OK)]
    public async Task CreateAct_ByWhomeverItIs_NeedsTheRightToThatActInThatCity(string? persona, ActKind kind, int task, string city, StatusCode expected)
    {
        using var client = suite.As(persona);
        try
        {
            var act = await client.ScopeRules.CreateActAsync(New(kind, task, city), cancellationToken: Stop);
            Assert.Equal(StatusCode.OK, expected);
            Assert.Equal(persona, act.Author);
            await RevokeAsync(act.Name);
        }
        catch (RpcException refused)
        {
            Assert.Equal(expected, refused.StatusCode);
        }
    }

    /// <summary>Under a provider of identities, who recorded it is the subject of an official.</summary>
    [Fact]
    public async Task GetAct_ByWhoDoesNotWorkOnIt_TellsNotWhoRecordedAndRevokedIt()
    {
        var act = await RevokeAsync((await CreateAsync(ActKind.Qualification, 47, "hefei")).Name);
        using var nobody = suite.As(null);
        using var elsewhere = suite.As("dalian-reviewer");
        using var own = suite.As("hefei-reporter");
        var read = await nobody.ScopeRules.GetActAsync(new GetActRequest { Name = act.Name }, cancellationToken: Stop);
        var listed = (await nobody.ScopeRules.ListActsAsync(new ListActsRequest { Parent = Programme, City = act.City, PilotTask = act.PilotTask, ShowRevoked = true }, cancellationToken: Stop)).Acts;

        Assert.True(act is { Author.Length: > 0, Revoker.Length: > 0, RevokeReason.Length: > 0 });
        Assert.All(listed.Prepend(read), seen => Assert.Equal(("", "", "", act.Evidence), (seen.Author, seen.Revoker, seen.RevokeReason, seen.Evidence)));
        Assert.NotEmpty(listed);
        Assert.Equal("", (await elsewhere.ScopeRules.GetActAsync(new GetActRequest { Name = act.Name }, cancellationToken: Stop)).Revoker);
        Assert.Equal(act.Revoker, (await own.ScopeRules.GetActAsync(new GetActRequest { Name = act.Name }, cancellationToken: Stop)).Revoker);
    }

    [Theory]
    [InlineData(160, "suzhou")]
    [InlineData(151, "beijing")]
    public async Task CreateAct_OnWhatDoesNotExist_IsNotFound(int task, string city)
    {
        var request = New(ActKind.Willingness, task, city);

        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => Scope.CreateActAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    /// <summary>The order of acts is held under the ledger's lock: of many callers at once one records the act, and the others learn that it is there.</summary>
    [Fact]
    public async Task CreateAct_ByManyAtOnce_IsRecordedOnce()
    {
        var calls = Enumerable.Range(0, 16).Select(_ => Task.Run(() => Scope.CreateActAsync(New(ActKind.Willingness, 151, "qingdao"), cancellationToken: Stop).ResponseAsync)).ToArray();
        await Task.WhenAll(calls).ContinueWith(_ => { }, Stop, TaskContinuationOptions.None, TaskScheduler.Default);

        var recorded = Assert.Single(calls, c => c.IsCompletedSuccessfully);
        foreach (var refused in calls.Where(c => c != recorded))
            Assert.Equal("ACT_OUT_OF_ORDER", (await RunningSuite.RefusedAsync(() => refused)).Info.Reason);
        var acts = (await Scope.ListActsAsync(new ListActsRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/151", City = $"{Programme}/cities/qingdao" }, cancellationToken: Stop)).Acts;
        Assert.Equal((await recorded).Name, Assert.Single(acts).Name);
    }

    [Fact]
    public async Task Acts_InTheirOrder_TakeATaskFromWaitingToApplying()
    {
        Assert.Equal(State.AwaitsAct, (await DecideAsync(147, "hefei")).Reach.State);
        Assert.Equal("ACT_OUT_OF_ORDER", (await RunningSuite.RefusedAsync(() => CreateAsync(ActKind.Demonstration, 147, "hefei"))).Info.Reason);

        var willing = await CreateAsync(ActKind.Willingness, 147, "hefei");
        Assert.Equal("ACT_OUT_OF_ORDER", (await RunningSuite.RefusedAsync(() => CreateAsync(ActKind.Willingness, 147, "hefei"))).Info.Reason);
        var earlier = New(ActKind.Demonstration, 147, "hefei");
        earlier.Act.EffectiveDate = new Date { Year = 2025, Month = 12, Day = 31 };
        Assert.Equal("ACT_OUT_OF_ORDER", (await RunningSuite.RefusedAsync(() => Scope.CreateActAsync(earlier, cancellationToken: Stop).ResponseAsync)).Info.Reason);

        await CreateAsync(ActKind.Demonstration, 147, "hefei");
        var done = await CreateAsync(ActKind.Procedure, 147, "hefei");
        var decision = await DecideAsync(147, "hefei", new ReadState { MinimumToken = done.ConsistencyToken });

        Assert.Equal((State.Applies, done.CreatePosition), (decision.Reach.State, decision.ActsPosition));
        Assert.Equal("ACT_OUT_OF_ORDER", (await RunningSuite.RefusedAsync(() => RevokeAsync(willing.Name))).Info.Reason);
    }

    [Fact]
    public async Task Act_OfTheMinistry_SettlesTask24ForAllNineCities()
    {
        Assert.Equal("NO_SUCH_ACT", (await RunningSuite.RefusedAsync(() => CreateAsync(ActKind.JointStudy, 24, "dalian"))).Info.Reason);

        var act = await CreateAsync(ActKind.JointStudy, 24, "");
        var matrix = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);

        Assert.Equal(9, matrix.Rows[23].States.Count(s => s == State.Applies));
        await RevokeAsync(act.Name);
        matrix = await Scope.GetReachMatrixAsync(new GetReachMatrixRequest { Name = $"{Programme}/reachMatrix" }, cancellationToken: Stop);
        Assert.Equal(9, matrix.Rows[23].States.Count(s => s == State.UnderStudy));
    }

    [Fact]
    public async Task Act_Revoked_StaysOnRecordAndIsReadAsOfDayAndPosition()
    {
        var act = await CreateAsync(ActKind.Qualification, 47, "xiamen");
        var revoked = await RevokeAsync(act.Name, new Date { Year = 2026, Month = 6, Day = 1 });

        Assert.Equal("WRONG_STATE", (await RunningSuite.RefusedAsync(() => RevokeAsync(act.Name))).Info.Reason);
        Assert.Equal(revoked, await ReadAsync(act.Name));
        var sooner = await RevokeAsync(act.Name, new Date { Year = 2026, Month = 4, Day = 1 }); // the day was wrong
        Assert.Equal(sooner, await ReadAsync(act.Name));
        Assert.Equal(revoked, await ReadAsync(act.Name, new ReadState { ActsPosition = revoked.RevokePosition }, revoked.ConsistencyToken));
        Assert.Equal(State.AwaitsAct, (await DecideAsync(47, "xiamen", new ReadState { AsOfDate = new Date { Year = 2026, Month = 4, Day = 1 } })).Reach.State);
        Assert.Equal(State.Applies, (await DecideAsync(47, "xiamen", new ReadState { AsOfDate = new Date { Year = 2026, Month = 4, Day = 1 }, ActsPosition = revoked.RevokePosition })).Reach.State);
        Assert.Equal(act, await ReadAsync(act.Name, new ReadState { ActsPosition = act.CreatePosition }, act.ConsistencyToken));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => ReadAsync(act.Name, new ReadState { ActsPosition = act.CreatePosition - 1 }))).Info.Reason);
        Assert.Equal((act.Evidence, act.Author, act.CreateTime, "撤回"), (revoked.Evidence, revoked.Author, revoked.CreateTime, revoked.RevokeReason));
        Assert.Equal(State.AwaitsAct, (await DecideAsync(47, "xiamen")).Reach.State);
        Assert.Equal(State.Applies, (await DecideAsync(47, "xiamen", new ReadState { ActsPosition = act.CreatePosition })).Reach.State);
        Assert.Equal(State.Applies, (await DecideAsync(47, "xiamen", new ReadState { AsOfDate = new Date { Year = 2026, Month = 3, Day = 31 } })).Reach.State);
        Assert.Equal(State.AwaitsAct, (await DecideAsync(47, "xiamen", new ReadState { AsOfDate = new Date { Year = 2025, Month = 12, Day = 31 } })).Reach.State);
        Assert.Equal([act.Name], await ListedAsync(31, 3)); // what decisions of that day rest on
        Assert.Empty(await ListedAsync(1, 4));
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => RevokeAsync($"{Programme}/acts/no-such-act"))).Info.Reason);
        Assert.Equal("INVALID_NAME", (await RunningSuite.RefusedAsync(() => Scope.GetActAsync(new GetActRequest { Name = "acts/1" }, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task CreateAct_SameRequestAtOnce_IsDoneOnce()
    {
        var request = New(ActKind.Uptake, 65, "ningbo");
        request.RequestId = Guid.CreateVersion7().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Scope.CreateActAsync(request, cancellationToken: Stop).ResponseAsync));

        Assert.Single(answers.Distinct());
        request.Act.Evidence = "another";
        Assert.Equal("REQUEST_ID_REUSED", (await RunningSuite.RefusedAsync(() => Scope.CreateActAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task CreateAct_RequestOfSomebodyElse_IsRefused()
    {
        var request = New(ActKind.Uptake, 65, "xiamen");
        request.RequestId = Guid.CreateVersion7().ToString();
        await Scope.CreateActAsync(request, cancellationToken: Stop);

        Assert.Equal("REQUEST_ID_REUSED", (await RunningSuite.RefusedAsync(() => suite.Colleague.ScopeRules.CreateActAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task CreateAct_RequestIdInOtherLetters_HasTheFirstAnswer()
    {
        var request = New(ActKind.Uptake, 65, "qingdao");
        request.RequestId = Guid.CreateVersion7().ToString().ToUpperInvariant();
        var act = await Scope.CreateActAsync(request, cancellationToken: Stop);
        request.RequestId = request.RequestId.ToLowerInvariant();

        Assert.Equal(act, await Scope.CreateActAsync(request, cancellationToken: Stop));
    }

    [Fact]
    public async Task ListActs_ByTaskCityAndKind_PagesThroughThoseOnly()
    {
        foreach (var city in new[] { "dalian", "qingdao", "xian" })
            await CreateAsync(ActKind.Qualification, 148, city);
        var request = new ListActsRequest { Parent = Programme, PilotTask = $"{Programme}/pilotTasks/148", Kind = ActKind.Qualification, PageSize = 2 };

        var first = await Scope.ListActsAsync(request, cancellationToken: Stop);
        request.PageToken = first.NextPageToken;
        var second = await Scope.ListActsAsync(request, cancellationToken: Stop);

        Assert.Equal(["dalian", "qingdao", "xian"], first.Acts.Concat(second.Acts).Select(a => a.City.Split('/')[^1]));
        Assert.Equal((3, ""), (first.TotalSize, second.NextPageToken));
        Assert.Single((await Scope.ListActsAsync(new ListActsRequest { Parent = Programme, PilotTask = request.PilotTask, City = $"{Programme}/cities/xian" }, cancellationToken: Stop)).Acts);
        request.City = $"{Programme}/cities/xian";
        Assert.Equal("INVALID_PAGE_TOKEN", (await RunningSuite.RefusedAsync(() => Scope.ListActsAsync(request, cancellationToken: Stop).ResponseAsync)).Info.Reason);
    }

    [Fact]
    public async Task Watch_WhileActsAreRecorded_TellsTheFlipsAndGoesOnFromAPosition()
    {
        using var watching = Scope.Watch(new WatchRequest { Parent = Programme, City = "shenzhen", PilotTask = $"{Programme}/pilotTasks/151" }, cancellationToken: Stop);
        var started = await NextAsync(watching);
        Assert.Equal(Cause.Heartbeat, started.Cause);

        var act = await CreateAsync(ActKind.Willingness, 151, "shenzhen");
        var recorded = await NextAsync(watching);
        await RevokeAsync(act.Name);
        var revoked = await NextAsync(watching);

        Assert.Equal((Cause.ActRecorded, act.Name, act.CreatePosition), (recorded.Cause, recorded.Act, recorded.Position));
        var flip = Assert.Single(recorded.Flips);
        Assert.Equal((State.AwaitsAct, State.Applies, "places/shenzhen"), (flip.ReachBefore, flip.ReachAfter, flip.City));
        Assert.Equal((Cause.ActRevoked, State.AwaitsAct), (revoked.Cause, Assert.Single(revoked.Flips).ReachAfter));

        using var again = Scope.Watch(new WatchRequest { Parent = Programme, City = "shenzhen", PilotTask = $"{Programme}/pilotTasks/151", FromPosition = started.Position }, cancellationToken: Stop);
        await NextAsync(again);
        Assert.Equal(recorded.Position, (await NextAsync(again)).Position);
        Assert.Equal(revoked.Position, (await NextAsync(again)).Position);
    }

    [Fact]
    public async Task Watch_FromAPositionThatIsNotThere_IsRefused()
    {
        using var watching = Scope.Watch(new WatchRequest { Parent = Programme, FromPosition = 1_000_000 }, cancellationToken: Stop);

        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => watching.ResponseStream.MoveNext(Stop))).Info.Reason);
    }

    [Fact]
    public async Task Read_AskingForAStateToCome_IsToldToComeAgain()
    {
        var now = (await DecideAsync(1, "suzhou")).ConsistencyToken;
        var bytes = Convert.FromBase64String(now.Replace('-', '+').Replace('_', '/'));
        bytes[^2] = 0xff;
        var ahead = Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_');

        var (code, _, info) = await RunningSuite.RefusedAsync(() => DecideAsync(1, "suzhou", new ReadState { MinimumToken = ahead }));

        Assert.Equal((StatusCode.Unavailable, "STATE_NOT_REACHED"), (code, info.Reason));
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => DecideAsync(1, "suzhou", new ReadState { MinimumToken = "token" }))).Info.Reason);
        Assert.Equal("INVALID_ARGUMENT", (await RunningSuite.RefusedAsync(() => DecideAsync(1, "suzhou", new ReadState { ActsPosition = 1_000_000 }))).Info.Reason);
        Assert.Equal("RESOURCE_NOT_FOUND", (await RunningSuite.RefusedAsync(() => DecideAsync(1, "suzhou", new ReadState { RuleSet = "ruleSets/none" }))).Info.Reason);
    }

    private static async Task<WatchResponse> NextAsync(AsyncServerStreamingCall<WatchResponse> watching)
    {
        Assert.True(await watching.ResponseStream.MoveNext(Stop));
        return watching.ResponseStream.Current;
    }

    private static CreateActRequest New(ActKind kind, int task, string city) => new()
    {
        Parent = Programme,
        Act = new Act
        {
            Kind = kind,
            PilotTask = $"{Programme}/pilotTasks/{task}",
            City = city.Length > 0 ? $"{Programme}/cities/{city}" : "",
            EffectiveDate = LongAgo,
            Evidence = "市政府办公会纪要 2026-1 号",
        },
    };

    /// <summary>Names of the acts on task 47 in Xiamen, as of a day of 2026.</summary>
    private async Task<IEnumerable<string>> ListedAsync(int day, int month) => (await Scope.ListActsAsync(
        new ListActsRequest
        {
            Parent = Programme,
            PilotTask = $"{Programme}/pilotTasks/47",
            City = $"{Programme}/cities/xiamen",
            State = new ReadState { AsOfDate = new Date { Year = 2026, Month = month, Day = day } },
        },
        cancellationToken: Stop)).Acts.Select(a => a.Name);

    private async Task<int> CountAsync() => (await Scope.ListActsAsync(new ListActsRequest { Parent = Programme, PageSize = 1 }, cancellationToken: Stop)).TotalSize;

    private async Task<Act> CreateAsync(ActKind kind, int task, string city) => Told(await Scope.CreateActAsync(New(kind, task, city), cancellationToken: Stop));

    /// <summary>An act as a write answers it, without the state, which is that of the write.</summary>
    private static Act Told(Act act)
    {
        Assert.Equal((act.RevokePosition > 0 ? act.RevokePosition : act.CreatePosition, act.ConsistencyToken), (act.State.ActsPosition, act.State.ConsistencyToken));
        Assert.True(act.State is { Edition.Length: > 0, RuleSet.Length: > 0, AsOfDate: not null });
        act.State = null;
        return act;
    }

    /// <summary>An act as it is read, without the state that the read says; at a position with the token of then, which is a part of it.</summary>
    private async Task<Act> ReadAsync(string name, ReadState? state = null, string? token = null)
    {
        var act = await Scope.GetActAsync(new GetActRequest { Name = name, State = state }, cancellationToken: Stop);
        Assert.Equal(state?.ActsPosition ?? act.State.ActsPosition, act.State.ActsPosition);
        act.State = null;
        Assert.Equal(token ?? act.ConsistencyToken, act.ConsistencyToken);
        return act;
    }

    private async Task<Act> RevokeAsync(string name, Date? from = null) =>
        Told(await Scope.RevokeActAsync(new RevokeActRequest { Name = name, Reason = "撤回", RevokeDate = from }, cancellationToken: Stop));

    private Task<Decision> DecideAsync(int task, string city, ReadState? state = null) =>
        Scope.DecideAsync(new DecideRequest { PilotTask = $"{Programme}/pilotTasks/{task}", City = city, State = state }, cancellationToken: Stop).ResponseAsync;
}
