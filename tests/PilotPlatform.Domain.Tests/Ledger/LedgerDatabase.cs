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

    public override void Tamper(string sql) => PostgresServer.Execute(ConnectionString, sql);

    /// <summary>Ends the connections of the ledger, as a server that is started again does.</summary>
    public void CutConnections() => PostgresServer.Execute(
        server.ConnectionTo("postgres"), $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");

    public override void Dispose() => PostgresServer.Execute(server.ConnectionTo("postgres"), $"DROP DATABASE \"{name}\" WITH (FORCE)");
}
