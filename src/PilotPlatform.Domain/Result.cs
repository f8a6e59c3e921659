namespace PilotPlatform.Domain;

/// <summary>A value, or the reason why there is none.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T value) => this.value = value;

    private Result(Fault fault) => Fault = fault;

    /// <summary>The refusal; null if there is a value.</summary>
    public Fault? Fault { get; }

    public bool IsOk => Fault is null;

    /// <summary>The value; at the door of a service its absence is thrown, and one interceptor gives it a voice.</summary>
    /// <exception cref="FaultException">There is a refusal instead of a value.</exception>
    public T Value => Fault is null ? value! : throw new FaultException(Fault);

    public static implicit operator Result<T>(T value) => new(value);

    public static implicit operator Result<T>(Fault fault) => new(fault);

    public Result<TOther> Then<TOther>(Func<T, Result<TOther>> next) => Fault is null ? next(value!) : Fault;
}

/// <summary>Carries a refusal out of a gRPC method to the interceptor that renders it.</summary>
public sealed class FaultException(Fault fault) : Exception(fault.Message)
{
    public Fault Fault { get; } = fault;
}
