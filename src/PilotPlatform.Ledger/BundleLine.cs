using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PilotPlatform.Ledger;

/// <summary>
/// A line of a bundle. The first is its seal, the others are entries with the checkpoints between them, each behind the entry that it
/// was signed for. A line has one form only, byte for byte, so that nothing can be hidden in it.
/// </summary>
internal abstract record BundleLine
{
    private const string Version = "pilotplatform.ledger.bundle.v1";

    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private BundleLine()
    {
    }

    /// <summary>The signed word on how far the bundle has to reach.</summary>
    public sealed record Seal(Checkpoint Signed) : BundleLine;

    public sealed record Entry(LedgerEntry Written) : BundleLine;

    public sealed record Mark(Checkpoint Signed) : BundleLine;

    /// <summary>Reads a line without its end.</summary>
    /// <exception cref="InvalidDataException">It is none, or not in the form in which lines are written.</exception>
    public static BundleLine Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            var line = json.RootElement;
            BundleLine read = line.TryGetProperty("bundle", out _) ? new Seal(CheckpointOf(line.GetProperty("seal")))
                : line.TryGetProperty("checkpoint", out var checkpoint) ? new Mark(CheckpointOf(checkpoint))
                : new Entry(EntryOf(line));
            var again = new ArrayBufferWriter<byte>(bytes.Length + 1);
            read.Write(again);
            return again.WrittenSpan[..^1].SequenceEqual(bytes.Span) ? read : throw new InvalidDataException("it is not in the form in which lines are written");
        }
        catch (JsonException failed)
        {
            throw new InvalidDataException("it is no JSON", failed);
        }
        catch (Exception failed) when (failed is KeyNotFoundException or FormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException("a member that it has to have is missing, or of another type", failed);
        }
    }

    /// <summary>Writes the line with its end.</summary>
    public void Write(IBufferWriter<byte> target)
    {
        using (var json = new Utf8JsonWriter(target, Format))
        {
            json.WriteStartObject();
            switch (this)
            {
                case Seal seal:
                    json.WriteString("bundle", Version);
                    json.WriteStartObject("seal");
                    Write(json, seal.Signed);
                    json.WriteEndObject();
                    break;
                case Mark mark:
                    json.WriteStartObject("checkpoint");
                    Write(json, mark.Signed);
                    json.WriteEndObject();
                    break;
                case Entry entry:
                    Write(json, entry.Written);
                    break;
            }

            json.WriteEndObject();
        }

        target.Write("\n"u8);
    }

    private static void Write(Utf8JsonWriter json, LedgerEntry entry)
    {
        json.WriteNumber("position", entry.Position);
        json.WriteString("stream", entry.Stream);
        json.WriteNumber("revision", entry.Revision);
        json.WriteString("kind", entry.Kind);
        json.WriteString("author", entry.Author);
        json.WriteString("recordedAt", HashChain.Canonical(entry.RecordedAt));
        if (entry.Request is { } request)
        {
            json.WriteString("requestId", request.Id);
            json.WriteString("requestDigest", request.Digest);
        }

        if (IsText(entry.Payload.Span))
            json.WriteString("payload", entry.Payload.Span);
        else
            json.WriteBase64String("payloadBase64", entry.Payload.Span);
        json.WriteString("hash", Convert.ToHexStringLower(entry.Hash.Span));
    }

    private static void Write(Utf8JsonWriter json, Checkpoint checkpoint)
    {
        json.WriteNumber("serial", checkpoint.Serial);
        json.WriteNumber("position", checkpoint.Position);
        json.WriteString("head", Convert.ToHexStringLower(checkpoint.Head.Span));
        json.WriteString("previous", Convert.ToHexStringLower(checkpoint.Previous.Span));
        json.WriteString("signedAt", HashChain.Canonical(checkpoint.SignedAt));
        json.WriteString("keyId", checkpoint.KeyId);
        json.WriteString("signature", Convert.ToHexStringLower(checkpoint.Signature.Span));
    }

    private static LedgerEntry EntryOf(JsonElement line) => new(
        line.GetProperty("position").GetInt64(),
        Text(line, "stream"),
        line.GetProperty("revision").GetInt32(),
        Text(line, "kind"),
        line.TryGetProperty("payload", out var text) ? Strict.GetBytes(text.GetString()!) : line.GetProperty("payloadBase64").GetBytesFromBase64(),
        Text(line, "author"),
        EntryRows.Time(Text(line, "recordedAt")),
        line.TryGetProperty("requestId", out var id) ? new RequestKey(id.GetString()!, Text(line, "requestDigest")) : null,
        Convert.FromHexString(Text(line, "hash")));

    private static Checkpoint CheckpointOf(JsonElement line) => new(
        line.GetProperty("serial").GetInt64(),
        line.GetProperty("position").GetInt64(),
        Convert.FromHexString(Text(line, "head")),
        Convert.FromHexString(Text(line, "previous")),
        EntryRows.Time(Text(line, "signedAt")),
        Text(line, "keyId"),
        Convert.FromHexString(Text(line, "signature")));

    private static string Text(JsonElement line, string name) =>
        line.GetProperty(name).GetString() ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"'{name}' is null"));

    private static bool IsText(ReadOnlySpan<byte> payload) => System.Text.Unicode.Utf8.IsValid(payload);
}
