using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain;
using PilotPlatform.Reporting;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Services.Tests.Reporting;

/// <summary>Contents of evidence on a disk that does not take them.</summary>
public sealed class ContentStoreTests : IDisposable
{
    private static readonly byte[] Content = "批复"u8.ToArray();
    private static readonly string Hash = Convert.ToHexStringLower(SHA256.HashData(Content));

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pilot-platform-content-");
    private readonly ContentStore contents;

    public ContentStoreTests()
    {
        contents = new ContentStore(
            Options.Create(new DataOptions()), Options.Create(new ReportingOptions { EvidenceFolder = folder.FullName }), TimeProvider.System, NullLogger<ContentStore>.Instance);
        contents.Open();
    }

    [Fact]
    public async Task Take_IntoAFolderThatCannotBeWritten_IsRefusedUntilItCan()
    {
        folder.Delete();
        Assert.Equal(FaultKind.Away, (await Assert.ThrowsAsync<FaultException>(() => TakeAsync())).Fault.Kind);

        folder.Create();
        using var pending = await TakeAsync();
        Assert.True((await contents.KeepAsync(pending, () => Task.FromResult<Result<int>>(1))).IsOk);
        Assert.True(await contents.IsWholeAsync(Hash, CancellationToken.None));
    }

    [Fact]
    public async Task Keep_WhereItCannotBePut_RefersToNothingAndLeavesNothing()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, Hash[..2]), "where the folder of its hash would be", CancellationToken.None);
        var isReferred = false;

        using (var pending = await TakeAsync())
            await Assert.ThrowsAsync<FaultException>(() => contents.KeepAsync(pending, () =>
            {
                isReferred = true;
                return Task.FromResult<Result<int>>(1);
            }));

        Assert.False(isReferred);
        Assert.Equal([Hash[..2]], folder.EnumerateFileSystemInfos().Select(f => f.Name));
    }

    [Fact]
    public async Task Take_OfAContentWhoseSenderLeft_IsNotTakenForTheDisk()
    {
        async IAsyncEnumerable<ReadOnlyMemory<byte>> CutOffAsync()
        {
            yield return Content;
            await Task.Yield();
            throw new IOException("The client reset the request stream.");
        }

        await Assert.ThrowsAsync<IOException>(() => contents.TakeAsync(CutOffAsync(), Hash, Content.Length, CancellationToken.None));
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    public void Dispose()
    {
        contents.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<PendingContent> TakeAsync() => (await contents.TakeAsync(new[] { (ReadOnlyMemory<byte>)Content }.ToAsyncEnumerable(), Hash, Content.Length, CancellationToken.None)).Value;
}
