using System.Globalization;
using Npgsql;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A PostgreSQL server on loopback for the tests of the ledger; where its programs are missing, those tests skip, in CI they fail.</summary>
public sealed class PostgresServer : IDisposable
{
    private LocalPostgres? server;
    private int databases;

    public string ConnectionTo(string database) => server!.ConnectionTo(database);

    public string CreateDatabase()
    {
        const string Missing = "PostgreSQL's server is not on this machine (no initdb below /usr/lib/postgresql).";
        if (LocalPostgres.Programs is null && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip(Missing);
        Assert.True(LocalPostgres.Programs is not null, Missing);

        server ??= new LocalPostgres();
        var name = string.Create(CultureInfo.InvariantCulture, $"ledger-{Interlocked.Increment(ref databases)}");
        server.CreateDatabase(name);
        return name;
    }

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of what is found.</summary>
    public static IReadOnlyList<string> Ask(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        using var rows = command.ExecuteReader();
        var found = new List<string>();
        while (rows.Read())
            found.Add(rows.GetString(0));
        return found;
    }

    public void Dispose() => server?.Dispose();
}

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(nameof(PostgresServer))]
public sealed class SharedPostgresServer : ICollectionFixture<PostgresServer>;
