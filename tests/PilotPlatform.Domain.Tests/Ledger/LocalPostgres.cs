using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>A PostgreSQL server on loopback with a folder of its own; it does not outlive whoever started it.</summary>
public sealed class LocalPostgres : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-postgres-");
    private readonly int port = FixedPorts.Take();

    /// <exception cref="InvalidOperationException">The server's programs are missing, or it does not start.</exception>
    public LocalPostgres()
    {
        if (Environment.UserName == "root") // the server refuses to run as root
            Process.Start("chown", ["postgres", folder.FullName]).WaitForExit();
        Run("initdb", "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync");
        Run("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder.FullName, "log"), "-o",
            string.Create(CultureInfo.InvariantCulture, $"-p {port} -k {folder.FullName} -c listen_addresses=127.0.0.1"), "start");
    }

    /// <summary>Where the server's programs are; null if it is not on this machine.</summary>
    public static string? Programs { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Order(StringComparer.Ordinal)
            .LastOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")))
        : null;

    private string Data => Path.Combine(folder.FullName, "data");

    public string ConnectionTo(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database={database};Pooling=false");

    public void CreateDatabase(string name) => Execute("postgres", $"CREATE DATABASE \"{name}\"");

    public void Execute(string database, string sql)
    {
        using var connection = new NpgsqlConnection(ConnectionTo(database));
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        Run("pg_ctl", "-D", Data, "-m", "immediate", "stop");
        folder.Delete(recursive: true);
    }

    private void Run(string program, params string[] arguments)
    {
        string[] command = [Path.Combine(Programs ?? throw new InvalidOperationException("PostgreSQL's server is not on this machine."), program), .. arguments];
        using var process = Environment.UserName == "root"
            ? Process.Start(new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command]) { WorkingDirectory = folder.FullName })!
            : Process.Start(new ProcessStartInfo(command[0], command[1..]) { WorkingDirectory = folder.FullName })!;
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }
}
