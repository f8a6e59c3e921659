using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
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
        catch (InvalidOperationException)
        {
            return [new Violation("body", "a text or a name in it is not Unicode")]; // told only when it is asked for
        }
    }

    private static IEnumerable<Violation> OfMessage(MessageDescriptor message, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return [new Violation(at.Length == 0 ? "body" : at, $"it is no object of {message.Name}")];
        var chosen = new Dictionary<OneofDescriptor, string>();
        return value.EnumerateObject().SelectMany(said =>
        {
            var field = message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == said.Name || f.Name == said.Name);
            var path = at.Length == 0 ? field?.Name ?? said.Name : $"{at}.{field?.Name ?? said.Name}";
            if (field is null)
                return [new Violation(path, $"{message.Name} has no such field")];
            if (field.RealContainingOneof is { } choice && said.Value.ValueKind != JsonValueKind.Null && !chosen.TryAdd(choice, field.Name))
                return [new Violation(path, $"'{chosen[choice]}' is given already, and only one of them can be")];
            return OfField(field, said.Value, path);
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
        FieldType.Message or FieldType.Group when !field.MessageType.IsWellKnown() => OfMessage(field.MessageType, value, at),
        FieldType.Message or FieldType.Group => CanBe(field.MessageType, value) ? [] : [new Violation(at, $"'{value}' is no {field.MessageType.Name}")],
        FieldType.Enum => IsValue(field.EnumType, value)
            ? []
            : [new Violation(at, $"'{value}' is no {field.EnumType.Name}: {string.Join(", ", field.EnumType.Values.Skip(1).Select(v => v.Name))}")],
        FieldType.Bool => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? [] : [new Violation(at, $"'{value}' is no truth value: true, false")],
        FieldType.String => value.ValueKind == JsonValueKind.String ? [] : [new Violation(at, $"'{value}' is no text")],
        FieldType.Bytes => value.ValueKind == JsonValueKind.String && value.TryGetBytesFromBase64(out _) ? [] : [new Violation(at, "it is no base64")],
        _ => IsNumber(field.FieldType, value) ? [] : [new Violation(at, $"'{value}' is no number of {field.FieldType.ToString().ToLowerInvariant()}")],
    };

    /// <summary>Messages of protobuf itself, which have forms of their own in JSON.</summary>
    private static bool IsWellKnown(this MessageDescriptor message) => message.File.Package == Timestamp.Descriptor.File.Package;

    private static bool CanBe(MessageDescriptor message, JsonElement value)
    {
        try
        {
            JsonParser.Default.Parse(value.GetRawText(), message);
            return true;
        }
        catch (Exception unread) when (unread is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }

    /// <summary>Whole numbers in their range, those of 64 bits as texts too; other numbers in either form.</summary>
    private static bool IsNumber(FieldType type, JsonElement value)
    {
        if (type is FieldType.Double or FieldType.Float)
            return value.ValueKind is JsonValueKind.Number or JsonValueKind.String && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        var (least, greatest, isLong) = type switch
        {
            FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => (long.MinValue, (decimal)long.MaxValue, true),
            FieldType.UInt64 or FieldType.Fixed64 => (0, ulong.MaxValue, true),
            FieldType.UInt32 or FieldType.Fixed32 => (0, uint.MaxValue, false),
            _ => (int.MinValue, int.MaxValue, false),
        };
        return (value.ValueKind == JsonValueKind.Number || (isLong && value.ValueKind == JsonValueKind.String))
            && decimal.TryParse(value.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= greatest;
    }

    private static bool IsValue(EnumDescriptor type, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number || (value.ValueKind == JsonValueKind.String && type.FindValueByName(value.GetString()!) is not null);
}
