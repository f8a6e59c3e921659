using Npgsql;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A ledger in a PostgreSQL database of its own, which goes with the test.</summary>
internal sealed class LedgerDatabase : TestLedger
{
    private readonly PostgresServer server;
    private readonly string name;

    public LedgerDatabase(PostgresServer server)
    {
        this.server = server;
        name = server.CreateDatabase();
    }

    public string ConnectionString => server.ConnectionTo(name);

    public override LedgerOptions Options() => new() { Database = ConnectionString };

    public override IReadOnlyList<string> Parts() => PostgresServer.Ask(ConnectionString, """
        SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg\_%' AND nspname NOT IN ('information_schema', 'public')
        UNION ALL SELECT relname FROM pg_class WHERE relnamespace NOT IN ('pg_catalog'::regnamespace, 'pg_toast'::regnamespace, 'information_schema'::regnamespace)
        UNION ALL SELECT proname FROM pg_proc WHERE pronamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
        """);

    public override void Tamper(string sql) => PostgresServer.Execute(ConnectionString, WithBytes(sql, @"'\x", "'::bytea"));

    public override void TamperUnhindered(string sql) => Tamper(
        "DROP TRIGGER entry_is_never_changed ON entry; DROP TRIGGER checkpoint_is_never_changed ON checkpoint; " + sql);

    public override void TamperWithSnapshot(Action<byte[]> change)
    {
        using var connection = new NpgsqlConnection(ConnectionString);
        connection.Open();
        using var read = new NpgsqlCommand("SELECT label, content FROM snapshot", connection);
        byte[] label, content;
        using (var row = read.ExecuteReader())
        {
            Assert.True(row.Read());
            (label, content) = (row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1));
        }

        byte[] bytes = [(byte)label.Length, .. label, .. content];
        change(bytes);
        using var write = new NpgsqlCommand("UPDATE snapshot SET label = @label, content = @content", connection);
        write.Parameters.AddWithValue("label", bytes[1..(label.Length + 1)]);
        write.Parameters.AddWithValue("content", bytes[(label.Length + 1)..]);
        write.ExecuteNonQuery();
    }

    /// <summary>Ends the connections of the ledger, as a server that is started again does.</summary>
    public void CutConnections() => PostgresServer.Execute(
        server.ConnectionTo("postgres"), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

    public override void Dispose() => PostgresServer.Execute(server.ConnectionTo("postgres"), $"DROP DATABASE \"{name}\" WITH (FORCE)");
}
