using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>The hash chain as an auditor would compute it, from its description and nothing else.</summary>
public sealed class HashChainTests
{
    private static readonly LedgerEntry Entry = new(
        7, "stream", 3, "Opened", "{}"u8.ToArray(), "author", new DateTimeOffset(2026, 11, 24, 9, 30, 0, TimeSpan.FromHours(8)), new RequestKey("id", "digest"), default);

    private static readonly Gen<LedgerEntry> Entries = Gen.Select(
        Gen.Long, Gen.Int, Gen.String.Array[4], Gen.Byte.Array[0, 50], Gen.DateTimeOffset, Gen.Bool, Gen.String,
        (position, revision, texts, payload, time, requested, digest) =>
            new LedgerEntry(position, texts[0], revision, texts[1], payload, texts[2], time, requested ? new RequestKey(texts[3], digest) : null, default));

    [Fact]
    public void Next_AnyEntry_IsWhatItsDescriptionSays() =>
        Gen.Select(Gen.Byte.Array[32], Entries).Sample((before, entry) => HashChain.Next(before, entry).SequenceEqual(ByHand(before, entry)));

    [Fact]
    public void Start_OfTheChain_IsThirtyTwoZeroBytes() => Assert.Equal(new byte[32], HashChain.Start.ToArray());

    [Fact]
    public void Canonical_Time_IsInUtcWithSevenDecimals() => Assert.Equal("2026-11-24T01:30:00.0000000Z", HashChain.Canonical(Entry.RecordedAt));

    [Fact]
    public void Next_SameMomentInAnotherZone_IsTheSame() => Assert.Equal(Next(Entry), Next(Entry with { RecordedAt = Entry.RecordedAt.ToUniversalTime() }));

    [Fact]
    public void Next_EachPartChanged_IsAnother() =>
        Assert.Distinct(
            new[]
            {
                Entry,
                Entry with { Position = 8 },
                Entry with { Revision = 4 },
                Entry with { Position = 3, Revision = 7 },
                Entry with { Stream = "stream " },
                Entry with { Stream = "strea", Kind = "mOpened" },
                Entry with { Kind = "opened" },
                Entry with { Author = "" },
                Entry with { RecordedAt = Entry.RecordedAt.AddTicks(1) },
                Entry with { Payload = default },
                Entry with { Payload = "{ }"u8.ToArray() },
                Entry with { Request = null },
                Entry with { Request = new RequestKey("", "") },
                Entry with { Request = new RequestKey("", "iddigest") },
                Entry with { Request = new RequestKey("iddigest", "") },
            }.Select(e => Convert.ToHexString(Next(e))));

    [Fact]
    public void Next_AnotherHashBefore_IsAnother() => Assert.NotEqual(Next(Entry), HashChain.Next(SHA256.HashData([]), Entry));

    private static byte[] Next(LedgerEntry entry) => HashChain.Next(HashChain.Start.Span, entry);

    private static byte[] ByHand(byte[] before, LedgerEntry entry)
    {
        var bytes = new List<byte>(before);
        foreach (var number in new[] { entry.Position, entry.Revision })
        {
            var eight = new byte[8];
            BinaryPrimitives.WriteInt64BigEndian(eight, number);
            bytes.AddRange(eight);
        }

        string?[] texts = [entry.Stream, entry.Kind, entry.Author, HashChain.Canonical(entry.RecordedAt), entry.Request?.Id, entry.Request?.Digest];
        foreach (var part in texts.Select(text => text is null ? null : Encoding.UTF8.GetBytes(text)).Append(entry.Payload.ToArray()))
        {
            var four = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(four, part?.Length ?? -1);
            bytes.AddRange(four);
            bytes.AddRange(part ?? []);
        }

        return SHA256.HashData([.. bytes]);
    }
}
