using System.Globalization;
using System.Text.Json;

namespace PilotPlatform.ServiceDefaults;

/// <summary>What the serializer says of a file, without the types of the program, which say nothing to who wrote it.</summary>
public static class JsonProblem
{
    public static string PlaceOf(JsonException invalid) => string.Create(CultureInfo.InvariantCulture, $"line {invalid.LineNumber + 1 ?? 1}, {invalid.Path ?? "$"}");

    public static string WordsOf(JsonException invalid) => invalid.Message switch
    {
        var message when message.Contains(".NET member", StringComparison.Ordinal) => "there is no such member here",
        var message when message.StartsWith("Duplicate property", StringComparison.Ordinal) => "the member stands twice",
        var message when message.Contains("null value", StringComparison.Ordinal) => "it may not be null",
        var message when message.Contains("could not be converted", StringComparison.Ordinal) => "the value is of another kind than stands here",
        var message when message.Split("required properties including: ") is [_, var missing] => $"it lacks {missing.Split(". Path:")[0].TrimEnd('.')}",
        _ => "it is no JSON from here on",
    };
}
