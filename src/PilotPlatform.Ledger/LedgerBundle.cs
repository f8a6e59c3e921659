using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace PilotPlatform.Ledger;

/// <summary>
/// A ledger as one file that is verified with nothing but a public key: lines of JSON (NDJSON), the first a seal that says how many
/// entries there have to be, then every entry with the checkpoints between them.
/// </summary>
public static class LedgerBundle
{
    /// <summary>A longer line is none of ours: the largest entry that either store takes is far below.</summary>
    private const int LongestLine = 1 << 30;

    /// <summary>Verifies a bundle with public keys only.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="trusted">Keys whose seal and checkpoints count; at least one.</param>
    /// <param name="known">How far the ledger is known to have gone, from a checkpoint that was kept elsewhere; null for nothing known.</param>
    /// <param name="progress">Told from time to time how many entries are verified.</param>
    /// <param name="cancellation">Ends the verification.</param>
    public static async Task<LedgerVerdict> VerifyAsync(
        Stream bundle, IReadOnlyList<PublicKey> trusted, Checkpoint? known, IProgress<long>? progress, CancellationToken cancellation)
    {
        var verifier = new BundleVerifier(trusted, known, progress);
        await foreach (var line in LinesAsync(bundle, cancellation))
            if (!verifier.Take(line))
                break;
        return verifier.End();
    }

    /// <summary>Verifies a bundle while it writes it into an empty ledger; nothing is written if it is damaged.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="options">Where the ledger is to lie.</param>
    /// <param name="trusted">Keys whose seal and checkpoints count; at least one.</param>
    /// <param name="cancellation">Ends the restoring.</param>
    /// <exception cref="LedgerException">There are entries already, or the ledger cannot be written.</exception>
    public static async Task<LedgerVerdict> RestoreAsync(Stream bundle, LedgerOptions options, IReadOnlyList<PublicKey> trusted, CancellationToken cancellation)
    {
        if (string.IsNullOrEmpty(options.Database))
        {
            SqliteFile.RefuseLogAlone(options.Path);
            SqliteFile.RefuseSnapshotAlone(options.Path);
        }

        string[] made = string.IsNullOrEmpty(options.Database) ? [.. SqliteFile.PartsOf(options.Path).Where(part => !File.Exists(part))] : [];
        var isWritten = false;
        var store = StoredLedger.Open(options, TimeProvider.System, isRestored: true); // what it refuses is not ours to remove
        try
        {
            using (store)
            {
                var verdict = await WriteAsync(bundle, store, trusted, cancellation);
                isWritten = verdict.Damage is null;
                return verdict;
            }
        }
        finally
        {
            if (!isWritten && made.Contains(options.Path, StringComparer.Ordinal)) // an empty ledger would be taken for one that is whole
                foreach (var part in made)
                    File.Delete(part);
        }
    }

    private static async Task<LedgerVerdict> WriteAsync(Stream bundle, EntryStore store, IReadOnlyList<PublicKey> trusted, CancellationToken cancellation)
    {
        var verifier = new BundleVerifier(trusted, known: null, progress: null);
        using var restoring = store.Restore();
        await foreach (var line in LinesAsync(bundle, cancellation))
        {
            if (!verifier.Take(line))
                break;
            restoring.Add(verifier.Last!);
        }

        var verdict = verifier.End();
        if (verdict.Damage is null)
            restoring.Complete();
        return verdict;
    }

    /// <summary>Writes a bundle: the seal, the entries up to its position, the checkpoints among them.</summary>
    internal static async Task WriteAsync(
        Stream target, Checkpoint seal, IReadOnlyList<Checkpoint> checkpoints, IAsyncEnumerable<LedgerEntry> entries, CancellationToken cancellation)
    {
        const int Full = 1 << 18;
        var buffer = new ArrayBufferWriter<byte>(Full);
        new BundleLine.Seal(seal).Write(buffer);
        var next = 0;
        await foreach (var entry in entries.WithCancellation(cancellation))
        {
            if (entry.Position > seal.Position)
                break;
            new BundleLine.Entry(entry).Write(buffer);
            for (; next < checkpoints.Count && checkpoints[next].Position == entry.Position; next++)
                new BundleLine.Mark(checkpoints[next]).Write(buffer);
            if (buffer.WrittenCount >= Full)
                await FlushAsync();
        }

        await FlushAsync();

        async Task FlushAsync()
        {
            await target.WriteAsync(buffer.WrittenMemory, cancellation);
            buffer.ResetWrittenCount();
        }
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(Stream bundle, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = PipeReader.Create(bundle, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellation);
                var buffer = read.Buffer;
                while (buffer.PositionOf((byte)'\n') is { } end)
                {
                    yield return buffer.Slice(0, end).ToArray();
                    buffer = buffer.Slice(buffer.GetPosition(1, end));
                }

                if (read.IsCompleted || buffer.Length > LongestLine)
                {
                    if (buffer.Length > 0) // every line that was written has its end
                        yield return BundleVerifier.Cut;
                    yield break;
                }

                reader.AdvanceTo(buffer.Start, buffer.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }
}
