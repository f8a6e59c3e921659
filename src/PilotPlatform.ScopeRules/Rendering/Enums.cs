using PilotPlatform.Domain;
using Core = PilotPlatform.Domain.Scope;
using Proto = PilotPlatform.Contracts.ScopeRules.V1;

namespace PilotPlatform.ScopeRules.Rendering;

/// <summary>Enums of the core and of the contract, which have the same values in the same order, the contract's behind its UNSPECIFIED: tested.</summary>
internal static class Enums
{
    public static Proto.Reach.Types.State ToProto(this Core.ReachState state) => (Proto.Reach.Types.State)((int)state + 1);

    public static Proto.Decision.Types.Verdict ToProto(this Core.Verdict verdict) => (Proto.Decision.Types.Verdict)((int)verdict + 1);

    public static Proto.Decision.Types.Basis ToProto(this Core.Basis basis) => (Proto.Decision.Types.Basis)((int)basis + 1);

    public static Proto.ActKind ToProto(this Core.ActKind kind) => (Proto.ActKind)((int)kind + 1);

    public static Proto.Settler ToProto(this Core.Settler settler) => (Proto.Settler)((int)settler + 1);

    public static Proto.Fact.Types.Type ToProto(this Core.FactType type) => (Proto.Fact.Types.Type)((int)type + 1);

    public static Proto.Proof.Types.Value ToProto(this Domain.Truth truth) => (Proto.Proof.Types.Value)((int)truth + 1);

    /// <summary>What is wrong with a value that this version does not know; null if nothing is.</summary>
    public static Fault? WhyNot<T>(string field, T value)
        where T : struct, Enum => Enum.IsDefined(value) ? null : Fault.Invalid(field, $"{value:D} is not one of its values");

    /// <summary>The kind of the core; null for one that is unspecified or not known to this version.</summary>
    public static Core.ActKind? ToCore(this Proto.ActKind kind) => Enum.IsDefined((Core.ActKind)((int)kind - 1)) ? (Core.ActKind)((int)kind - 1) : null;

    /// <summary>The verdict of the core; null for one that is unspecified or not known to this version.</summary>
    public static Core.Verdict? ToCore(this Proto.Decision.Types.Verdict verdict) =>
        Enum.IsDefined((Core.Verdict)((int)verdict - 1)) ? (Core.Verdict)((int)verdict - 1) : null;
}
