using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;

namespace PilotPlatform.Reporting;

/// <summary>
/// What all projections held at a position, as lines: the form, then each collection with how many values it has, and each value as JSON.
/// The form names the build that wrote it: another build may fold the same entries to something else, and folds them anew.
/// </summary>
internal static class ProjectionSnapshot
{
    private const byte LineEnd = (byte)'\n';

    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
        IncludeFields = true,
        Converters = { new PartConverter<ProgressReportName>((parent, serial) => new(parent, serial), name => name.Serial), new PartConverter<EvidenceName>((parent, serial) => new(parent, serial), name => name.Serial) },
    };

    /// <summary>The form of snapshots that this build writes, and the only one that it reads.</summary>
    public static string Form { get; } = string.Join(' ', ["standing.v1", .. new[] { typeof(Commitment), typeof(Projection) }.Select(t => t.Module.ModuleVersionId.ToString("n"))]);

    /// <summary>What was captured of each projection, as bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(IEnumerable<(Projection Projection, IReadOnlyCollection<object> Values)> captured)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        using var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Json.Encoder, SkipValidation = true });
        WriteLine(Form);
        foreach (var (projection, values) in captured)
        {
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"{projection.Collection} {values.Count}"));
            foreach (var value in values)
            {
                JsonSerializer.Serialize(json, value, projection.Held, Json);
                json.Flush();
                json.Reset();
                buffer.Write([LineEnd]);
            }
        }

        return buffer.WrittenMemory;

        void WriteLine(string text)
        {
            Encoding.UTF8.GetBytes(text, buffer);
            buffer.Write([LineEnd]);
        }
    }

    /// <summary>Gives each projection what was captured of it: to all of them, or, if it cannot be read, to none.</summary>
    /// <exception cref="InvalidDataException">It is of another form, or not what <see cref="Encode"/> writes.</exception>
    public static void Restore(ReadOnlyMemory<byte> content, FrozenDictionary<string, Projection> projections)
    {
        var rest = content;
        if (TakeText(ref rest) is var form && form != Form)
            throw new InvalidDataException($"it is of the form '{form}'; this build reads '{Form}'");

        var lines = new List<(Projection Projection, ReadOnlyMemory<byte> Value)>();
        while (!rest.IsEmpty)
        {
            if (TakeText(ref rest).Split(' ') is not [var collection, var number] || !projections.TryGetValue(collection, out var projection)
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new InvalidDataException("it has a collection that is not known");
            for (var i = 0; i < count; i++)
                lines.Add((projection, Take(ref rest)));
        }

        var read = new object[lines.Count];
        try
        {
            Parallel.For(0, lines.Count, i => read[i] = Read(lines[i].Projection, lines[i].Value));
        }
        catch (AggregateException failed) when (failed.Flatten().InnerExceptions.FirstOrDefault(e => e is JsonException or NotSupportedException or InvalidDataException) is { } cause)
        {
            throw new InvalidDataException(cause.Message, failed);
        }

        foreach (var part in lines.Select((line, i) => (line.Projection, Value: read[i])).GroupBy(line => line.Projection, line => line.Value))
            part.Key.Restore(part);
    }

    private static object Read(Projection projection, ReadOnlyMemory<byte> line) =>
        projection.Settle(JsonSerializer.Deserialize(line.Span, projection.Held, Json) ?? throw new InvalidDataException("a value of it is empty"));

    private static string TakeText(ref ReadOnlyMemory<byte> rest) => Encoding.UTF8.GetString(Take(ref rest).Span);

    private static ReadOnlyMemory<byte> Take(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf(LineEnd);
        if (end < 0)
            throw new InvalidDataException("it ends in the middle of a line");
        var line = rest[..end];
        rest = rest[(end + 1)..];
        return line;
    }

    /// <summary>The name of a part of a commitment as its serial: whose part it is, the commitment around it says.</summary>
    private sealed class PartConverter<TName>(Func<CommitmentName, int, TName> make, Func<TName, int> serialOf) : JsonConverter<TName>
    {
        private static readonly CommitmentName Unsettled = new(new ProgrammeName(""), 0, "");

        public override TName Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => make(Unsettled, reader.GetInt32());

        public override void Write(Utf8JsonWriter writer, TName value, JsonSerializerOptions options) => writer.WriteNumberValue(serialOf(value));
    }
}
