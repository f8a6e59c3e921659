using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Domain;

namespace PilotPlatform.Catalog;

/// <summary>Read masks by AIP-157: the fields wanted of each message.</summary>
internal static class ReadMasks
{
    private const int MostPaths = 100;

    /// <summary>What makes of a message the one with the wanted fields; the message itself for all of them.</summary>
    public static Result<Func<T, T>> Of<T>(FieldMask? mask)
        where T : class, IMessage<T>, new()
    {
        if (mask is null || mask.Paths.Count == 0 || mask.Paths is ["*"])
            return (Func<T, T>)(message => message);
        if (mask.Paths.Count > MostPaths)
            return Fault.Invalid("read_mask", $"{mask.Paths.Count} fields are more than {MostPaths}");
        if (mask.Paths.FirstOrDefault(path => !FieldMask.IsValid<T>(path)) is { } unknown)
            return Fault.Invalid("read_mask", $"'{unknown}' is not a field of {new T().Descriptor.Name}");

        return (Func<T, T>)(message =>
        {
            var wanted = new T();
            mask.Merge(message, wanted);
            return wanted;
        });
    }
}
