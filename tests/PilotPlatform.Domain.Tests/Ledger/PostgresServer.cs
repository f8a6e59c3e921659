using Npgsql;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A PostgreSQL server for the tests of the ledger; where its programs are missing, those tests skip, in CI they fail.</summary>
public sealed class PostgresServer : IDisposable
{
    private PostgresProcess? process;

    private PostgresProcess Process => process ?? throw new InvalidOperationException("There is no database yet.");

    public string ConnectionTo(string database) => Process.ConnectionTo(database);

    public string CreateDatabase()
    {
        if (PostgresProcess.Programs is null && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip("PostgreSQL's server is not on this machine (no initdb below /usr/lib/postgresql).");
        process ??= PostgresProcess.Start();
        return process.CreateDatabase();
    }

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose() => process?.Dispose();
}

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(nameof(PostgresServer))]
public sealed class SharedPostgresServer : ICollectionFixture<PostgresServer>;
