namespace PilotPlatform.Ledger;

/// <summary>What is to be appended.</summary>
/// <param name="Stream">The thing it happens to, such as a commitment's name.</param>
/// <param name="ExpectedRevision">How many entries the stream has to have; the append is refused if it has another number.</param>
/// <param name="Kind">What happens, such as <c>Opened</c>.</param>
/// <param name="Payload">Its content, opaque to the ledger.</param>
/// <param name="Author">Who does it.</param>
/// <param name="RecordedAt">When it is done.</param>
/// <param name="Request">What makes the append repeatable; null for one that is not repeated.</param>
public sealed record Draft(
    string Stream, int ExpectedRevision, string Kind, ReadOnlyMemory<byte> Payload, string Author, DateTimeOffset RecordedAt, RequestKey? Request)
{
    /// <summary>Other streams that the decision rests on; the append is refused as stale if one has another revision, whoever wrote to it.</summary>
    public IReadOnlyList<StreamRevision> RestsOn { get; init; } = [];
}

/// <summary>A stream as it was when something was decided.</summary>
public sealed record StreamRevision(string Stream, int Revision);

/// <summary>The id of a request and a digest of its content: the same id with another content is another request.</summary>
public sealed record RequestKey(string Id, string Digest)
{
    /// <summary>The digest that entries of earlier versions have of the same content; null for the same.</summary>
    public string? EarlierDigest { get; init; }
}

/// <summary>An entry of the ledger.</summary>
/// <param name="Position">Its place in the ledger, from 1 without a gap.</param>
/// <param name="Stream">The thing it happened to.</param>
/// <param name="Revision">Its place in the stream, from 1 without a gap.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Payload">Its content.</param>
/// <param name="Author">Who did it.</param>
/// <param name="RecordedAt">When it was done.</param>
/// <param name="Request">The request it answers.</param>
/// <param name="Hash">SHA-256 over the hash before it and its canonical bytes; see <see cref="HashChain"/>.</param>
public sealed record LedgerEntry(
    long Position,
    string Stream,
    int Revision,
    string Kind,
    ReadOnlyMemory<byte> Payload,
    string Author,
    DateTimeOffset RecordedAt,
    RequestKey? Request,
    ReadOnlyMemory<byte> Hash)
{
    /// <summary>Whether it is what a request was answered with: it has the same id and the same content, and is of the same author.</summary>
    public bool IsAnswerTo(RequestKey request, string author) =>
        Author == author && Request is { } answered && answered.Id == request.Id && (answered.Digest == request.Digest || answered.Digest == request.EarlierDigest);
}

/// <summary>What became of a draft.</summary>
public abstract record AppendOutcome
{
    private AppendOutcome()
    {
    }

    /// <summary>It is an entry, and durable.</summary>
    public sealed record Appended(LedgerEntry Entry) : AppendOutcome;

    /// <summary>It is an entry already: its request was answered by it, or it was appended and the answer of the store was lost.</summary>
    public sealed record Repeated(LedgerEntry Entry) : AppendOutcome;

    /// <summary>The stream has another revision than was expected; nothing of this draft was appended.</summary>
    public sealed record Stale(int CurrentRevision) : AppendOutcome;

    /// <summary>The request id was used for another content, or by another author; nothing was appended.</summary>
    public sealed record RequestReused : AppendOutcome;
}

/// <summary>The ledger cannot be opened or used, or is damaged; the message is one sentence for people.</summary>
public sealed class LedgerException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What is damaged, at position 0 if the database itself is; null if nothing is.</summary>
    public LedgerDamage? Damage { get; init; }
}
