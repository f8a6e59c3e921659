namespace PilotPlatform.Ledger;

/// <summary>The first place at which a ledger is not what was written.</summary>
/// <param name="Position">Position of the entry, or of the checkpoint.</param>
/// <param name="Problem">What is wrong there, in words that go on after "damaged at position N:".</param>
public sealed record LedgerDamage(long Position, string Problem);

/// <summary>What a verification found.</summary>
/// <param name="Entries">How many entries were held against the chain.</param>
/// <param name="Head">Hash of the last of them, if there is no damage.</param>
/// <param name="Checkpoints">How many checkpoints were held against the entries.</param>
/// <param name="LastCheckpoint">The last of them; null if there is none.</param>
/// <param name="Damage">The first damage; null if there is none.</param>
public sealed record LedgerVerdict(long Entries, ReadOnlyMemory<byte> Head, int Checkpoints, Checkpoint? LastCheckpoint, LedgerDamage? Damage);
