using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A PostgreSQL server on loopback, of the programs that lie on this machine, in a folder that goes with it.</summary>
internal sealed class PostgresProcess : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-postgres-");
    private readonly string programs;
    private readonly int port = FreePort();
    private int databases;

    private PostgresProcess(string programs) => this.programs = programs;

    /// <summary>Where its programs lie; null if they do not.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order(StringComparer.Ordinal)
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    public static PostgresProcess Start()
    {
        var server = new PostgresProcess(Programs ?? throw new InvalidOperationException("PostgreSQL's server is not on this machine (no initdb below /usr/lib/postgresql)."));
        if (Environment.UserName == "root") // the server refuses to run as root
            Process.Start("chown", ["postgres", server.folder.FullName]).WaitForExit();
        var data = Path.Combine(server.folder.FullName, "data");
        server.Run("initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        server.Run("pg_ctl", "-D", data, "-w", "-l", Path.Combine(server.folder.FullName, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {server.port} -k {server.folder.FullName} -c listen_addresses=127.0.0.1"), "start");
        return server;
    }

    public string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Pooling=false");

    public string CreateDatabase()
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"ledger-{Interlocked.Increment(ref databases)}");
        using var connection = new NpgsqlConnection(ConnectionTo("postgres"));
        connection.Open();
        using var create = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        create.ExecuteNonQuery();
        return name;
    }

    public void Dispose()
    {
        Run("pg_ctl", "-D", Path.Combine(folder.FullName, "data"), "-m", "immediate", "stop");
        folder.Delete(recursive: true);
    }

    private void Run(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(programs, program), .. arguments];
        using var process = Environment.UserName == "root"
            ? Process.Start(new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command]) { WorkingDirectory = folder.FullName })!
            : Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder.FullName })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
