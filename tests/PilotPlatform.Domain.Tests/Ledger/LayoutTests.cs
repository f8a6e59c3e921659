using Microsoft.Data.Sqlite;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A file that an older version wrote, with an index of entries by stream and revision or by request, is opened and goes on; one of a later version is not touched.</summary>
public sealed class LayoutTests
{
    private const string Layout0 = """
        DROP TRIGGER entry_is_never_changed;
        DROP TRIGGER entry_is_never_removed;
        ALTER TABLE entry RENAME TO later;
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            revision INTEGER NOT NULL,
            kind TEXT NOT NULL,
            payload BLOB NOT NULL,
            author TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            request_id TEXT,
            request_digest TEXT,
            hash BLOB NOT NULL,
            UNIQUE (stream, revision)) STRICT;
        INSERT INTO entry SELECT * FROM later;
        DROP TABLE later;
        CREATE UNIQUE INDEX entry_request ON entry (request_id) WHERE request_id IS NOT NULL;
        CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
            BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
        PRAGMA user_version = 0;
        """;

    private const string Layout1 = """
        CREATE UNIQUE INDEX entry_request ON entry (request_id) WHERE request_id IS NOT NULL;
        PRAGMA user_version = 1;
        """;

    private const string Indexes = "SELECT count(*) FROM sqlite_schema WHERE type = 'index'";

    [Theory]
    [InlineData(Layout0, 2)]
    [InlineData(Layout1, 1)]
    public async Task Open_FileOfALayoutBefore_HasEveryEntryAndGoesOn(string layout, int indexes)
    {
        using var file = await new LedgerFile().FilledAsync(300);
        var before = await file.ReplayAsync();
        file.Tamper(layout);
        Assert.Equal(indexes, Number(file, Indexes));

        await using (var ledger = file.Open())
        {
            Assert.IsType<AppendOutcome.Appended>(await ledger.AppendAsync(TestLedger.Draft("stream", 300), TestLedger.Cancellation));
            Assert.Equal(new AppendOutcome.Stale(301), await ledger.AppendAsync(TestLedger.Draft("stream", 7), TestLedger.Cancellation));
            var again = TestLedger.Draft("stream", 1, "payload 2", new RequestKey("request 2", "digest"));
            Assert.Equal(2, Assert.IsType<AppendOutcome.Repeated>(await ledger.AppendAsync(again, TestLedger.Cancellation)).Entry.Position);
            Assert.Null((await ledger.VerifyAsync(progress: null, TestLedger.Cancellation)).Damage);
            var stream = await ledger.ReadStreamAsync("stream", 298, TestLedger.Cancellation).Select(e => e.Position).ToListAsync(TestLedger.Cancellation);
            Assert.Equal([299, 300, 301], stream);
        }

        Assert.Equal(before.Select(e => Convert.ToHexString(e.Hash.Span)), (await file.ReplayAsync()).Take(300).Select(e => Convert.ToHexString(e.Hash.Span)));
        Assert.Equal(0, Number(file, Indexes));
        Assert.Equal(2, Number(file, "PRAGMA user_version"));
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => file.Tamper("UPDATE entry SET author = 'another'")).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => file.Tamper("DELETE FROM entry")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DamagedFileOfTheLayoutBefore_IsRefusedWithItsPosition()
    {
        using var file = await new LedgerFile().FilledAsync(5);
        file.Tamper(Layout0);
        file.TamperUnhindered("UPDATE entry SET author = 'another' WHERE position = 3");

        Assert.Equal(3, Assert.Throws<LedgerException>(() => file.Open()).Damage?.Position);
    }

    [Fact]
    public async Task VerifyAsync_FileOfTheLayoutBefore_ReadsItAsItIs()
    {
        using var file = await new LedgerFile().FilledAsync(5);
        file.Tamper(Layout0);

        Assert.Equal((5, null), await StoredLedger.VerifyAsync(file.Options(), [], known: null, progress: null, TestLedger.Cancellation) is var verdict ? (verdict.Entries, verdict.Damage) : default);
        Assert.Equal(0, Number(file, "PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_FileOfALaterLayout_IsRefusedAndLeftAsItIs()
    {
        using var file = await new LedgerFile().FilledAsync(2);
        file.Tamper("PRAGMA user_version = 99");

        Assert.Contains("layout 99", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
        Assert.Equal(99, Number(file, "PRAGMA user_version"));
    }

    private static long Number(LedgerFile file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
