using System.Runtime.CompilerServices;
using Google.Api;
using Grpc.Core;
using PilotPlatform.Contracts.Reporting.V1;

namespace PilotPlatform.Web.Reports;

/// <summary>A report that is being made.</summary>
internal sealed class ReportMaking : IDisposable
{
    private readonly AsyncServerStreamingCall<HttpBody> call;

    public ReportMaking(AsyncServerStreamingCall<HttpBody> call, CancellationToken stop)
    {
        this.call = call;
        First = BeginAsync(stop);
    }

    /// <summary>The first piece of the file, once it is made; a report that is refused throws.</summary>
    public Task<HttpBody> First { get; }

    /// <summary>How far it is; null before the service has said so.</summary>
    public ExportProgress? Progress { get; private set; }

    /// <summary>The pieces behind the first.</summary>
    public async IAsyncEnumerable<HttpBody> RestAsync([EnumeratorCancellation] CancellationToken stop)
    {
        while (await call.ResponseStream.MoveNext(stop))
            yield return call.ResponseStream.Current;
    }

    public void Dispose() => call.Dispose();

    private async Task<HttpBody> BeginAsync(CancellationToken stop)
    {
        while (await call.ResponseStream.MoveNext(stop))
        {
            var message = call.ResponseStream.Current;
            if (!message.Data.IsEmpty)
                return message;
            Progress = message.Extensions.FirstOrDefault(e => e.Is(ExportProgress.Descriptor))?.Unpack<ExportProgress>() ?? Progress;
        }

        throw new RpcException(new Status(StatusCode.Unavailable, "The report came without content."));
    }
}
