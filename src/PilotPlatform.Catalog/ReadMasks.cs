using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Domain;

namespace PilotPlatform.Catalog;

/// <summary>Read masks by AIP-157: the fields wanted of each message, in the spelling of the proto or of JSON.</summary>
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
        var descriptor = new T().Descriptor;
        var read = new FieldMask { Paths = { mask.Paths.Select(path => Spelt(descriptor, path)) } };
        if (mask.Paths.Zip(read.Paths).Where(p => !FieldMask.IsValid<T>(p.Second)).Select(p => p.First).FirstOrDefault() is { } unknown)
            return Fault.Invalid("read_mask", $"'{unknown}' is not a field of {descriptor.Name}");

        return (Func<T, T>)(message =>
        {
            var wanted = new T();
            read.Merge(message, wanted);
            return wanted;
        });
    }

    /// <summary>The path as the proto spells it; what is no field stays as it is.</summary>
    private static string Spelt(MessageDescriptor? message, string path)
    {
        List<string> names = [];
        foreach (var name in path.Split('.'))
        {
            var field = message?.Fields.InDeclarationOrder().FirstOrDefault(f => f.Name == name || f.JsonName == name);
            names.Add(field?.Name ?? name);
            message = field is { FieldType: FieldType.Message } ? field.MessageType : null;
        }

        return string.Join('.', names);
    }
}
