using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Nerdbank.MessagePack;
using PilotPlatform.Domain;
using PilotPlatform.Domain.Reporting;
using PolyType;

namespace PilotPlatform.Reporting;

/// <summary>
/// What all projections held at a position: a line with the form, then each collection as a line with how many values it has, and each value in
/// MessagePack behind its length. The form names the build that wrote it: another build may fold the same entries to something else, and folds them anew.
/// </summary>
internal static class ProjectionSnapshot
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Values without the names of their parts, which one build need not tell itself; what is said in a thousand entries, such as a name, is kept once.</summary>
    private static readonly MessagePackSerializer Values = new()
    {
        PerfOverSchemaStability = true,
        SerializeDefaultValues = SerializeDefaultValuesPolicy.Always,
        InternStrings = true,
        Converters = [new PartConverter<ProgressReportName>((parent, serial) => new(parent, serial), name => name.Serial), new PartConverter<EvidenceName>((parent, serial) => new(parent, serial), name => name.Serial)],
    };

    /// <summary>The form of snapshots that this build writes, and the only one that it reads.</summary>
    public static string Form { get; } = string.Join(' ', ["standing.v2", .. new[] { typeof(Commitment), typeof(Projection) }.Select(t => t.Module.ModuleVersionId.ToString("n"))]);

    /// <summary>What was captured of each projection, as bytes.</summary>
    public static ReadOnlyMemory<byte> Encode(IEnumerable<(Projection Projection, IReadOnlyCollection<object> Values)> captured)
    {
        var (buffer, one) = (new ArrayBufferWriter<byte>(1 << 16), new ArrayBufferWriter<byte>());
        WriteLine(Form);
        foreach (var (projection, values) in captured)
        {
            var shape = ShapeOf(projection);
            WriteLine(string.Create(CultureInfo.InvariantCulture, $"{projection.Collection} {values.Count}"));
            foreach (var value in values)
            {
                one.ResetWrittenCount();
                Values.SerializeObject(one, value, shape);
                BinaryPrimitives.WriteInt32BigEndian(buffer.GetSpan(sizeof(int)), one.WrittenCount);
                buffer.Advance(sizeof(int));
                buffer.Write(one.WrittenSpan);
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
        if (TakeLine(ref rest) is var form && form != Form)
            throw new InvalidDataException($"it is of the form '{form}'; this build reads '{Form}'");

        var values = new List<(Projection Projection, ReadOnlyMemory<byte> Value)>();
        while (!rest.IsEmpty)
        {
            if (TakeLine(ref rest).Split(' ') is not [var collection, var number] || !projections.TryGetValue(collection, out var projection)
                || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                throw new InvalidDataException("it has a collection that is not known");
            for (var i = 0; i < count; i++)
                values.Add((projection, TakeValue(ref rest)));
        }

        var read = new object[values.Count];
        try
        {
            Parallel.For(0, values.Count, i => read[i] = Read(values[i].Projection, values[i].Value));
        }
        catch (AggregateException failed) when (failed.Flatten().InnerExceptions.FirstOrDefault(e => e is MessagePackSerializationException or InvalidDataException) is { } cause)
        {
            throw new InvalidDataException(cause.Message, failed);
        }

        foreach (var part in values.Select((line, i) => (line.Projection, Value: read[i])).GroupBy(line => line.Projection, line => line.Value))
            part.Key.Restore(part);
    }

    private static object Read(Projection projection, ReadOnlyMemory<byte> value) =>
        projection.Settle(Values.DeserializeObject(value, ShapeOf(projection)) ?? throw new InvalidDataException("a value of it is empty"));

    private static ITypeShape ShapeOf(Projection projection) => HeldShapes.GeneratedTypeShapeProvider.GetTypeShapeOrThrow(projection.Held);

    private static string TakeLine(ref ReadOnlyMemory<byte> rest)
    {
        var end = rest.Span.IndexOf(LineEnd);
        if (end < 0)
            throw new InvalidDataException("it ends in the middle of a line");
        var line = Encoding.UTF8.GetString(rest.Span[..end]);
        rest = rest[(end + 1)..];
        return line;
    }

    private static ReadOnlyMemory<byte> TakeValue(ref ReadOnlyMemory<byte> rest)
    {
        if (!BinaryPrimitives.TryReadInt32BigEndian(rest.Span, out var length) || length < 0 || length > rest.Length - sizeof(int))
            throw new InvalidDataException("it ends in the middle of a value");
        var value = rest.Slice(sizeof(int), length);
        rest = rest[(sizeof(int) + length)..];
        return value;
    }

    /// <summary>The name of a part of a commitment as its serial: whose part it is, the commitment around it says.</summary>
    private sealed class PartConverter<TName>(Func<CommitmentName, int, TName> make, Func<TName, int> serialOf) : MessagePackConverter<TName>
        where TName : notnull
    {
        private static readonly CommitmentName Unsettled = new(new ProgrammeName(""), 0, "");

        public override TName Read(ref MessagePackReader reader, SerializationContext context) => make(Unsettled, reader.ReadInt32());

        public override void Write(ref MessagePackWriter writer, in TName? value, SerializationContext context) => writer.Write(serialOf(value!));
    }
}

/// <summary>What projections hold, as the serializer sees it, made when this is compiled.</summary>
[GenerateShapeFor<Commitment>]
[GenerateShapeFor<ReportingPeriod>]
[GenerateShapeFor<Subscription>]
[GenerateShapeFor<RegisterEntry<Risk, RiskState>>]
[GenerateShapeFor<RegisterEntry<InnovationCase, CaseState>>]
[GenerateShapeFor<RegisterEntry<LawAdjustment, AdjustmentState>>]
internal sealed partial class HeldShapes;
