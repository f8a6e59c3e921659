using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.OpenApi;

namespace PilotPlatform.Gateway.Api;

/// <summary>Messages as schemas of JSON, in the form in which protobuf writes it.</summary>
internal sealed class Schemas(OpenApiDocument document, ProtoComments comments)
{
    /// <summary>A message by reference; it and what it holds are added to the document.</summary>
    public IOpenApiSchema Of(MessageDescriptor message)
    {
        if (WellKnown(message) is { } known)
            return known;
        if (document.Components!.Schemas!.ContainsKey(message.FullName))
            return new OpenApiSchemaReference(message.FullName, document);

        var schema = new OpenApiSchema { Type = JsonSchemaType.Object, Title = message.Name, Description = comments.Of(message.FullName) };
        document.Components.Schemas.Add(message.FullName, schema);
        Fill(schema, message.Fields.InFieldNumberOrder());
        return new OpenApiSchemaReference(message.FullName, document);
    }

    /// <summary>An object of some fields of a message.</summary>
    public IOpenApiSchema Of(IEnumerable<FieldDescriptor> fields) => Fill(new OpenApiSchema { Type = JsonSchemaType.Object }, fields);

    public IOpenApiSchema Of(FieldDescriptor field)
    {
        if (field.IsMap)
            return new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Single(field.MessageType.FindFieldByNumber(2)), Description = comments.Of(field.FullName) };
        if (field.IsRepeated)
            return new OpenApiSchema { Type = JsonSchemaType.Array, Items = Single(field), Description = comments.Of(field.FullName), ReadOnly = Behaves(field, FieldBehavior.OutputOnly) };

        var schema = Single(field);
        if (schema is OpenApiSchemaReference reference)
            reference.Description = comments.Of(field.FullName);
        else if (schema is OpenApiSchema own)
            (own.Description, own.ReadOnly) = (comments.Of(field.FullName), Behaves(field, FieldBehavior.OutputOnly));
        return schema;
    }

    public static bool Behaves(FieldDescriptor field, FieldBehavior behavior) =>
        field.GetOptions()?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(behavior) == true;

    private OpenApiSchema Fill(OpenApiSchema schema, IEnumerable<FieldDescriptor> fields)
    {
        schema.Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        schema.Required = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            schema.Properties.Add(field.JsonName, Of(field));
            if (Behaves(field, FieldBehavior.Required))
                schema.Required.Add(field.JsonName);
        }

        return schema;
    }

    private IOpenApiSchema Single(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message or FieldType.Group => Of(field.MessageType),
        FieldType.Enum => Of(field.EnumType),
        FieldType.Bool => new OpenApiSchema { Type = JsonSchemaType.Boolean },
        FieldType.String => new OpenApiSchema { Type = JsonSchemaType.String },
        FieldType.Bytes => new OpenApiSchema { Type = JsonSchemaType.String, Format = "byte" },
        FieldType.Float or FieldType.Double => new OpenApiSchema { Type = JsonSchemaType.Number, Format = "double" },
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32" },
        FieldType.UInt32 or FieldType.Fixed32 => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = "0" },
        _ => new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" },
    };

    private OpenApiSchemaReference Of(EnumDescriptor each)
    {
        if (!document.Components!.Schemas!.ContainsKey(each.FullName))
            document.Components.Schemas.Add(each.FullName, new OpenApiSchema
            {
                Type = JsonSchemaType.String,
                Title = each.Name,
                Enum = [.. each.Values.Select(v => (JsonNode)v.Name)],
                Description = string.Join("\n\n", each.Values.Select(v => $"`{v.Name}`: {comments.Of($"{each.FullName}.{v.Name}")}").Prepend(comments.Of(each.FullName))),
            });
        return new OpenApiSchemaReference(each.FullName, document);
    }

    private static OpenApiSchema? WellKnown(MessageDescriptor message) => message.FullName switch
    {
        "google.protobuf.Timestamp" => new() { Type = JsonSchemaType.String, Format = "date-time" },
        "google.protobuf.Duration" or "google.protobuf.FieldMask" => new() { Type = JsonSchemaType.String },
        "google.protobuf.Struct" or "google.protobuf.Any" or "google.protobuf.Empty" => new() { Type = JsonSchemaType.Object },
        "google.protobuf.Value" => new(),
        "google.protobuf.ListValue" => new() { Type = JsonSchemaType.Array, Items = new OpenApiSchema() },
        "google.protobuf.BoolValue" => new() { Type = JsonSchemaType.Boolean | JsonSchemaType.Null },
        "google.protobuf.Int32Value" or "google.protobuf.UInt32Value" or "google.protobuf.Int64Value" or "google.protobuf.UInt64Value" => new() { Type = JsonSchemaType.Integer | JsonSchemaType.Null },
        "google.protobuf.DoubleValue" or "google.protobuf.FloatValue" => new() { Type = JsonSchemaType.Number | JsonSchemaType.Null },
        "google.protobuf.StringValue" or "google.protobuf.BytesValue" => new() { Type = JsonSchemaType.String | JsonSchemaType.Null },
        "google.api.HttpBody" => new() { Type = JsonSchemaType.String, Format = "binary" },
        _ => null,
    };
}
