namespace PilotPlatform.Domain.Tests.Ledger;

public sealed class SqliteAppendTests : AppendTests
{
    private protected override TestLedger New() => new LedgerFile();
}

public sealed class SqliteRequestTests : RequestTests
{
    private protected override TestLedger New() => new LedgerFile();
}

public sealed class SqliteReadingTests : ReadingTests
{
    private protected override TestLedger New() => new LedgerFile();
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresAppendTests(PostgresServer server) : AppendTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresRequestTests(PostgresServer server) : RequestTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}

[Collection(nameof(PostgresServer))]
public sealed class PostgresReadingTests(PostgresServer server) : ReadingTests
{
    private protected override TestLedger New() => new LedgerDatabase(server);
}
