using System.Reflection;
using Google.Rpc;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults.Errors;

namespace PilotPlatform.Conventions.Tests;

/// <summary>Refusals: each kind has a voice, and each reason is a value of the contracts.</summary>
public sealed class FaultTests
{
    private const string Prefix = "ERROR_REASON_";

    private static readonly string[] Reasons =
        [.. typeof(FaultReason).GetFields(BindingFlags.Public | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!)];

    public static TheoryData<FaultKind, Code> Codes => new()
    {
        { FaultKind.Invalid, Code.InvalidArgument },
        { FaultKind.Missing, Code.NotFound },
        { FaultKind.Exists, Code.AlreadyExists },
        { FaultKind.Stale, Code.Aborted },
        { FaultKind.Forbidden, Code.FailedPrecondition },
        { FaultKind.NotReady, Code.Unavailable },
        { FaultKind.Away, Code.Unavailable },
        { FaultKind.Unauthenticated, Code.Unauthenticated },
        { FaultKind.Denied, Code.PermissionDenied },
        { FaultKind.OverLimit, Code.ResourceExhausted },
        { FaultKind.Late, Code.DeadlineExceeded },
    };

    public static TheoryData<FaultKind> Kinds => new(Enum.GetValues<FaultKind>());

    public static TheoryData<string> Factories => new(
        typeof(Fault).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(m => m.ReturnType == typeof(Fault)).Select(m => m.ToString()!));

    [Theory]
    [MemberData(nameof(Codes))]
    public void ToStatus_EachKind_HasTheCodeOfTheTable(FaultKind kind, Code code) =>
        Assert.Equal((int)code, Rendered(kind).Code);

    /// <summary>Enumerated, so that a new kind without a rendering is noticed here and not by a caller.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void ToStatus_EveryKind_HasExactlyOneErrorInfoWithReasonAndPackage(FaultKind kind)
    {
        var info = Assert.Single(Rendered(kind).Details, d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();

        Assert.Equal(("REASON", "pilotplatform.catalog.v1"), (info.Reason, info.Domain));
    }

    [Theory]
    [InlineData(FaultKind.Invalid, "google.rpc.BadRequest")]
    [InlineData(FaultKind.Missing, "google.rpc.ResourceInfo")]
    [InlineData(FaultKind.Exists, "google.rpc.ResourceInfo")]
    [InlineData(FaultKind.Forbidden, "google.rpc.PreconditionFailure")]
    [InlineData(FaultKind.NotReady, "google.rpc.RetryInfo")]
    [InlineData(FaultKind.Away, "google.rpc.RetryInfo")]
    public void ToStatus_Kind_HasTheDetailOfTheTable(FaultKind kind, string detail) =>
        Assert.Contains(Rendered(kind).Details, d => d.TypeUrl.EndsWith("/" + detail, StringComparison.Ordinal));

    /// <summary>What is too large is too large for good, and nobody is told to send it again.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(6)]
    public void ToStatus_OverALimit_SaysWhenToTryAgainOnlyIfThatHelps(int? seconds)
    {
        var fault = Fault.OverLimit("requests of a caller") with { RetryAfter = seconds is { } wait ? TimeSpan.FromSeconds(wait) : null };

        var retry = fault.ToStatus("pilotplatform.catalog.v1").Details.SingleOrDefault(d => d.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>();

        Assert.Equal(seconds, retry?.RetryDelay.Seconds);
    }

    [Fact]
    public void ToStatus_SeveralViolations_NamesEachField()
    {
        var fault = Fault.Invalid([new Violation("a", "is wrong"), new Violation("b", "too")]);

        var bad = Assert.Single(fault.ToStatus("pilotplatform.catalog.v1").Details, d => d.Is(BadRequest.Descriptor)).Unpack<BadRequest>();

        Assert.Equal([("a", "is wrong"), ("b", "too")], bad.FieldViolations.Select(v => (v.Field, v.Description)));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("\ud83d\ude00")]
    [InlineData("y\ud83d\ude00")]
    public void ToStatus_WithALongText_CutsItBetweenCharacters(string piece)
    {
        var status = Fault.Invalid("city", string.Concat(Enumerable.Repeat(piece, 1000))).ToStatus("pilotplatform.catalog.v1");

        var bad = Assert.Single(status.Details, d => d.Is(BadRequest.Descriptor)).Unpack<BadRequest>();
        Assert.All([status.Message, bad.FieldViolations[0].Description], text => Assert.True(text.Length is 499 or 500 && text[^1] == '…' && !char.IsHighSurrogate(text[^2]), text));
    }

    [Fact]
    public void FaultReasons_OfTheCore_AreValuesOfAContract() =>
        Assert.Empty(Reasons.Except(ErrorReasons().Select(r => r.Reason)));

    [Fact]
    public void ErrorReasons_OfEveryContract_AreReasonsOfTheCore() =>
        Assert.Empty(ErrorReasons().Where(r => !Reasons.Contains(r.Reason)));

    [Fact]
    public void ErrorReasons_OfEveryPackageWithAService_AreThere() =>
        Assert.Equal(
            Contracts.Files.Where(f => f.Services.Count > 0).Select(f => f.Package).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ErrorReasons().Select(r => r.Package).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    /// <summary>Every service can meet a broken name, a start that is not done and a defect of its own.</summary>
    [Theory]
    [InlineData(FaultReason.InvalidArgument)]
    [InlineData(FaultReason.InvalidName)]
    [InlineData(FaultReason.ResourceNotFound)]
    [InlineData(FaultReason.NotReady)]
    [InlineData(FaultReason.Unauthenticated)]
    [InlineData(FaultReason.PermissionDenied)]
    [InlineData(FaultReason.LimitExceeded)]
    [InlineData(FaultReason.Internal)]
    public void ErrorReasons_OfEveryPackage_HoldWhatEveryServiceMeets(string reason) =>
        Assert.All(ErrorReasons().GroupBy(r => r.Package), package => Assert.Contains(package, r => r.Reason == reason));

    [Theory]
    [MemberData(nameof(Factories))]
    public void Fault_EachFactory_GivesAReasonOfTheList(string factory)
    {
        var method = typeof(Fault).GetMethods(BindingFlags.Public | BindingFlags.Static).Single(m => m.ToString() == factory);
        var arguments = method.GetParameters().Select(p => p.ParameterType == typeof(string) ? "x" : Filled(p.ParameterType)).ToArray();

        Assert.Contains(((Fault)method.Invoke(null, arguments)!).Reason, Reasons);
    }

    private static Status Rendered(FaultKind kind) => new Fault(kind, "REASON", "subject", "message").ToStatus("pilotplatform.catalog.v1");

    private static object Filled(Type type)
    {
        if (type == typeof(System.Collections.Immutable.ImmutableArray<Violation>))
            return System.Collections.Immutable.ImmutableArray.Create(new Violation("field", "problem"));
        return type == typeof(System.Collections.Immutable.ImmutableArray<string>) ? System.Collections.Immutable.ImmutableArray.Create("x") : Activator.CreateInstance(type)!;
    }

    private static IEnumerable<(string Package, string Reason)> ErrorReasons() =>
        from each in Contracts.Enums
        where each.Name == "ErrorReason"
        from value in each.Values
        where value.Number != 0
        select (each.File.Package, value.Name[Prefix.Length..]);
}
