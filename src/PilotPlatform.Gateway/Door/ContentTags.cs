using System.Net.Mime;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using PilotPlatform.ServiceDefaults.Identity;

namespace PilotPlatform.Gateway.Door;

/// <summary>
/// Tags what a JSON read answers by its content, and answers 304 to who has that content already. A tag cannot be stale: it is made of the
/// answer itself. Answers that are streamed or long go by untagged.
/// </summary>
internal static class ContentTags
{
    private const int Longest = 1024 * 1024;

    public static void UseContentTags(this WebApplication app, Func<HttpRequest, bool> isStreamed) => app.UseWhen(
        context => HttpMethods.IsGet(context.Request.Method) && context.Request.Path.StartsWithSegments("/v1", StringComparison.Ordinal),
        reads => reads.Use(SayWhose).UseWhen(context => !isStreamed(context.Request), tagged => tagged.Use(TagAsync)));

    /// <summary>Tells whoever keeps answers for whom one is, tagged or not: what somebody reads who signed in is for nobody else.</summary>
    private static RequestDelegate SayWhose(RequestDelegate next) => context =>
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            if (!headers.CacheControl.ToString().Contains("no-store", StringComparison.Ordinal))
                headers.CacheControl = context.Caller().IsAnonymous ? "no-cache" : "private, no-cache";
            headers.Vary = StringValues.Concat(headers.Vary, "Authorization, Cookie");
            return Task.CompletedTask;
        });
        return next(context);
    };

    private static async Task TagAsync(HttpContext context, RequestDelegate next)
    {
        if (await HeldBody.OfAsync(context, next, Longest) is not { Length: > 0 } content)
            return;
        if (context.Response.StatusCode == StatusCodes.Status200OK && context.Response.IsJson() && context.Response.Headers.ETag.Count == 0)
        {
            var tag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(content.Span).AsSpan(0, 16))}\"";
            context.Response.Headers.ETag = tag;
            if (IsKnown(context.Request.Headers.IfNoneMatch, tag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                context.Response.ContentLength = null;
                context.Response.ContentType = null;
                return;
            }
        }

        await context.Response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>Whether an answer is data, and no page.</summary>
    public static bool IsJson(this HttpResponse response) => response.ContentType?.StartsWith(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase) == true;

    private static bool IsKnown(StringValues known, string tag) =>
        EntityTagHeaderValue.TryParseList(known, out var tags)
        && tags.Any(t => t.Equals(EntityTagHeaderValue.Any) || t.Compare(EntityTagHeaderValue.Parse(tag), useStrongComparison: false));
}

/// <summary>Holds what is written until it is known to be all; lets it through once it is too long to be held.</summary>
internal sealed class HeldBody(Stream through, int longest) : Stream
{
    private MemoryStream? held = new();

    /// <summary>Holds the body of an answer back until it is made.</summary>
    /// <returns>The body, which is still to be sent; null if it was longer and is sent already.</returns>
    public static async Task<ReadOnlyMemory<byte>?> OfAsync(HttpContext context, RequestDelegate next, int longest)
    {
        var sent = context.Response.Body;
        await using var held = new HeldBody(sent, longest);
        context.Response.Body = held;
        try
        {
            await next(context);
            return held.Content;
        }
        finally
        {
            context.Response.Body = sent;
        }
    }

    /// <summary>All that was written; null if it was let through.</summary>
    public ReadOnlyMemory<byte>? Content => held is null ? null : held.GetBuffer().AsMemory(0, (int)held.Length);

    public override bool CanRead => false;

    /// <summary>What is held yet can be taken back.</summary>
    public override bool CanSeek => held is not null;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (held is not null && held.Length + buffer.Length <= longest)
        {
            held.Write(buffer.Span);
            return;
        }

        if (held is not null)
        {
            await through.WriteAsync(Content!.Value, cancellationToken);
            await held.DisposeAsync();
            held = null;
        }

        await through.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => held is null ? through.FlushAsync(cancellationToken) : Task.CompletedTask;

    public override void Flush()
    {
    }

    public override void Write(byte[] buffer, int offset, int count) => WriteAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => (held ?? throw new NotSupportedException()).SetLength(value);
}
