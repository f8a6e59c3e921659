using System.Net.Mime;
using Google.Api;
using Google.Protobuf.Reflection;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Api;

/// <summary>The JSON API as an OpenAPI document, made of the contracts and their comments; nothing in it is written a second time.</summary>
internal sealed class ApiDescription
{
    private const string Credentials = "bearer";
    private const string KnownTag = "IfNoneMatch";

    /// <summary>Refusals that a caller can tell by their status alone, and the methods that have them.</summary>
    private static readonly (string Status, string Description, Func<HttpRoute, bool, bool> Of)[] Refusals =
    [
        ("400", "It cannot be read, or the state of what it is about does not allow it: INVALID_ARGUMENT, FAILED_PRECONDITION.", (_, _) => true),
        ("401", "It is not known who asks, and it has to be: UNAUTHENTICATED.", (_, _) => true),
        ("403", "Who asks has no right to it: PERMISSION_DENIED.", (_, _) => true),
        ("404", "It does not exist: NOT_FOUND.", (route, _) => route.Parameters.Count > 0),
        ("409", "It has changed, or exists already: ABORTED, ALREADY_EXISTS.", (_, isRead) => !isRead),
        ("413", "The body is too large: RESOURCE_EXHAUSTED.", (route, _) => route.Body.Length > 0),
        ("415", "The body is no JSON in UTF-8.", (route, _) => route.Body.Length > 0),
        ("429", "Too many requests, with Retry-After: RESOURCE_EXHAUSTED.", (_, _) => true),
        ("503", "A service or a store is away, with Retry-After: UNAVAILABLE.", (_, _) => true),
        ("504", "There was no answer in time: DEADLINE_EXCEEDED.", (route, _) => !route.Method.IsServerStreaming),
    ];

    private readonly OpenApiDocument document;
    private readonly Schemas schemas;
    private readonly ProtoComments comments;
    private readonly HashSet<string> ids = new(StringComparer.Ordinal);

    private ApiDescription(ProtoComments comments)
    {
        this.comments = comments;
        document = new OpenApiDocument
        {
            Info = new OpenApiInfo
            {
                Title = "PilotPlatform",
                Version = typeof(ApiDescription).Assembly.GetName().Version!.ToString(3),
                Description = "The same services as over gRPC. Reading what is published is open, reading what is not and writing need credentials. Reads carry an ETag and answer 304 to If-None-Match. "
                    + "What cannot be read (a query, a body, a name of another form) is refused with 400 before it is looked at who asks, and what one has no right to with 401 or 403 "
                    + "before it is looked at whether it exists. Another method than an address takes is 405 with Allow, another type or encoding of content 415. "
                    + "Every refusal is a google.rpc.Status, but for what the server cannot read as HTTP at all, which it refuses without a body.",
            },
            Paths = [],
            Components = new OpenApiComponents
            {
                Schemas = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal),
                Responses = new Dictionary<string, IOpenApiResponse>(StringComparer.Ordinal),
                Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
                {
                    [HeaderNames.ETag] = Header("Made of the answer itself: as long as it is the same, so is the answer. Answers of more than 1 MB have none.", new OpenApiSchema { Type = JsonSchemaType.String }),
                    [HeaderNames.RetryAfter] = Header("Seconds until it is worth asking again.", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0" }),
                },
                Parameters = new Dictionary<string, IOpenApiParameter>(StringComparer.Ordinal)
                {
                    [KnownTag] = new OpenApiParameter
                    {
                        Name = HeaderNames.IfNoneMatch,
                        In = ParameterLocation.Header,
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        Description = "ETags of answers that the caller has, or *: if it is one of these still, the answer is 304.",
                    },
                },
                SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
                {
                    [Credentials] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT" },
                },
            },
            Tags = new HashSet<OpenApiTag>(),
        };
        schemas = new Schemas(document, comments);
    }

    public static OpenApiDocument Of(IReadOnlyList<ServiceDescriptor> services, ProtoComments comments)
    {
        var description = new ApiDescription(comments);
        foreach (var service in services)
            description.document.Tags!.Add(new OpenApiTag { Name = service.Name, Description = comments.Of(service.FullName) });
        foreach (var route in HttpRules.Of(services))
            description.Add(route);
        return description.document;
    }

    private void Add(HttpRoute route)
    {
        if (!document.Paths.TryGetValue(route.Path, out var path))
            document.Paths.Add(route.Path, path = new OpenApiPathItem());
        var operation = Operation(route);
        ((OpenApiPathItem)path).AddOperation(route.Verb, operation);
    }

    /// <summary>Bindings beside the first repeat the method, and names of operations must not: they say by which verb, or below what, they are.</summary>
    private string IdOf(HttpRoute route)
    {
        var id = $"{route.Method.Service.Name}_{route.Method.Name}";
        return ids.Add(id) || ids.Add(id += $"_{route.Verb.Method}") || ids.Add(id += $"_{route.Parameters[^1].Name}")
            ? id
            : throw new InvalidOperationException($"{route.Verb} {route.Path} has the name of another operation, {id}.");
    }

    private static string FirstSentence(string comment)
    {
        var words = comment.ReplaceLineEndings(" ");
        return words.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? words[..(end + 1)] : words;
    }

    private OpenApiOperation Operation(HttpRoute route)
    {
        var comment = comments.Of(route.Method.FullName);
        var isRead = route.Method.GetOptions()?.IdempotencyLevel == MethodOptions.Types.IdempotencyLevel.NoSideEffects;
        return new OpenApiOperation
        {
            OperationId = IdOf(route),
            Summary = FirstSentence(comment),
            Description = comment,
            Tags = new HashSet<OpenApiTagReference> { new(route.Method.Service.Name, document) },
            Parameters = [.. InPath(route), .. InQuery(route), .. IsTagged(route) ? [new OpenApiParameterReference(KnownTag, document)] : Array.Empty<IOpenApiParameter>()],
            RequestBody = Body(route),
            Responses = Responses(route, isRead),
            Security = [.. isRead ? [new OpenApiSecurityRequirement()] : Array.Empty<OpenApiSecurityRequirement>(), new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Credentials, document)] = [] }],
        };
    }

    private IEnumerable<IOpenApiParameter> InPath(HttpRoute route) => route.Parameters.Select(parameter => new OpenApiParameter
    {
        Name = parameter.Name,
        In = ParameterLocation.Path,
        Required = true,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Description = route.Method.InputType.FindFieldByName(parameter.Field) is { } field ? comments.Of(field.FullName) : null,
    });

    private IEnumerable<IOpenApiParameter> InQuery(HttpRoute route) => route.Body == "*"
        ? []
        : Rest(route).Where(f => f.Name != route.Body && IsPlain(f)).Select(field => new OpenApiParameter
        {
            Name = field.JsonName,
            In = ParameterLocation.Query,
            Required = Schemas.Behaves(field, FieldBehavior.Required),
            Schema = schemas.Of(field),
            Description = comments.Of(field.FullName),
        });

    private OpenApiRequestBody? Body(HttpRoute route) => route.Body switch
    {
        "" => null,
        "*" => new OpenApiRequestBody { Required = true, Content = Json(schemas.Of(Rest(route))) },
        _ => new OpenApiRequestBody { Required = true, Content = Json(schemas.Of(route.Method.InputType.FindFieldByName(route.Body))) },
    };

    private OpenApiResponses Responses(HttpRoute route, bool isRead)
    {
        var responses = new OpenApiResponses { ["200"] = IsFile(route.Method) ? File() : Answer(route) };
        if (IsTagged(route))
            responses["304"] = ByReference("304", () => new OpenApiResponse { Description = "It is what the caller has already, by its If-None-Match.", Headers = Headers(HeaderNames.ETag) });
        foreach (var (status, description) in Refusals.Where(r => r.Of(route, isRead)).Select(r => (r.Status, r.Description)))
            responses[status] = Refusal(status, description);
        responses["default"] = Refusal("default", "The refusal; its ErrorInfo names the reason.");
        return responses;
    }

    private OpenApiResponse Answer(HttpRoute route) => new()
    {
        Description = route.Method.IsServerStreaming ? "A message on each line, as they come." : "OK",
        Content = Json(schemas.Of(route.Method.OutputType)),
        Headers = IsTagged(route) ? Headers(HeaderNames.ETag) : null,
    };

    private OpenApiResponseReference Refusal(string status, string description) => ByReference(status, () => new OpenApiResponse
    {
        Description = description,
        Content = Json(schemas.Of(Google.Rpc.Status.Descriptor)),
        Headers = status is "429" or "503" ? Headers(HeaderNames.RetryAfter) : null,
    });

    /// <summary>An answer by reference: it says the same wherever it is.</summary>
    private OpenApiResponseReference ByReference(string status, Func<OpenApiResponse> make)
    {
        if (!document.Components!.Responses!.ContainsKey(status))
            document.Components.Responses.Add(status, make());
        return new OpenApiResponseReference(status, document);
    }

    private Dictionary<string, IOpenApiHeader> Headers(string name) => new(StringComparer.Ordinal) { [name] = new OpenApiHeaderReference(name, document) };

    private static OpenApiHeader Header(string description, OpenApiSchema schema) => new() { Description = description, Schema = schema };

    /// <summary>Whether its answers are tagged by what they are, see <see cref="Door.ContentTags"/>.</summary>
    private static bool IsTagged(HttpRoute route) => route.Verb == HttpMethod.Get && !route.Method.IsServerStreaming;

    /// <summary>Whether the answer is a file: over HTTP it is that and nothing beside it.</summary>
    private static bool IsFile(MethodDescriptor method) => method.IsServerStreaming
        && (method.OutputType.FullName == "google.api.HttpBody" || method.OutputType.Fields.InFieldNumberOrder() is [{ Name: "chunk", FieldType: FieldType.Bytes }]);

    private static OpenApiResponse File() => new()
    {
        Description = "The file, with its media type and its name.",
        Content = new Dictionary<string, IOpenApiMediaType>(StringComparer.Ordinal)
        {
            ["*/*"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
        },
    };

    /// <summary>The fields that are not in the address.</summary>
    private static IEnumerable<FieldDescriptor> Rest(HttpRoute route) =>
        route.Method.InputType.Fields.InFieldNumberOrder().Where(f => route.Parameters.All(p => p.Field.Split('.')[0] != f.Name));

    /// <summary>What a query can hold: no messages but those that are text in JSON.</summary>
    private static bool IsPlain(FieldDescriptor field) =>
        field.FieldType != FieldType.Message || field.MessageType.FullName is "google.protobuf.Timestamp" or "google.protobuf.Duration" or "google.protobuf.FieldMask";

    private static Dictionary<string, IOpenApiMediaType> Json(IOpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [MediaTypeNames.Application.Json] = new OpenApiMediaType { Schema = schema } };
}
