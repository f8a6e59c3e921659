using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;

namespace PilotPlatform.Reporting.Reports;

/// <summary>Lets so many reports be made and forms be read at once, and so many wait for their turn: one costs what a thousand other reads do.</summary>
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "It is what one waits in.")]
public sealed class ReportQueue(IOptions<ReportingOptions> options) : IDisposable
{
    private readonly SemaphoreSlim turns = new(options.Value.ReportsAtOnce);
    private int inside;

    /// <exception cref="FaultException">Too many are waiting.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> make, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref inside) > options.Value.ReportsAtOnce + options.Value.ReportsWaiting)
                throw new FaultException(Fault.OverLimit("reports that are made, and forms that are read, at once") with { RetryAfter = TimeSpan.FromSeconds(1) });
            await turns.WaitAsync(cancellation);
            try
            {
                return await make();
            }
            finally
            {
                turns.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref inside);
        }
    }

    public void Dispose() => turns.Dispose();
}
