using System.Collections.Immutable;
using System.Text.Json;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Api;
using PilotPlatform.ServiceDefaults.Errors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Names every field of a JSON call's body that is none of the contract's, or whose value is of another kind: transcoding passes over a name that it does
/// not know, so that a misspelt fact would never have been said, and of a value that it cannot read it does not tell the field.
/// </summary>
internal static class BodyFields
{
    /// <summary>No more fields are named in one refusal.</summary>
    private const int Most = 20;

    public static void UseBodyFields(this WebApplication app, IReadOnlyList<ServiceDescriptor> services)
    {
        var find = HttpRules.Finder(services, route => route.Body.Length > 0 && !route.Method.IsClientStreaming);
        app.Use(next => context => context.Request.HasJsonContentType() && find(context.Request) is { } route ? CheckAsync(context, route, next) : next(context));
    }

    private static async Task CheckAsync(HttpContext context, HttpRoute route, RequestDelegate next)
    {
        context.Request.EnableBuffering();
        var violations = await ReadAsync(context, route);
        context.Request.Body.Position = 0;
        await (violations.IsEmpty ? next(context) : context.RefuseAsync(Fault.Invalid(violations), RefusedRequests.Door));
    }

    /// <summary>What is wrong with the fields; nothing of what is no JSON, which the service tells.</summary>
    private static async Task<ImmutableArray<Violation>> ReadAsync(HttpContext context, HttpRoute route)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            var whole = route.Method.InputType;
            var found = route.Body == "*" ? OfMessage(whole, body.RootElement, "") : OfField(whole.FindFieldByName(route.Body), body.RootElement, route.Body);
            return [.. found.Take(Most)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static IEnumerable<Violation> OfMessage(MessageDescriptor message, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return [new Violation(at.Length == 0 ? "body" : at, $"it is no object of {message.Name}")];
        return value.EnumerateObject().SelectMany(said =>
        {
            var field = message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == said.Name || f.Name == said.Name);
            var path = at.Length == 0 ? field?.Name ?? said.Name : $"{at}.{field?.Name ?? said.Name}";
            return field is null ? [new Violation(path, $"{message.Name} has no such field")] : OfField(field, said.Value, path);
        });
    }

    private static IEnumerable<Violation> OfField(FieldDescriptor field, JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return [];
        if (field.IsMap)
        {
            return value.ValueKind == JsonValueKind.Object
                ? value.EnumerateObject().SelectMany(each => OfValue(field.MessageType.FindFieldByNumber(2), each.Value, $"{at}[{each.Name}]"))
                : [new Violation(at, "it is no object")];
        }

        if (!field.IsRepeated)
            return OfValue(field, value, at);
        return value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray().SelectMany((each, i) => OfValue(field, each, $"{at}[{i}]"))
            : [new Violation(at, "it is no list")];
    }

    private static IEnumerable<Violation> OfValue(FieldDescriptor field, JsonElement value, string at) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group when field.MessageType.File.Package != Timestamp.Descriptor.File.Package => OfMessage(field.MessageType, value, at),
        FieldType.Message or FieldType.Group => [], // a form of its own in JSON
        FieldType.Enum => IsValue(field.EnumType, value)
            ? []
            : [new Violation(at, $"'{value}' is no {field.EnumType.Name}: {string.Join(", ", field.EnumType.Values.Skip(1).Select(v => v.Name))}")],
        FieldType.Bool => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [new Violation(at, $"'{value}' is no truth value: true, false")],
        FieldType.String or FieldType.Bytes => value.ValueKind == JsonValueKind.String ? [] : [new Violation(at, $"'{value}' is no text")],
        _ => value.ValueKind is JsonValueKind.Number or JsonValueKind.String ? [] : [new Violation(at, $"'{value}' is no number")],
    };

    private static bool IsValue(EnumDescriptor type, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.String && type.FindValueByName(value.GetString()!) is not null);
}
