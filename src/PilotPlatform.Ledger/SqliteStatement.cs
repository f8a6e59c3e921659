using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PilotPlatform.Ledger;

/// <summary>
/// A statement that is prepared once and run again and again, below ADO.NET: of a group of appends, making and binding commands
/// would cost more than the database itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public SqliteStatement(sqlite3 database, string sql)
    {
        this.database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    public SqliteStatement Bind(int parameter, long number)
    {
        Check(raw.sqlite3_bind_int64(statement, parameter, number));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> bytes)
    {
        Check(bytes.IsEmpty ? raw.sqlite3_bind_zeroblob(statement, parameter, 0) : raw.sqlite3_bind_blob(statement, parameter, bytes));
        return this;
    }

    public SqliteStatement Bind(int parameter, string? text)
    {
        if (text is null)
        {
            Check(raw.sqlite3_bind_null(statement, parameter));
            return this;
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        var length = Encoding.UTF8.GetBytes(text, rented);
        rented[length] = 0;
        Check(length == 0 ? raw.sqlite3_bind_text(statement, parameter, utf8z.FromSpan(rented.AsSpan(0, 1))) : raw.sqlite3_bind_text(statement, parameter, rented.AsSpan(0, length)));
        ArrayPool<byte>.Shared.Return(rented);
        return this;
    }

    /// <summary>A text that is there as UTF-8, and not empty.</summary>
    public SqliteStatement BindText(int parameter, ReadOnlySpan<byte> text)
    {
        Check(raw.sqlite3_bind_text(statement, parameter, text));
        return this;
    }

    /// <summary>Goes to the next row; false behind the last one, where the statement is ready to be run again.</summary>
    public bool Step()
    {
        var answer = raw.sqlite3_step(statement);
        if (answer == raw.SQLITE_ROW)
            return true;

        Reset();
        Check(answer == raw.SQLITE_DONE ? raw.SQLITE_OK : answer);
        return false;
    }

    /// <summary>Leaves the rows that were not read.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <summary>Bytes of a blob or a text, which are gone with the row.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private void Check(int answer)
    {
        if (answer != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(answer, database);
    }
}
