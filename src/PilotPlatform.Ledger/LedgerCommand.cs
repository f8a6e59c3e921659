using System.Globalization;

namespace PilotPlatform.Ledger;

/// <summary>What an auditor or an operator does with ledgers and bundles from a command line, with no service running.</summary>
public static class LedgerCommand
{
    private const int Done = 0;
    private const int Refused = 1;
    private const int Damaged = 2;

    private static readonly Dictionary<string, Func<CommandLine, TextWriter, CancellationToken, Task<int>>> Commands = new(StringComparer.Ordinal)
    {
        ["verify"] = VerifyAsync,
        ["backup"] = BackupAsync,
        ["export"] = ExportAsync,
        ["restore"] = RestoreAsync,
    };

    private const string Usage = """
        verify  <bundle | ledger.db> --key <public key>...   holds every entry and checkpoint against the keys
                [--known <position>:<head>]                  and the end against a checkpoint that was kept elsewhere
        backup  <ledger.db> <file>                           copies a ledger while it is written to
        export  <ledger.db> <bundle>                         writes it as a bundle, sealed with the key beside it
                [--signing-key <private key>]                or with another
        restore <bundle | backup> --key <public key>...      verifies it, and writes it
                --to <ledger.db> | --database <connection string> [--schema <schema>]
        Exit code 0: done, nothing damaged; 1: it could not be done; 2: damaged, with the position.
        """;

    /// <summary>
    /// The word of a command line that is a command or should be one, with what belongs to it; null for settings alone. Settings in front of it that are one word, as
    /// <c>--Ports:Http=0</c>, are of the platform, and left out.
    /// </summary>
    public static IReadOnlyList<string>? Of(IReadOnlyList<string> args)
    {
        var before = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (args[i].Length == 0 || IsOfThePlatform(args[i]))
                continue;
            if (args[i] is not ['-' or '/', ..] && !args[i].Contains('=', StringComparison.Ordinal))
                return [args[i], .. before, .. args.Skip(i + 1)];
            before.Add(args[i]);
            if (!args[i].Contains('=', StringComparison.Ordinal) && args[i] is ['/', ..] or ['-', '-', ..] && i + 1 < args.Count)
                before.Add(args[++i]);
        }

        return null;
    }

    /// <summary>Whether it is a setting in one word. Its name has a part for its section, which no option of a command has: those are not left out, but refused where they are not understood.</summary>
    private static bool IsOfThePlatform(string word) => word.IndexOf('=', StringComparison.Ordinal) is > 0 and var end && word.AsSpan(0, end).Contains(':');

    /// <summary>Runs a command, which is the first of the words.</summary>
    /// <returns>0 if it was done and nothing is damaged, 1 if it could not be done or there is no such command, 2 if something is damaged.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        if (!Commands.TryGetValue(args[0], out var command))
        {
            await error.WriteLineAsync($"There is no command '{args[0]}'.\n{Usage}");
            return Refused;
        }

        try
        {
            return await command(CommandLine.Read(args), output, cancellation);
        }
        catch (FormatException)
        {
            await error.WriteLineAsync(Usage);
            return Refused;
        }
        catch (Exception failed) when (failed is LedgerException or IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(failed.Message);
            return failed is LedgerException { Damage: not null } ? Damaged : Refused;
        }
    }

    private static async Task<int> VerifyAsync(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        if (line.Operands is not [var file] || line.Keys.Count == 0)
            throw new FormatException();
        if (await IsDatabaseAsync(file, cancellation))
            return await TellAsync(await StoredLedger.VerifyAsync(new LedgerOptions { Path = file }, line.Keys, line.Known, progress: null, cancellation), file, output);

        await using var bundle = File.OpenRead(file);
        return await TellAsync(await LedgerBundle.VerifyAsync(bundle, line.Keys, line.Known, progress: null, cancellation), file, output);
    }

    private static async Task<int> BackupAsync(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        var (ledger, target) = line.FromTo;
        SqliteFile.Backup(ledger, target);
        await output.WriteLineAsync($"{ledger} is copied to {target}.".AsMemory(), cancellation);
        return Done;
    }

    /// <summary>Follows the ledger, which may be written to, as far as it goes; the bundle is at its path when it is whole.</summary>
    private static async Task<int> ExportAsync(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        var (ledger, target) = line.FromTo;
        if (File.Exists(target))
            throw new LedgerException($"{target} exists already.");
        SqliteFile.RefuseDamagedLog(ledger);

        await using var follower = EntryLedger.Open(new LedgerOptions { Path = Path.GetFullPath(ledger), ReadOnly = true, SigningKey = line.SigningKey }, TimeProvider.System, _ => { });
        var unfinished = target + ".new";
        try
        {
            await using (var bundle = File.Create(unfinished))
                await follower.ExportAsync(bundle, cancellation);
            File.Move(unfinished, target);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The ledger {ledger} cannot be exported to {target}: {failed.Message}", failed);
        }
        finally
        {
            File.Delete(unfinished);
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{ledger} is exported to {target}: {follower.Position} entries."));
        return Done;
    }

    private static async Task<int> RestoreAsync(CommandLine line, TextWriter output, CancellationToken cancellation)
    {
        if (line.Operands is not [var file] || line.Keys.Count == 0 || line.To is null == line.Database is null)
            throw new FormatException();

        var options = new LedgerOptions { Path = line.To ?? "", Database = line.Database, Schema = line.Schema };
        if (await IsDatabaseAsync(file, cancellation))
        {
            if (line.To is null)
                throw new LedgerException("A copy of a file is restored to a file; a ledger in PostgreSQL, from a bundle.");
            var verdict = await StoredLedger.VerifyAsync(new LedgerOptions { Path = file }, line.Keys, known: null, progress: null, cancellation);
            if (verdict.Damage is null)
            {
                SqliteFile.Backup(file, line.To);
                verdict = await StoredLedger.VerifyAsync(new LedgerOptions { Path = line.To }, line.Keys, known: null, progress: null, cancellation);
                if (verdict.Damage is not null)
                    File.Delete(line.To);
                return await TellAsync(verdict, line.To, output);
            }

            return await TellAsync(verdict, file, output);
        }

        await using var bundle = File.OpenRead(file);
        return await TellAsync(await LedgerBundle.RestoreAsync(bundle, options, line.Keys, cancellation), file, output);
    }

    private static async Task<int> TellAsync(LedgerVerdict verdict, string file, TextWriter output)
    {
        await output.WriteLineAsync(verdict.Damage is { } damage
            ? string.Create(CultureInfo.InvariantCulture, $"{file} is {EntryRows.Words(damage)}")
            : string.Create(CultureInfo.InvariantCulture, $"Intact: {verdict.Entries} entries, {verdict.Checkpoints} checkpoints, head {Convert.ToHexStringLower(verdict.Head.Span)}."));
        return verdict.Damage is null ? Done : Damaged;
    }

    private static async Task<bool> IsDatabaseAsync(string path, CancellationToken cancellation)
    {
        var magic = "SQLite format 3\0"u8.ToArray();
        await using var file = File.OpenRead(path);
        var first = new byte[magic.Length];
        return await file.ReadAtLeastAsync(first, first.Length, throwOnEndOfStream: false, cancellation) == first.Length && first.AsSpan().SequenceEqual(magic);
    }

    /// <summary>The words of a command line.</summary>
    private sealed record CommandLine(List<string> Operands, List<PublicKey> Keys)
    {
        /// <summary>The two operands of what is made of a ledger.</summary>
        public (string From, string To) FromTo => Operands is [var ledger, var target] ? (ledger, target) : throw new FormatException();

        public Checkpoint? Known { get; private set; }

        public string? To { get; private set; }

        public string? SigningKey { get; private set; }

        public string? Database { get; private set; }

        public string? Schema { get; private set; }

        public static CommandLine Read(IReadOnlyList<string> args)
        {
            var line = new CommandLine([], []);
            for (var i = 1; i < args.Count; i++)
            {
                if (!args[i].StartsWith("--", StringComparison.Ordinal))
                    line.Operands.Add(args[i]);
                else if (i + 1 < args.Count)
                    line.Set(args[i], args[++i]);
                else
                    throw new FormatException();
            }

            return line;
        }

        private void Set(string option, string value)
        {
            switch (option)
            {
                case "--key":
                    Keys.Add(PublicKey.Read(value, value));
                    break;
                case "--known":
                    Known = KnownOf(value);
                    break;
                case "--signing-key":
                    SigningKey = value;
                    break;
                case "--to":
                    To = Path.GetFullPath(value);
                    break;
                case "--database":
                    Database = value;
                    break;
                case "--schema":
                    Schema = value;
                    break;
                default:
                    throw new FormatException();
            }
        }

        private static Checkpoint KnownOf(string value) =>
            value.Split(':') is [var position, var head] && long.TryParse(position, CultureInfo.InvariantCulture, out var at)
                ? new Checkpoint(0, at, Convert.FromHexString(head), Checkpoint.Start, default, "", default)
                : throw new FormatException();
    }
}
