using Microsoft.Extensions.Time.Testing;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests;

/// <summary>Verifications of a whole ledger, one behind the other.</summary>
public sealed class LedgerVerifierTests : IDisposable
{
    private static readonly LedgerFinding Intact = new(7, new byte[32], 2, 5, Damage: null);

    private readonly FakeTimeProvider time = new();
    private readonly LedgerVerifier verifier;

    public LedgerVerifierTests() => verifier = new LedgerVerifier(time);

    private static CancellationToken Stop => RunningSuite.Stop;

    public void Dispose() => verifier.Dispose();

    [Fact]
    public async Task VerifyAsync_WhileAnotherRuns_WaitsForItsTurn()
    {
        var ended = new TaskCompletionSource<LedgerFinding>();
        var hasBegun = false;
        var first = verifier.VerifyAsync(() => ended.Task, Stop);
        var second = verifier.VerifyAsync(() => Task.FromResult((hasBegun = true, Intact).Intact), Stop);
        Assert.False(hasBegun);

        ended.SetResult(Intact);

        Assert.Equal([Intact, Intact], await Task.WhenAll(first, second));
        Assert.True(hasBegun);
    }

    /// <summary>A turn that failed or was not waited for is nobody's any more.</summary>
    [Fact]
    public async Task VerifyAsync_BehindOneThatFailed_HasItsTurn()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => verifier.VerifyAsync(() => throw new InvalidOperationException(), Stop));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => verifier.VerifyAsync(() => Task.FromResult(Intact), new CancellationToken(canceled: true)));

        Assert.Equal(Intact, await verifier.VerifyAsync(() => Task.FromResult(Intact), Stop));
    }

    [Fact]
    public async Task Last_OfADamagedLedger_IsWhenItWasLastIntact()
    {
        Assert.Null(verifier.Last);
        verifier.FoundIntact(3);
        Assert.Equal(new Verification(3, time.GetUtcNow()), verifier.Last);
        time.Advance(TimeSpan.FromHours(1));
        await verifier.VerifyAsync(() => Task.FromResult(Intact), Stop);
        var intact = new Verification(5, time.GetUtcNow());
        time.Advance(TimeSpan.FromHours(1));
        await verifier.VerifyAsync(() => Task.FromResult(Intact with { Damage = (4, "altered") }), Stop);

        Assert.Equal(intact, verifier.Last);
    }
}
