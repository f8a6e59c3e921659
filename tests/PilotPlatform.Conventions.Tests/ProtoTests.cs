using Google.Api;
using Google.Protobuf.Reflection;
using Level = Google.Protobuf.Reflection.MethodOptions.Types.IdempotencyLevel;

namespace PilotPlatform.Conventions.Tests;

/// <summary>The contracts: documented, and in the forms of the AIPs.</summary>
public sealed class ProtoTests
{
    /// <summary>Values that conditions are made of, which are written and read alike.</summary>
    private static readonly string[] WithoutBehavior = ["Condition"];

    public static TheoryData<string> Methods => new(Contracts.Methods.Select(m => m.FullName));

    [Theory]
    [InlineData("message")]
    [InlineData("enum")]
    [InlineData("value")]
    [InlineData("field")]
    [InlineData("oneof")]
    [InlineData("service")]
    [InlineData("rpc")]
    public void Declarations_OfAKind_AreAllDocumented(string kind) =>
        Assert.Empty(ProtoFile.Declarations.Where(d => d.Kind == kind && !d.Documented));

    /// <summary>The parser of comments sees what the compiler sees, so that nothing passes by not being seen.</summary>
    [Fact]
    public void Declarations_OfEveryKind_AreAsManyAsTheCompilerCounts()
    {
        var counts = ProtoFile.Declarations.CountBy(d => d.Kind).ToDictionary();

        Assert.Equal(Contracts.Messages.Length, counts["message"]);
        Assert.Equal(Contracts.Enums.Length, counts["enum"]);
        Assert.Equal(Contracts.Enums.Sum(e => e.Values.Count), counts["value"]);
        Assert.Equal(Contracts.Messages.Sum(m => m.Fields.InDeclarationOrder().Count), counts["field"]);
        Assert.Equal(Contracts.Messages.Sum(m => m.RealOneofCount), counts["oneof"]);
        Assert.Equal(Contracts.Files.Sum(f => f.Services.Count), counts["service"]);
        Assert.Equal(Contracts.Methods.Length, counts["rpc"]);
    }

    [Fact]
    public void Fields_OfRequestsAndResources_SayHowTheyBehave() =>
        Assert.Empty(
            from message in Contracts.Messages
            where !message.Name.EndsWith("Response", StringComparison.Ordinal) && !WithoutBehavior.Contains(Outermost(message).Name)
            from field in message.Fields.InDeclarationOrder()
            where field.RealContainingOneof is null && field.Name != "etag" && Behaviors(field).Count == 0
            select field.FullName);

    [Fact]
    public void Fields_OfRequests_AreRequiredOrOptional() =>
        Assert.Empty(
            from message in Contracts.Messages
            where message.Name.EndsWith("Request", StringComparison.Ordinal)
            from field in message.Fields.InDeclarationOrder()
            where !Behaviors(field).Any(b => b is FieldBehavior.Required or FieldBehavior.Optional)
            select field.FullName);

    [Fact]
    public void Name_OfAResource_IsItsFirstFieldAndIdentifiesIt() =>
        Assert.All(Contracts.Messages.Where(m => m.GetOptions()?.HasExtension(ResourceExtensions.Resource) == true), resource =>
        {
            var name = resource.Fields.InDeclarationOrder()[0];
            Assert.Equal(("name", 1), (name.Name, name.FieldNumber));
            Assert.Equal([FieldBehavior.Identifier], Behaviors(name));
        });

    [Fact]
    public void Enums_OfEveryContract_BeginWithTheirUnspecifiedValueAndBearTheirName() =>
        Assert.All(Contracts.Enums, each =>
        {
            var prefix = Words.UpperSnake(each.Name) + "_";
            Assert.Equal((0, prefix + "UNSPECIFIED"), (each.Values[0].Number, each.Values[0].Name));
            Assert.All(each.Values, value => Assert.StartsWith(prefix, value.Name, StringComparison.Ordinal));
        });

    /// <summary>System.Threading.Tasks.Task stands in every C# file, and a pilot task is not one.</summary>
    [Fact]
    public void Messages_OfEveryContract_AreNotCalledTask() => Assert.DoesNotContain(Contracts.Messages, m => m.Name == "Task");

    [Fact]
    public void Fields_WithTimesAndDates_SaySoInTheirNames() =>
        Assert.Empty(
            from message in Contracts.Messages
            from field in message.Fields.InDeclarationOrder()
            where field.FieldType == FieldType.Message && field.RealContainingOneof is null
            let suffix = field.MessageType.FullName switch { "google.protobuf.Timestamp" => "_time", "google.type.Date" => "_date", _ => "" }
            where !field.Name.EndsWith(suffix.Length > 0 && field.IsRepeated ? suffix + "s" : suffix, StringComparison.Ordinal)
            select field.FullName);

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_OfEachKind_HasWhatItsKindNeeds(string name)
    {
        var method = Contracts.Methods.Single(m => m.FullName == name);
        var (request, response) = (method.InputType, method.OutputType);

        Assert.Equal(method.Name + "Request", request.Name);
        if (method.Name.StartsWith("List", StringComparison.Ordinal))
        {
            Assert.Equal(FieldType.Int32, request.FindFieldByName("page_size")?.FieldType);
            Assert.Equal(FieldType.String, request.FindFieldByName("page_token")?.FieldType);
            Assert.Equal(FieldType.String, response.FindFieldByName("next_page_token")?.FieldType);
        }

        if (IsRead(method))
            Assert.Null(request.FindFieldByName("request_id"));
        else
            Assert.Equal(FieldType.String, request.FindFieldByName("request_id")?.FieldType);
    }

    [Fact]
    public void Methods_ThatGetAndList_ArePromisedToHaveNoSideEffects() =>
        Assert.All(Contracts.Methods.Where(m => m.Name.StartsWith("Get", StringComparison.Ordinal) || m.Name.StartsWith("List", StringComparison.Ordinal)), m => Assert.True(IsRead(m)));

    /// <summary>But those that take a stream of requests, for which there is no form in JSON.</summary>
    [Fact]
    public void Methods_OfEveryService_AreReachedByHttp() =>
        Assert.All(Contracts.Methods.Where(m => !m.IsClientStreaming), m => Assert.True(m.GetOptions()?.HasExtension(AnnotationsExtensions.Http), m.FullName));

    [Fact]
    public void Files_OfAPackage_LieInItsFolder() =>
        Assert.All(Contracts.Files, f => Assert.Equal(f.Package.Replace('.', '/'), Path.GetDirectoryName(f.Name)?.Replace('\\', '/')));

    private static bool IsRead(MethodDescriptor method) => method.GetOptions()?.IdempotencyLevel == Level.NoSideEffects;

    private static IReadOnlyCollection<FieldBehavior> Behaviors(FieldDescriptor field) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior) is { } behaviors ? [.. behaviors] : [];

    private static MessageDescriptor Outermost(MessageDescriptor message) => message.ContainingType is { } outer ? Outermost(outer) : message;
}
