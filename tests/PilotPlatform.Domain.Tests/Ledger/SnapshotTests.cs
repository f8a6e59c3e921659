using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>An owner that stored what it made of the entries is given only those behind it.</summary>
public abstract class SnapshotTests
{
    private protected abstract TestLedger New();

    [Fact]
    public async Task Open_WithASnapshot_GivesOnlyTheEntriesBehindIt()
    {
        using var file = await SnapshotAsync();
        await using (var ledger = file.Open(options: Signed))
            for (var i = 3; i < 5; i++)
                await ledger.AppendAsync(TestLedger.Draft("stream", i), TestLedger.Cancellation);

        var (seen, restored) = (new List<long>(), new List<LedgerSnapshot>());
        await using var again = Open(file, seen, restored);

        Assert.Equal("state of 3", System.Text.Encoding.UTF8.GetString(Assert.Single(restored).Content.Span));
        Assert.Equal([4, 5], seen);
        Assert.Equal((3, 5), (again.StartedFrom, again.Position));
        Assert.IsType<AppendOutcome.Appended>(await again.AppendAsync(TestLedger.Draft("stream", 5), TestLedger.Cancellation));
        Assert.Equal(2, (await again.FindRequestAsync("request 2", TestLedger.Cancellation))?.Position);
        Assert.Equal(6, (await again.VerifyAsync(progress: null, TestLedger.Cancellation)).Entries);
        Assert.Equal([1, 2, 3, 4, 5, 6], await ReadAsync(again));
        Assert.Equal([3, 4, 5, 6], await again.ReadStreamAsync("stream", 2, TestLedger.Cancellation).Select(e => e.Position).ToListAsync(TestLedger.Cancellation));
    }

    [Fact]
    public async Task Open_WithASnapshotOfEverything_GivesNoEntry()
    {
        using var file = await SnapshotAsync();
        var (seen, restored) = (new List<long>(), new List<LedgerSnapshot>());
        await using var ledger = Open(file, seen, restored);

        Assert.Empty(seen);
        Assert.Equal((3, 3), (ledger.StartedFrom, ledger.Position));
        Assert.Equal(new AppendOutcome.Stale(3), await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation));
    }

    [Fact]
    public async Task Open_SnapshotThatTheOwnerDoesNotKnow_GivesEveryEntry()
    {
        using var file = await SnapshotAsync();
        var seen = new List<long>();
        var options = file.Options();
        Signed(options);
        await using var ledger = EntryLedger.Open(options, TimeProvider.System, e => seen.Add(e.Position), _ => false);

        Assert.Equal([1, 2, 3], seen);
        Assert.Equal(0, ledger.StartedFrom);
    }

    /// <summary>A snapshot is not believed because it is there: its entries are verified, though nobody is given them.</summary>
    [Theory]
    [InlineData("UPDATE entry SET author = 'another' WHERE position = 2", 2)]
    [InlineData("UPDATE entry SET author = 'another' WHERE position = 3", 3)]
    [InlineData("DELETE FROM entry WHERE position = 1", 1)]
    public async Task Open_DamageBeforeTheSnapshot_IsRefusedWithItsPosition(string change, int position)
    {
        using var file = await SnapshotAsync();
        file.TamperUnhindered(change);

        Assert.Equal(position, Assert.Throws<LedgerException>(() => Open(file, [], [])).Damage?.Position);
    }

    /// <summary>Bytes of the label (position, head, digest, signature) and of the content.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(172)]
    public async Task Open_SnapshotThatWasChanged_IsLeftAside(int at)
    {
        using var file = await SnapshotAsync();
        file.TamperWithSnapshot(bytes => bytes[at] ^= 1);
        var (seen, restored) = (new List<long>(), new List<LedgerSnapshot>());

        await using var ledger = Open(file, seen, restored);

        Assert.Empty(restored);
        Assert.Equal([1, 2, 3], seen);
    }

    /// <summary>The own key has signed that there was an entry: a ledger without it is not served from, though nothing else in it contradicts.</summary>
    [Theory]
    [InlineData("DELETE FROM entry WHERE position = 3", 3, "there is no entry, though the snapshot beside it, which is signed, ends with the one at 3; take that away only if an older copy is meant to go on.")]
    [InlineData("DELETE FROM entry", 1, "there is no entry, though the snapshot beside it, which is signed, ends with the one at 3; take that away only if an older copy is meant to go on.")]
    public async Task Open_LedgerWasCutBeforeItsSnapshot_IsRefusedWithItsPosition(string cut, int position, string problem)
    {
        using var file = await SnapshotAsync();
        file.TamperUnhindered(cut + "; DELETE FROM checkpoint");

        var refused = Assert.Throws<LedgerException>(() => Open(file, [], []));

        Assert.Equal(new LedgerDamage(position, problem), refused.Damage);
    }

    [Fact]
    public async Task Open_LedgerWentOnFromBeforeItsSnapshot_IsRefusedWithItsPosition()
    {
        using var file = await SnapshotAsync();
        file.TamperUnhindered("DELETE FROM entry; DELETE FROM checkpoint");
        await using (var ledger = file.Open(options: Signed))
            for (var i = 0; i < 4; i++)
                await ledger.AppendAsync(TestLedger.Draft("another", i), TestLedger.Cancellation);

        var refused = Assert.Throws<LedgerException>(() => Open(file, [], []));

        Assert.Equal(new LedgerDamage(3, "the snapshot beside it, which is signed, ends with another entry than the one there."), refused.Damage);
    }

    [Fact]
    public async Task Open_SnapshotSignedByAnother_IsLeftAside()
    {
        using var file = New();
        await using (var ledger = file.Open(options: o => (o.SigningKey, o.TrustedKeys) = (TestKeys.Own, [TestKeys.PublicOfAnother.Pem])))
            await ledger.AppendAsync(TestLedger.Draft("stream", 0), TestLedger.Cancellation);
        await using (var ledger = file.Open(options: o => (o.SigningKey, o.TrustedKeys) = (TestKeys.Another, [TestKeys.Public.Pem])))
            await ledger.SnapshotAsync(() => 0, _ => "forged"u8.ToArray(), TestLedger.Cancellation);
        var restored = new List<LedgerSnapshot>();

        await using var again = Open(file, [], restored);

        Assert.Empty(restored);
    }

    [Fact]
    public async Task SnapshotAsync_Again_TakesThePlaceOfTheOneBefore()
    {
        using var file = await SnapshotAsync();
        await using (var ledger = file.Open(options: Signed))
        {
            await ledger.AppendAsync(TestLedger.Draft("stream", 3), TestLedger.Cancellation);
            Assert.Equal(4, await ledger.SnapshotAsync(() => "state of 4", text => System.Text.Encoding.UTF8.GetBytes(text), TestLedger.Cancellation));
        }

        var restored = new List<LedgerSnapshot>();
        await using var again = Open(file, [], restored);
        Assert.Equal(4, Assert.Single(restored).Position);
    }

    [Fact]
    public async Task SnapshotAsync_WhileAppendsRun_CapturesWhatItsPositionSays()
    {
        using var file = New();
        var folded = 0L;
        var captured = new List<(long Position, long State)>();
        await using var ledger = file.Open(entry => folded = entry.Position, Signed);
        var appends = Enumerable.Range(0, 500).Select(i => ledger.AppendAsync(TestLedger.Draft($"stream {i}", 0), TestLedger.Cancellation)).ToArray();
        for (var i = 0; i < 5; i++)
        {
            var state = 0L;
            var position = await ledger.SnapshotAsync(() => state = folded, _ => "state"u8.ToArray(), TestLedger.Cancellation);
            captured.Add((position, state));
        }

        await Task.WhenAll(appends);

        Assert.All(captured, c => Assert.Equal(c.Position, c.State));
    }

    [Fact]
    public async Task SnapshotAsync_OfAnEmptyLedger_StoresNothing()
    {
        using var file = New();
        await using (var ledger = file.Open(options: Signed))
            Assert.Equal(0, await ledger.SnapshotAsync(() => 0, _ => "state"u8.ToArray(), TestLedger.Cancellation));
        var restored = new List<LedgerSnapshot>();

        await using var again = Open(file, [], restored);

        Assert.Empty(restored);
    }

    private static void Signed(LedgerOptions options) => options.SigningKey = TestKeys.Own;

    private static EntryLedger Open(TestLedger file, List<long> seen, List<LedgerSnapshot> restored)
    {
        var options = file.Options();
        Signed(options);
        return EntryLedger.Open(options, TimeProvider.System, e => seen.Add(e.Position), snapshot =>
        {
            restored.Add(snapshot);
            return true;
        });
    }

    /// <summary>Three entries, and a snapshot of them.</summary>
    private async Task<TestLedger> SnapshotAsync()
    {
        var file = New();
        await using var ledger = file.Open(options: Signed);
        for (var i = 0; i < 3; i++)
            await ledger.AppendAsync(TestLedger.Draft("stream", i, request: new RequestKey($"request {i + 1}", "digest")), TestLedger.Cancellation);
        await ledger.SnapshotAsync(() => "state of 3", text => System.Text.Encoding.UTF8.GetBytes(text), TestLedger.Cancellation);
        return file;
    }

    private static async Task<List<long>> ReadAsync(EntryLedger ledger)
    {
        var positions = new List<long>();
        await foreach (var entry in ledger.ReadAsync(0, TestLedger.Cancellation))
            positions.Add(entry.Position);
        return positions;
    }
}
