using System.Threading.Channels;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.ServiceDefaults;

/// <summary>A verification of a service's ledger, as its caller is told of it.</summary>
public static class LedgerVerification
{
    /// <summary>Tells from time to time how far it is, and in the end what was found.</summary>
    /// <param name="total">How many entries there are.</param>
    /// <param name="verify">Verifies, and reports how many entries it has done.</param>
    /// <param name="answers">Who is told.</param>
    /// <param name="cancellation">Ends the telling.</param>
    public static async Task TellAsync(long total, Func<IProgress<long>, Task<LedgerFinding>> verify, IAsyncStreamWriter<VerifyLedgerResponse> answers, CancellationToken cancellation)
    {
        var progress = new Latest();
        var verification = VerifyAsync(verify, progress);
        await foreach (var verified in progress.Values(cancellation))
            await answers.WriteAsync(new VerifyLedgerResponse { VerifiedEntries = verified, TotalEntries = Math.Max(total, verified) }, cancellation);

        var found = await verification;
        var verdict = new VerifyLedgerResponse.Types.Verdict
        {
            Intact = found.Damage is null,
            Head = Convert.ToHexStringLower(found.Head.Span),
            CheckpointCount = found.Checkpoints,
            Problem = found.Damage?.Problem ?? "",
        };
        if (found.Damage is { } damage)
            verdict.DamagedPosition = damage.Position;
        await answers.WriteAsync(new VerifyLedgerResponse { VerifiedEntries = found.Entries, TotalEntries = Math.Max(total, found.Entries), Verdict = verdict }, cancellation);
    }

    private static async Task<LedgerFinding> VerifyAsync(Func<IProgress<long>, Task<LedgerFinding>> verify, Latest progress)
    {
        try
        {
            return await verify(progress);
        }
        finally
        {
            progress.End();
        }
    }

    /// <summary>The latest progress; what a slow caller has not taken is passed over.</summary>
    private sealed class Latest : IProgress<long>
    {
        private readonly Channel<long> values = Channel.CreateBounded<long>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

        public void Report(long value) => values.Writer.TryWrite(value);

        public void End() => values.Writer.TryComplete();

        public IAsyncEnumerable<long> Values(CancellationToken cancellation) => values.Reader.ReadAllAsync(cancellation);
    }
}
