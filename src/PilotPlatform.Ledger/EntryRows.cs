using System.Data.Common;
using System.Globalization;

namespace PilotPlatform.Ledger;

/// <summary>Rows of the tables of a ledger as what they stand for.</summary>
internal static class EntryRows
{
    public const string Entries = "position, stream, revision, kind, payload, author, recorded_at, request_id, request_digest, hash";

    public const string Checkpoints = "serial, position, head, previous, signed_at, key_id, signature";

    /// <exception cref="LedgerException">The row holds what no entry can.</exception>
    public static LedgerEntry Entry(DbDataReader row, string ledger) => Read(row, ledger, static (r, why) => new LedgerDamage(r.GetInt64(0), why), static r => new LedgerEntry(
        r.GetInt64(0),
        r.GetString(1),
        r.GetInt32(2),
        r.GetString(3),
        r.GetFieldValue<byte[]>(4),
        r.GetString(5),
        Time(r.GetString(6)),
        r.IsDBNull(7) && r.IsDBNull(8) ? null : new RequestKey(r.GetString(7), r.GetString(8)),
        r.GetFieldValue<byte[]>(9)));

    /// <exception cref="LedgerException">The row holds what no checkpoint can.</exception>
    public static Checkpoint Checkpoint(DbDataReader row, string ledger) => Read(row, ledger, NotSigned, static r => new Checkpoint(
        r.GetInt64(0),
        r.GetInt64(1),
        r.GetFieldValue<byte[]>(2),
        r.GetFieldValue<byte[]>(3),
        Time(r.GetString(4)),
        r.GetString(5),
        r.GetFieldValue<byte[]>(6)));

    /// <summary>A time that is stored: in its canonical form and no other.</summary>
    /// <exception cref="FormatException">It has another form.</exception>
    public static DateTimeOffset Time(string stored)
    {
        return DateTimeOffset.TryParseExact(stored, "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time) && HashChain.Canonical(time) == stored
            ? time
            : throw new FormatException($"'{stored}' is not a time as it is stored.");
    }

    public static LedgerException Damaged(string ledger, LedgerDamage damage) => new($"The ledger {ledger} is {Words(damage)}") { Damage = damage };

    /// <summary>What is damaged, and where, if it is a position.</summary>
    public static string Words(LedgerDamage damage) => damage.Position == 0 ? $"damaged: {damage.Problem}" : $"damaged at position {damage.Position}: {damage.Problem}";

    public static LedgerException Damaged(string ledger, long position, string problem) => Damaged(ledger, new LedgerDamage(position, problem));

    private static LedgerDamage NotSigned(DbDataReader row, string why) =>
        new(row.GetInt64(1), string.Create(CultureInfo.InvariantCulture, $"checkpoint {row.GetInt64(0)} is not the one that was signed: {why}"));

    private static T Read<T>(DbDataReader row, string ledger, Func<DbDataReader, string, LedgerDamage> damage, Func<DbDataReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception failed) when (failed is InvalidCastException or FormatException or OverflowException or InvalidOperationException)
        {
            throw Damaged(ledger, damage(row, failed.Message));
        }
    }
}
