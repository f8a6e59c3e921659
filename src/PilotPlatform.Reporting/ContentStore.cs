using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using PilotPlatform.Ledger;
using PilotPlatform.Domain;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>Contents of evidence in the data folder, each once by its hash, and only whole.</summary>
public sealed partial class ContentStore(IOptions<DataOptions> data, IOptions<ReportingOptions> options, TimeProvider time, ILogger<ContentStore> logger) : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private static readonly TimeSpan LongestUpload = TimeSpan.FromDays(1);

    private readonly string folder = string.IsNullOrEmpty(options.Value.EvidenceFolder)
        ? Path.Combine(Path.GetDirectoryName(data.Value.LedgerOf("reporting"))!, "evidence")
        : Path.GetFullPath(options.Value.EvidenceFolder);
    private readonly SemaphoreSlim changing = new(1);

    /// <summary>Whether other replicas use the folder too.</summary>
    private bool IsShared => !string.IsNullOrEmpty(options.Value.EvidenceFolder);

    /// <summary>Removes what uploads left behind that the process did not live to finish.</summary>
    /// <exception cref="StartupException">The folder cannot be written.</exception>
    public void Open()
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var left in Directory.EnumerateFiles(folder, "*.part").Where(IsLeft))
                File.Delete(left);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The data folder {folder} cannot be written: {failed.Message}", failed);
        }
    }

    /// <summary>Takes a content in pieces into a file apart; it counts only once it is kept.</summary>
    /// <param name="pieces">The content.</param>
    /// <param name="sha256">The hash it is said to have.</param>
    /// <param name="size">The bytes it is said to have.</param>
    /// <param name="cancellation">Ends the taking.</param>
    /// <exception cref="FaultException">The folder cannot be written now.</exception>
    public async Task<Result<PendingContent>> TakeAsync(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, string sha256, long size, CancellationToken cancellation)
    {
        var pending = new PendingContent(Path.Combine(folder, $"{Guid.CreateVersion7():N}.part"), PathOf(sha256));
        var fault = await WriteAsync(pending, pieces, sha256, size, cancellation);
        if (fault is null)
            return pending;
        pending.Dispose();
        return fault;
    }

    /// <summary>Keeps a content if something comes to refer to it; what nothing refers to is not kept. What was kept before and is damaged by now is mended with it.</summary>
    /// <param name="pending">The content.</param>
    /// <param name="refer">Records the reference; its refusal is given back.</param>
    /// <exception cref="FaultException">The folder cannot be written now.</exception>
    public async Task<Result<T>> KeepAsync<T>(PendingContent pending, Func<Task<Result<T>>> refer)
    {
        await changing.WaitAsync();
        try
        {
            var isNew = !File.Exists(pending.Target);
            if (isNew || !await IsWholeAsync(Path.GetFileName(pending.Target), CancellationToken.None))
                OnDisk(() => Move(pending));

            var referred = await refer();
            if (isNew && !referred.IsOk && !IsShared)
                File.Delete(pending.Target); // in a shared folder another replica may have come to refer to it
            return referred;
        }
        finally
        {
            changing.Release();
        }
    }

    /// <summary>Whether a content is there, to the byte; it is read through, so that nothing is given out that was changed.</summary>
    public async Task<bool> IsWholeAsync(string sha256, CancellationToken cancellation)
    {
        try
        {
            await foreach (var _ in ReadAsync(sha256, cancellation))
                cancellation.ThrowIfCancellationRequested();
            return true;
        }
        catch (Exception lost) when (lost is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Reads a content, in pieces.</summary>
    /// <exception cref="InvalidDataException">The file is gone, or is not what was kept.</exception>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string sha256, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!File.Exists(PathOf(sha256)))
            throw new InvalidDataException($"The content {sha256} is not in {folder}.");

        await using var file = new FileStream(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, FileOptions.Asynchronous);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[BufferSize];
        while (await file.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            hash.AppendData(buffer, 0, read);
            yield return buffer.AsMemory(0, read);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256)
            throw new InvalidDataException($"The content {sha256} in {folder} is damaged.");
    }

    public void Dispose() => changing.Dispose();

    /// <summary>Whether nobody can be writing it any more: another replica may be taking a content while this one starts.</summary>
    private bool IsLeft(string part) => !IsShared || File.GetLastWriteTimeUtc(part) < time.GetUtcNow().UtcDateTime - LongestUpload;

    private async Task<Fault?> WriteAsync(
        PendingContent pending, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, string sha256, long size, CancellationToken cancellation)
    {
        try
        {
            await using var file = OnDisk(() => new FileStream(pending.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0));
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var written = 0L;
            await foreach (var piece in pieces.WithCancellation(cancellation))
            {
                written += piece.Length;
                if (written > size)
                    return Fault.ContentMismatch("evidence.size_bytes", $"{size}", $"{written} or more");
                hash.AppendData(piece.Span);
                OnDisk(() => file.Write(piece.Span));
            }

            if (written != size)
                return Fault.ContentMismatch("evidence.size_bytes", $"{size}", $"{written}");
            if (Convert.ToHexStringLower(hash.GetHashAndReset()) is var found && found != sha256)
                return Fault.ContentMismatch("evidence.sha256", sha256, found);
            OnDisk(() => file.Flush(flushToDisk: true));
            return null;
        }
        catch
        {
            pending.Dispose();
            throw;
        }
    }

    private void Move(PendingContent pending)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(pending.Target)!);
        File.Move(pending.Path, pending.Target, overwrite: true); // another replica may have kept the same bytes meanwhile
        DurableFolder.Flush(Path.GetDirectoryName(pending.Target)!);
        DurableFolder.Flush(folder);
    }

    private void OnDisk(Action use) => OnDisk(() =>
    {
        use();
        return true;
    });

    /// <summary>What a disk does not take, a full one above all, is no failure of the service: it can be tried again when there is room.</summary>
    private T OnDisk<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            Log.NotWritten(logger, folder, failed.Message);
            throw new FaultException(Fault.NotKept("the evidence"));
        }
    }

    private string PathOf(string sha256) => Path.Combine(folder, sha256[..2], sha256);

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The evidence folder {Folder} cannot be written: {Problem}")]
        public static partial void NotWritten(ILogger logger, string folder, string problem);
    }
}

/// <summary>A content that was taken whole and is not kept yet; disposing it removes what was not kept.</summary>
public sealed class PendingContent(string path, string target) : IDisposable
{
    internal string Path => path;

    internal string Target => target;

    public void Dispose()
    {
        if (File.Exists(path))
            File.Delete(path);
    }
}
