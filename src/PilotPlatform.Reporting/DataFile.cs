using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>Reads data that comes with the service and may be replaced: as it is meant to be, or not at all.</summary>
internal static class DataFile
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        AllowDuplicateProperties = false,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
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
            throw new StartupException($"{path} cannot be read, {JsonProblem.PlaceOf(invalid)}: {JsonProblem.WordsOf(invalid)}.", invalid);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{path} cannot be read: {failed.Message}", failed);
        }
    }
}
