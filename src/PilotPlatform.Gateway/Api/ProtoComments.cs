using System.Collections.Frozen;
using Google.Protobuf.Reflection;

namespace PilotPlatform.Gateway.Api;

/// <summary>The comments of the contracts, by the full name of what they say something of.</summary>
internal sealed class ProtoComments
{
    private readonly FrozenDictionary<string, string> comments;

    public ProtoComments(FileDescriptorSet sources)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in sources.File.Where(f => f.SourceCodeInfo is not null))
            foreach (var location in file.SourceCodeInfo.Location.Where(l => l.LeadingComments.Length > 0))
                if (NameOf(file, [.. location.Path]) is { } name)
                    all[name] = string.Join('\n', location.LeadingComments.Trim().Split('\n').Select(line => line.Trim()));
        comments = all.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>What is said of something; nothing if nothing is.</summary>
    public string Of(string fullName) => comments.GetValueOrDefault(fullName, "");

    /// <summary>The numbers of a path are fields of FileDescriptorProto and below, and places in them.</summary>
    private static string? NameOf(FileDescriptorProto file, int[] path) => path switch
    {
        [4, var message, .. var rest] => InMessage(file.Package, file.MessageType[message], rest),
        [5, var each, .. var rest] => InEnum(file.Package, file.EnumType[each], rest),
        [6, var service] => $"{file.Package}.{file.Service[service].Name}",
        [6, var service, 2, var method] => $"{file.Package}.{file.Service[service].Name}.{file.Service[service].Method[method].Name}",
        _ => null,
    };

    private static string? InMessage(string scope, DescriptorProto message, int[] path) => path switch
    {
        [] => $"{scope}.{message.Name}",
        [2, var field] => $"{scope}.{message.Name}.{message.Field[field].Name}",
        [3, var nested, .. var rest] => InMessage($"{scope}.{message.Name}", message.NestedType[nested], rest),
        [4, var each, .. var rest] => InEnum($"{scope}.{message.Name}", message.EnumType[each], rest),
        _ => null,
    };

    private static string? InEnum(string scope, EnumDescriptorProto each, int[] path) => path switch
    {
        [] => $"{scope}.{each.Name}",
        [2, var value] => $"{scope}.{each.Name}.{each.Value[value].Name}",
        _ => null,
    };
}
