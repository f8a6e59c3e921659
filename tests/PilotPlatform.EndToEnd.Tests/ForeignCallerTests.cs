using System.Diagnostics;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using PilotPlatform.Contracts.Catalog.V1;
using PilotPlatform.Contracts.Reporting.V1;
using PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.EndToEnd.Tests;

/// <summary>
/// Callers that no one here wrote: the gRPC library of Node, and <c>buf curl</c>. They are looked for on the path and in
/// <c>NODE_PATH</c>; without them the tests skip, in CI they fail.
/// </summary>
public sealed class ForeignCallerTests(SharedSuite shared)
{
    private const string NoNode = "No Node with @grpc/grpc-js and @grpc/proto-loader on this machine.";
    private const string NoValidator = "No validate-api of @seriousme/openapi-schema-validator on the PATH of this machine.";
    private const string NoBuf = "No buf on the PATH of this machine.";

    [Fact]
    public async Task Node_WithTheDescriptorsOnly_ReadsDecidesReportsAndReadsBack()
    {
        await NeedAsync(NoNode, "node", "-e", "require('@grpc/grpc-js'); require('@grpc/proto-loader')");
        var descriptors = Path.GetTempFileName();
        await File.WriteAllBytesAsync(descriptors, Descriptors().ToByteArray(), TestContext.Current.CancellationToken);

        var script = Path.Combine(AppContext.BaseDirectory, "Callers", "caller.js");
        var (code, output, errors) = await RunAsync("node", script, shared.Suite.Grpc.Authority, descriptors, Writing.Programme, "1", "shenzhen");
        File.Delete(descriptors);

        Assert.True(code == 0, errors);
        var said = JsonNode.Parse(output)!;
        Assert.Equal(159, (int)said["listed"]!);
        Assert.Contains((string)said["text"]!, await File.ReadAllTextAsync(Programs.Document, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("STATE_APPLIES", (string?)said["reach"]);
        Assert.NotEmpty((string)said["quote"]!);
        Assert.Equal(5, (int)said["refused"]!["code"]!);
        Assert.NotEqual(0, (int)said["refused"]!["details"]!);
        Assert.Equal(("市商务局", 20), ((string)said["read"]!["unit"]!, (int)said["read"]!["percent"]!));
    }

    [Fact]
    public async Task BufCurl_ByReflection_GetsATaskAndIsToldWhatIsWrong()
    {
        await NeedAsync(NoBuf, "buf", "--version");

        var (code, output, errors) = await CurlAsync("catalog.v1.CatalogService/GetPilotTask", """{"name":"programmes/nine-cities/pilotTasks/159"}""");
        Assert.True(code == 0, errors);
        Assert.Equal(159, (int)JsonNode.Parse(output)!["number"]!);

        (code, _, errors) = await CurlAsync("scoperules.v1.ScopeRulesService/Decide", """{"pilotTask":"programmes/nine-cities/pilotTasks/1","city":"苏洲"}""");
        Assert.NotEqual(0, code);
        var info = JsonNode.Parse(errors)!["details"]!.AsArray().Single(d => (string?)d!["type"] == "google.rpc.ErrorInfo")!;
        Assert.Equal("UNKNOWN_CITY", ErrorInfo.Parser.ParseFrom(ByteString.FromBase64(Padded((string)info["value"]!))).Reason);
    }

    /// <summary>What a refusal consists of is described as well: without it an answer that holds one cannot be shown.</summary>
    [Fact]
    public async Task BufCurl_OfABatchWithARefusedItem_ShowsBothAnswers()
    {
        await NeedAsync(NoBuf, "buf", "--version");

        var (code, output, errors) = await CurlAsync(
            "scoperules.v1.ScopeRulesService/BatchDecide",
            """{"parent":"programmes/nine-cities","items":[{"taskNumber":33,"city":"suzhou"},{"taskNumber":33,"city":"苏洲"}]}""");

        Assert.True(code == 0, errors);
        Assert.Contains("UNKNOWN_CITY", output, StringComparison.Ordinal);
        Assert.Contains("VERDICT_", output, StringComparison.Ordinal);
    }

    /// <summary>Held against the schema of OpenAPI 3.1 itself; a document that breaks it is told from one that does not.</summary>
    [Fact]
    public async Task OpenApi_OfTheJsonApi_IsValidByItsSchema()
    {
        await NeedAsync(NoValidator, "which", "validate-api");
        var file = Path.GetTempFileName();
        var document = JsonNode.Parse(await shared.Suite.Http.GetStringAsync("/api/openapi.json", TestContext.Current.CancellationToken))!;

        Assert.True(await IsValidAsync());
        document["paths"]!["/v1/programmes"]!["get"]!["parameters"]!.AsArray().Add(JsonNode.Parse("""{"in":"nowhere"}"""));
        Assert.False(await IsValidAsync());
        File.Delete(file);

        async Task<bool> IsValidAsync()
        {
            await File.WriteAllTextAsync(file, document.ToJsonString(), TestContext.Current.CancellationToken);
            var (_, output, errors) = await RunAsync("validate-api", file);
            Assert.True(output.StartsWith('{'), errors);
            return (bool)JsonNode.Parse(output)!["valid"]!;
        }
    }

    private Task<(int Code, string Output, string Errors)> CurlAsync(string method, string request) =>
        RunAsync("buf", "curl", "--protocol", "grpc", "--http2-prior-knowledge", "-d", request, new Uri(shared.Suite.Grpc, "pilotplatform." + method).ToString());

    private static string Padded(string base64) => base64.PadRight((base64.Length + 3) / 4 * 4, '=');

    private static FileDescriptorSet Descriptors()
    {
        var set = new FileDescriptorSet();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var service in new[] { CatalogService.Descriptor, ScopeRulesService.Descriptor, ReportingService.Descriptor })
            Add(service.File);
        return set;

        void Add(FileDescriptor file)
        {
            if (!seen.Add(file.Name))
                return;
            foreach (var import in file.Dependencies)
                Add(import);
            set.File.Add(FileDescriptorProto.Parser.ParseFrom(file.SerializedData));
        }
    }

    private static async Task NeedAsync(string missing, string program, params string[] arguments)
    {
        var isThere = await IsThereAsync(program, arguments);
        if (!isThere && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip(missing);
        Assert.True(isThere, missing);
    }

    private static async Task<bool> IsThereAsync(string program, string[] arguments)
    {
        try
        {
            return (await RunAsync(program, arguments)).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
