using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A PostgreSQL server on loopback for the tests of the ledger; where its programs are missing, those tests skip, in CI they fail.</summary>
public sealed class PostgresServer : IDisposable
{
    private readonly string? programs = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order(StringComparer.Ordinal)
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-postgres-");
    private int port;
    private int databases;

    public string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Pooling=false");

    public string CreateDatabase()
    {
        if (port == 0)
            Start();
        var name = string.Create(CultureInfo.InvariantCulture, $"ledger-{Interlocked.Increment(ref databases)}");
        Execute(ConnectionTo("postgres"), $"CREATE DATABASE \"{name}\"");
        return name;
    }

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        if (port > 0)
            Run("pg_ctl", "-D", Path.Combine(folder.FullName, "data"), "-m", "immediate", "stop");
        folder.Delete(recursive: true);
    }

    private void Start()
    {
        const string Missing = "PostgreSQL's server is not on this machine (no initdb below /usr/lib/postgresql).";
        if (programs is null && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip(Missing);
        Assert.True(programs is not null, Missing);

        if (Environment.UserName == "root") // the server refuses to run as root
            Process.Start("chown", ["postgres", folder.FullName]).WaitForExit();
        var free = FreePort();
        var data = Path.Combine(folder.FullName, "data");
        Run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        Run("pg_ctl", "-D", data, "-w", "-l", Path.Combine(folder.FullName, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {free} -k {folder.FullName} -c listen_addresses=127.0.0.1"), "start");
        port = free;
    }

    private void Run(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(programs!, program), .. arguments];
        using var process = Environment.UserName == "root"
            ? Process.Start(new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command]) { WorkingDirectory = folder.FullName })!
            : Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder.FullName })!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Tests that share one server.</summary>
[CollectionDefinition(nameof(PostgresServer))]
public sealed class SharedPostgresServer : ICollectionFixture<PostgresServer>;
