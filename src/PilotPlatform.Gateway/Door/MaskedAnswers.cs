using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Api;
using Google.Protobuf.Reflection;
using PilotPlatform.Gateway.Api;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Leaves out of a JSON answer what a read mask did not ask for. A service does so too, but a message knows no fields that are not there, and
/// transcoding writes the defaults of all: <c>"national": false</c> of a task whose <c>national</c> nobody asked for.
/// </summary>
internal static class MaskedAnswers
{
    private const string Mask = "read_mask";

    /// <summary>As transcoding writes it: no character escaped that need not be.</summary>
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void UseMaskedAnswers(this WebApplication app, IReadOnlyList<ServiceDescriptor> services)
    {
        var find = HttpRules.Finder(services, route => route.Verb == HttpMethod.Get && route.Method.InputType.FindFieldByName(Mask) is not null);
        app.Use(next => context =>
            context.Request.QueryString.HasValue && find(context.Request) is { } route && Asked(route, context.Request.Query) is { } wanted
                ? CutAsync(context, next, route.Method.OutputType, wanted)
                : next(context));
    }

    /// <summary>The fields that are asked for; null for all of them.</summary>
    private static Wanted? Asked(HttpRoute route, IQueryCollection query)
    {
        var field = route.Method.InputType.FindFieldByName(Mask);
        var paths = $"{query[field.JsonName]}{query[field.Name]}".Split(',', StringSplitOptions.RemoveEmptyEntries);
        return paths is [] or ["*"] ? null : Wanted.Of(paths);
    }

    private static async Task CutAsync(HttpContext context, RequestDelegate next, MessageDescriptor answer, Wanted wanted)
    {
        if (await HeldBody.OfAsync(context, next, int.MaxValue) is not { Length: > 0 } content)
            return;
        if (context.Response.StatusCode == StatusCodes.Status200OK)
        {
            var json = JsonNode.Parse(content.Span)!.AsObject();
            Cut(json, answer, wanted);
            content = JsonSerializer.SerializeToUtf8Bytes(json, Plain);
            context.Response.ContentLength = null;
        }

        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>A mask is of the resource: of the answer if it is one, else of those that it holds.</summary>
    private static void Cut(JsonObject json, MessageDescriptor message, Wanted wanted)
    {
        if (message.GetOptions()?.GetExtension(ResourceExtensions.Resource) is not null)
        {
            Cut(json, message, wanted.Fields);
            return;
        }

        foreach (var field in message.Fields.InDeclarationOrder().Where(f => f.FieldType == FieldType.Message))
            foreach (var held in json[field.JsonName] is JsonArray all ? all.OfType<JsonObject>() : json[field.JsonName] is JsonObject one ? [one] : [])
                Cut(held, field.MessageType, wanted);
    }

    private static void Cut(JsonObject json, MessageDescriptor message, IReadOnlyDictionary<string, Wanted> fields)
    {
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            if ((fields.GetValueOrDefault(field.JsonName) ?? fields.GetValueOrDefault(field.Name)) is not { } wanted)
                json.Remove(field.JsonName);
            else if (!wanted.IsWhole && json[field.JsonName] is JsonObject inner)
                Cut(inner, field.MessageType, wanted.Fields);
        }
    }

    /// <summary>What is asked for of a field, in either spelling: all of it, or some of its fields.</summary>
    private sealed class Wanted
    {
        private readonly Dictionary<string, Wanted> fields = new(StringComparer.Ordinal);

        public bool IsWhole { get; private set; }

        public IReadOnlyDictionary<string, Wanted> Fields => fields;

        public static Wanted Of(IEnumerable<string> paths)
        {
            var root = new Wanted();
            foreach (var path in paths)
                path.Split('.').Aggregate(root, (at, name) => at.fields.TryGetValue(name, out var known) ? known : at.fields[name] = new Wanted()).IsWhole = true;
            return root;
        }
    }
}
