using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace PilotPlatform.ServiceDefaults;

/// <summary>
/// Replies of hot reads as the bytes that go over the wire, found by the bytes of their requests: immutable, made once for a state
/// of the service. A request in any other form is not found, and goes on to its method.
/// </summary>
public sealed class ReadyReplies
{
    /// <summary>A longer request is none of ours; its method decides on it.</summary>
    private const int LongestRequest = 1024;

    /// <summary>Of a message in a gRPC body: one byte for compression, four for the length.</summary>
    private const int PrefixLength = 5;

    /// <summary>The server ends the reading of a request that is aborted by itself; a token of its own for each request is dear.</summary>
    private static readonly CancellationToken Unasked = CancellationToken.None;

    private readonly FrozenDictionary<byte[], Reply>.AlternateLookup<ReadOnlySpan<byte>> replies;

    /// <param name="replies">Each request with its reply.</param>
    public ReadyReplies(IEnumerable<(IMessage Request, IMessage Reply)> replies) => this.replies = replies
        .ToFrozenDictionary(pair => pair.Request.ToByteArray(), pair => Reply.Of(pair.Reply), BytesComparer.Instance)
        .GetAlternateLookup<ReadOnlySpan<byte>>();

    public static ReadyReplies None { get; } = new([]);

    /// <summary>
    /// Answers requests of a unary method whose replies are ready, before anything else is done with them. Only what anyone may read
    /// can be answered so: a request that names a caller goes on to its method.
    /// </summary>
    /// <param name="builder">The application; the replies of other methods are not touched.</param>
    /// <param name="method">Full name of the method, such as <c>/pilotplatform.catalog.v1.CatalogService/GetPilotTask</c>.</param>
    /// <param name="current">The replies as they are now; called once a request.</param>
    public static void Add(WebApplicationBuilder builder, string method, Func<IServiceProvider, ReadyReplies> current) =>
        builder.Services.AddSingleton<IStartupFilter>(services => new Filter(method, services, current));

    private static bool IsPlainGrpc(HttpRequest request) =>
        request.ContentType is "application/grpc" or "application/grpc+proto"
        && request.Headers["grpc-encoding"] is [] or ["identity"]
        && request.Headers.Authorization.Count == 0;

    /// <summary>Answers a request whose reply is ready; any other goes on as it came.</summary>
    private static async Task AnswerAsync(HttpContext context, ReadyReplies replies, RequestDelegate next)
    {
        var body = context.Request.BodyReader;
        var read = await body.ReadAsync(Unasked);
        while (!read.IsCompleted && read.Buffer.Length <= LongestRequest)
        {
            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            read = await body.ReadAsync(Unasked);
        }

        if (!replies.TryFind(read, out var reply))
        {
            body.AdvanceTo(read.Buffer.Start); // the method reads it again
            await next(context);
            return;
        }

        body.AdvanceTo(read.Buffer.End);
        context.Response.ContentType = "application/grpc";
        var compressed = reply.Gzip is not null && context.Request.Headers["grpc-accept-encoding"].ToString().Contains("gzip", StringComparison.Ordinal);
        if (compressed)
            context.Response.Headers["grpc-encoding"] = "gzip";
        context.Response.AppendTrailer("grpc-status", "0");
        await context.Response.StartAsync(Unasked);
        context.Response.BodyWriter.Write(compressed ? reply.Gzip : reply.Plain); // not flushed: it goes out with the trailers, in one turn
    }

    /// <summary>In front of the whole pipeline: what anyone may read needs no identity, no scope of services and no route.</summary>
    private sealed class Filter(string method, IServiceProvider services, Func<IServiceProvider, ReadyReplies> current) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(others => context =>
                context.Request.Path.Value == method && IsPlainGrpc(context.Request) ? AnswerAsync(context, current(services), others) : others(context));
            next(app);
        };
    }

    private bool TryFind(ReadResult read, [NotNullWhen(true)] out Reply? reply)
    {
        reply = null;
        if (!read.IsCompleted || read.Buffer.Length is < PrefixLength or > LongestRequest)
            return false;

        Span<byte> copy = stackalloc byte[(int)read.Buffer.Length];
        read.Buffer.CopyTo(copy);
        return copy[0] == 0
            && BinaryPrimitives.ReadUInt32BigEndian(copy[1..PrefixLength]) == copy.Length - PrefixLength
            && replies.TryGetValue(copy[PrefixLength..], out reply);
    }

    /// <summary>A reply as the message of a gRPC body, and compressed where that makes it much smaller.</summary>
    private sealed record Reply(byte[] Plain, byte[]? Gzip)
    {
        private const int WorthCompressing = 16 * 1024;

        public static Reply Of(IMessage message)
        {
            var plain = message.ToByteArray();
            return new Reply(Frame(plain, compressed: false), plain.Length < WorthCompressing ? null : Frame(Compress(plain), compressed: true));
        }

        private static byte[] Frame(byte[] payload, bool compressed)
        {
            var frame = new byte[PrefixLength + payload.Length];
            frame[0] = compressed ? (byte)1 : (byte)0;
            BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)payload.Length);
            payload.CopyTo(frame, PrefixLength);
            return frame;
        }

        private static byte[] Compress(byte[] payload)
        {
            using var compressed = new MemoryStream();
            using (var gzip = new GZipStream(compressed, CompressionLevel.SmallestSize))
                gzip.Write(payload);
            return compressed.ToArray();
        }
    }

    /// <summary>Compares by content.</summary>
    private sealed class BytesComparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] bytes) => GetHashCode(bytes.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> bytes)
        {
            var hash = new HashCode();
            hash.AddBytes(bytes);
            return hash.ToHashCode();
        }
    }
}
