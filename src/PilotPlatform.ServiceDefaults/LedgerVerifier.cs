namespace PilotPlatform.ServiceDefaults;

/// <summary>What a verification of a whole ledger found.</summary>
/// <param name="Entries">How many entries were verified.</param>
/// <param name="Head">Hash of the last entry; empty if the ledger is damaged.</param>
/// <param name="Checkpoints">How many checkpoints were held against the entries.</param>
/// <param name="CheckpointPosition">Position of the last of them; 0 for none.</param>
/// <param name="Damage">Position of the first damage, and what is wrong there; null for none.</param>
public sealed record LedgerFinding(long Entries, ReadOnlyMemory<byte> Head, int Checkpoints, long CheckpointPosition, (long Position, string Problem)? Damage);

/// <summary>A verification of the whole ledger that found it intact.</summary>
/// <param name="CheckpointPosition">Position of the last checkpoint it held against the entries; 0 for none.</param>
/// <param name="Time">When it ended.</param>
public sealed record Verification(long CheckpointPosition, DateTimeOffset Time);

/// <summary>Has a service's ledger verified by one caller at a time, since each reads all of it, and keeps when it was last found intact.</summary>
public sealed class LedgerVerifier(TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private Verification? last;

    /// <summary>The last time that all of the ledger was found intact; null if it was not yet.</summary>
    public Verification? Last => Volatile.Read(ref last);

    /// <summary>Keeps that all of the ledger has just been found intact.</summary>
    /// <param name="checkpointPosition">Position of the last checkpoint that it was held against; 0 for none.</param>
    public void FoundIntact(long checkpointPosition) => Volatile.Write(ref last, new Verification(checkpointPosition, time.GetUtcNow()));

    /// <summary>Verifies when it is the caller's turn.</summary>
    public async Task<LedgerFinding> VerifyAsync(Func<Task<LedgerFinding>> verify, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var found = await verify();
            if (found.Damage is null)
                FoundIntact(found.CheckpointPosition);
            return found;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
