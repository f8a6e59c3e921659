namespace PilotPlatform.Domain.Tests.Ledger;

// One suite, two stores.

public sealed class SqliteAppendTests : AppendTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresAppendTests(PostgresServer server) : AppendTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteRequestTests : RequestTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresRequestTests(PostgresServer server) : RequestTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteReadingTests : ReadingTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresReadingTests(PostgresServer server) : ReadingTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteDamageTests : DamageTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresDamageTests(PostgresServer server) : DamageTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteCheckpointTests : CheckpointTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresCheckpointTests(PostgresServer server) : CheckpointTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteSnapshotTests : SnapshotTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresSnapshotTests(PostgresServer server) : SnapshotTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteBundleTests : BundleTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresBundleTests(PostgresServer server) : BundleTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

public sealed class SqliteRevisionTests : RevisionTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresRevisionTests(PostgresServer server) : RevisionTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}
