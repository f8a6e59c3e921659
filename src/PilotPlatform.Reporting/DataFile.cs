using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>Reads data that comes with the service and may be replaced: as it is meant to be, or not at all.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>The content of a file, and the first 16 hex digits of its hash.</summary>
    /// <exception cref="StartupException">The file cannot be read or is not of its form.</exception>
    public static (T Content, string Id) Read<T>(string path)
    {
        try
        {
            var bytes = File.ReadAllBytes(path);
            var content = JsonSerializer.Deserialize<T>(bytes, Json) ?? throw new StartupException($"{path} is empty.");
            return (content, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
        catch (JsonException invalid)
        {
            throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"{path} cannot be read, line {invalid.LineNumber + 1 ?? 1}, {invalid.Path ?? "$"}: {Problem(invalid.Message)}."), invalid);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read: {failed.Message}", failed);
        }
    }

    /// <summary>What the serializer says, without the types of the program, which say nothing to who wrote the file.</summary>
    private static string Problem(string message) => message switch
    {
        _ when message.Contains(".NET member", StringComparison.Ordinal) => "there is no such member here",
        _ when message.Contains("null value", StringComparison.Ordinal) => "it may not be null",
        _ when message.Contains("could not be converted", StringComparison.Ordinal) => "the value is of another kind than stands here",
        _ when message.Split("required properties including: ") is [_, var missing] => $"it lacks {missing.Split(". Path:")[0].TrimEnd('.')}",
        _ => "it is no JSON from here on",
    };
}
