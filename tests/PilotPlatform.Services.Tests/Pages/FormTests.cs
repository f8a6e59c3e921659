using System.Globalization;
using System.Resources;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using PilotPlatform.Contracts;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Web.Desks;
using PilotPlatform.Web.Resources;
using PilotPlatform.Web.Workbench;

namespace PilotPlatform.Services.Tests.Pages;

/// <summary>Whatever a program can write, a person can write with a form.</summary>
public sealed class FormTests
{
    /// <summary>Calls that the contract does not call reads and that no form sends, each with the reason.</summary>
    private static readonly Dictionary<string, string> WithoutForm = new(StringComparer.Ordinal);

    public static TheoryData<string> Commands => new(
        from service in Contract.Services
        from method in service.Methods
        where method.GetOptions()?.IdempotencyLevel != MethodOptions.Types.IdempotencyLevel.NoSideEffects
        select $"/{service.FullName}/{method.Name}");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Command_OfAService_IsSentByAForm(string command) =>
        Assert.True(WithoutForm.ContainsKey(command) != (await SentAsync()).Contains(command), $"{command} is sent by no form, or is and is said not to be.");

    [Fact]
    public void Exceptions_FromForms_AreCommands() => Assert.Empty(WithoutForm.Keys.Except(Commands.Select(c => c.Data)));

    [Theory]
    [InlineData("zh-Hans")]
    [InlineData("en")]
    public void Words_OfForms_AreThereInBothLanguages(string language)
    {
        var words = new ResourceManager(typeof(Strings)).GetResourceSet(CultureInfo.GetCultureInfo(language == "en" ? "en" : ""), createIfNotExists: true, tryParents: false)!;
        var keys = AllDesks.Forms.SelectMany(form => new[] { $"Step{form.Id}" }
            .Concat(form.Fields.Select(f => f.LabelKey))
            .Concat(form.Fields.SelectMany(f => f.Choices ?? []).Select(c => c.Key)));
        var desks = AllDesks.Shown.SelectMany(d => new[] { "", "-lead", "-entries", "-empty" }.Select(part => $"Desk-{d.Key}{part}"));

        var events = typeof(PilotPlatform.Domain.Reporting.CommitmentEvent).Assembly.GetTypes().Where(t => t.BaseType == typeof(PilotPlatform.Domain.Reporting.CommitmentEvent)).Select(t => $"Event{t.Name}");
        var problems = Enum.GetNames<FieldKind>().Append("Empty").Select(kind => $"Problem-{kind}");

        Assert.Empty(keys.Concat(desks).Concat(events).Concat(problems).Distinct(StringComparer.Ordinal).Where(key => words.GetString(key) is null));
    }

    [Fact]
    public void Forms_OfOnePage_AreToldApartByTheirIds() =>
        Assert.All(AllDesks.Shown, desk => Assert.Distinct(desk.New.Concat(desk.OnEach).Select(f => f.Id)));

    /// <summary>Every method that some form sends, whatever is chosen in it.</summary>
    private static async Task<HashSet<string>> SentAsync()
    {
        var wire = new RecordingWire();
        var clients = new CommandClients(
            new(wire), new(wire), new(wire), new(wire), new(wire), new(wire), new(wire), new(wire), new(wire), new(wire), new(wire));
        foreach (var form in AllDesks.Forms)
            foreach (var fields in Fillings(form))
                await Assert.ThrowsAsync<RpcException>(() => form.TakeAsync(clients, new Posted(fields, RunningSuite.Programme, $"{RunningSuite.Programme}/commitments/1-dalian", File()), RunningSuite.Stop));
        return wire.Methods;
    }

    private static FormFile File() => new FormFile(new MemoryStream([1, 2, 3]), 0, 3, "file", "file.txt") { Headers = new HeaderDictionary { ["Content-Type"] = "text/plain" } };

    /// <summary>One for each value of each choice.</summary>
    private static IEnumerable<IReadOnlyDictionary<string, string>> Fillings(StepForm form) =>
        form.Fields.SelectMany(f => (f.Choices ?? []).Select(c => (f.Name, c.Value))).DefaultIfEmpty()
            .Select(chosen => (IReadOnlyDictionary<string, string>)(chosen.Name is null ? [] : new Dictionary<string, string>(StringComparer.Ordinal) { [chosen.Name] = chosen.Value }));

    /// <summary>A wire that notes what is sent over it, and leads nowhere.</summary>
    private sealed class RecordingWire : CallInvoker
    {
        public HashSet<string> Methods { get; } = new(StringComparer.Ordinal);

        public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Note(method);

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
            method.Name == nameof(ReportingService.ReportingServiceClient.GetProgressReport)
                ? new(Task.FromResult(Activator.CreateInstance<TResponse>()), Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { }) // read before it is supplemented
                : throw Note(method);

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) => throw Note(method);

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Note(method);

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Note(method);

        private RpcException Note(IMethod method)
        {
            Methods.Add(method.FullName);
            return new RpcException(new Status(StatusCode.Unavailable, "The wire leads nowhere."));
        }
    }
}
