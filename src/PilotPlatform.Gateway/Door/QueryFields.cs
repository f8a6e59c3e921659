using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Primitives;
using PilotPlatform.Domain;
using PilotPlatform.Gateway.Api;
using PilotPlatform.ServiceDefaults.Errors;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Names every field of a JSON call's query that cannot be read, and every name that is no field: transcoding says only what was wrong with the
/// first one, and passes over a name that it does not know, so that a misspelt filter would filter nothing.
/// </summary>
internal static class QueryFields
{
    public static void UseQueryFields(this WebApplication app, IReadOnlyList<ServiceDescriptor> services)
    {
        var find = HttpRules.Finder(services);
        app.Use(next => context =>
        {
            if (!context.Request.QueryString.HasValue || context.Request.IsGrpc() || find(context.Request) is not { } route)
                return next(context);
            ImmutableArray<Violation> violations = [.. context.Request.Query.Select(said => Check(route, said.Key, said.Value)).OfType<Violation>()];
            return violations.IsEmpty ? next(context) : context.RefuseAsync(Fault.Invalid(violations), RefusedRequests.Door);
        });
    }

    private static Violation? Check(HttpRoute route, string name, StringValues values)
    {
        if (Find(route.Method.InputType, name.Split('.')) is not [var first, ..] path)
            return new Violation(name, $"{route.Method.Name} has no such field");
        var spelt = string.Join('.', path.Select(f => f.Name));
        if (route.Parameters.Any(p => p.Field == spelt))
            return new Violation(spelt, "the address says it already");
        if (route.Body == "*" || route.Body == first.Name)
            return new Violation(spelt, "it belongs into the body");
        if (values.Count > 1 && !path[^1].IsRepeated)
            return new Violation(spelt, "it is given more than once");
        return CanBe(route.Method.InputType, path, values) ? null : new Violation(spelt, $"'{values}' is no {Kind(path[^1])}");
    }

    /// <summary>The fields on the way to the one that is meant, each in either spelling; empty if there is none.</summary>
    private static ImmutableArray<FieldDescriptor> Find(MessageDescriptor message, ReadOnlySpan<string> names)
    {
        var name = names[0];
        if (message.Fields.InDeclarationOrder().FirstOrDefault(f => f.JsonName == name || f.Name == name) is not { } field)
            return [];
        if (names.Length == 1)
            return [field];
        return field is { FieldType: FieldType.Message, IsRepeated: false } && Find(field.MessageType, names[1..]) is { IsEmpty: false } rest ? [field, .. rest] : [];
    }

    private static bool CanBe(MessageDescriptor message, ImmutableArray<FieldDescriptor> path, StringValues values)
    {
        var last = path[^1];
        JsonNode? json = last.IsRepeated ? new JsonArray([.. values.Select(v => Json(last, v))]) : Json(last, values[0]);
        foreach (var field in path.Reverse())
            json = new JsonObject { [field.JsonName] = json };
        try
        {
            JsonParser.Default.Parse(json!.ToJsonString(), message);
            return true;
        }
        catch (Exception unread) when (unread is InvalidProtocolBufferException or InvalidJsonException)
        {
            return false;
        }
    }

    /// <summary>Text, as JSON of protobuf takes it for nearly every type; of a mask the services know the fields, in either spelling.</summary>
    private static JsonValue? Json(FieldDescriptor field, string? value) =>
        field.FieldType == FieldType.Bool && bool.TryParse(value, out var truth) ? JsonValue.Create(truth)
        : field.FieldType == FieldType.Message && field.MessageType.FullName == FieldMask.Descriptor.FullName ? JsonValue.Create(value?.Replace("_", "", StringComparison.Ordinal) ?? "")
        : JsonValue.Create(value ?? "");

    private static string Kind(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Enum => $"{field.EnumType.Name}: {string.Join(", ", field.EnumType.Values.Skip(1).Select(v => v.Name))}",
        FieldType.Message => field.MessageType.Name,
        FieldType.Bool => "truth value: true, false",
        FieldType.Bytes => "base64",
        _ => $"number of {field.FieldType.ToString().ToLowerInvariant()}",
    };
}
