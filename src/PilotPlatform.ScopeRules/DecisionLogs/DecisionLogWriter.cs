using System.Collections.Frozen;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PilotPlatform.Domain.Scope;
using FactValue = PilotPlatform.Contracts.ScopeRules.V1.FactValue;

namespace PilotPlatform.ScopeRules.DecisionLogs;

/// <summary>A question and its answer as one line of JSON, with the values of masked facts left out.</summary>
internal sealed class DecisionLogWriter(IEnumerable<string> maskedFacts)
{
    private const string Masked = "***";

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default);

    /// <summary>With position 0 written out: left out of a pin it would mean the newest acts.</summary>
    private static readonly JsonFormatter InFull = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    private readonly FrozenSet<string> masked = maskedFacts.Select(f => f.StartsWith("facts/", StringComparison.Ordinal) || f == "*" ? f : $"facts/{f}").ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The names to be masked that are no facts of a catalogue, which mask nothing.</summary>
    public IEnumerable<string> Unknown(FactCatalogue facts) => masked.Where(name => name != "*" && facts.Find(name["facts/".Length..]) is null);

    public string Line(DecisionLogEntry entry)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("time", entry.Time);
            json.WriteString("method", entry.Method);
            json.WriteString("caller", entry.Caller);
            if (entry.TraceId.Length > 0)
                json.WriteString("trace_id", entry.TraceId);
            json.WritePropertyName("question");
            json.WriteRawValue(Formatter.Format(WithoutMasked(entry.Question)), skipInputValidation: true);
            json.WritePropertyName("state");
            json.WriteRawValue(InFull.Format(entry.State), skipInputValidation: true);
            json.WriteNumber("applies", entry.Totals.AppliesCount);
            json.WriteNumber("does_not_apply", entry.Totals.DoesNotApplyCount);
            json.WriteNumber("undetermined", entry.Totals.UndeterminedCount);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>The question, or a copy of it in which masked facts say nothing but that they were given.</summary>
    private IMessage WithoutMasked(IMessage question)
    {
        if (masked.Count == 0)
            return question;

        var copy = question.Descriptor.Parser.ParseFrom(question.ToByteArray());
        foreach (var fact in FactsIn(copy).Where(f => f.ValueCase is not (FactValue.ValueOneofCase.None or FactValue.ValueOneofCase.NotKnown)))
            if (masked.Contains(fact.Fact) || masked.Contains("*") || masked.Contains($"facts/{CatalogSource.Id(fact.Fact)}"))
                fact.Enumeration = Masked;
        return copy;
    }

    private static IEnumerable<FactValue> FactsIn(IMessage message) => message is FactValue fact
        ? [fact]
        : message.Descriptor.Fields.InFieldNumberOrder().Where(f => f.FieldType == FieldType.Message && !f.IsMap)
            .SelectMany(f => f.Accessor.GetValue(message) switch
            {
                IMessage inner => FactsIn(inner),
                System.Collections.IEnumerable several => several.OfType<IMessage>().SelectMany(FactsIn),
                _ => [],
            });
}
