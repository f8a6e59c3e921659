using System.Runtime.Versioning;
using PilotPlatform.Ledger;

namespace PilotPlatform.Domain.Tests.Ledger;

/// <summary>The key that lies beside a ledger.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KeyFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public async Task Open_FirstTime_MakesAKeyThatOnlyItsOwnerReads()
    {
        using var file = await new LedgerFile().FilledAsync(1);

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(KeyOf(file)));
        await using var ledger = file.Open();
        Assert.Equal(ledger.PublicKey!.Pem, await File.ReadAllTextAsync(KeyOf(file) + ".pub", TestLedger.Cancellation));
        Assert.True(ledger.PublicKey.Holds(ledger.LastCheckpoint!));
    }

    [Fact]
    public async Task Open_SecondTime_SignsWithTheSameKey()
    {
        using var file = await new LedgerFile().FilledAsync(1);
        await using (var ledger = file.Open())
            await ledger.AppendAsync(TestLedger.Draft("stream", 1), TestLedger.Cancellation);

        await using var again = file.Open();

        Assert.Single((await again.CheckpointsAsync(TestLedger.Cancellation)).Select(c => c.KeyId).Distinct());
    }

    /// <summary>As when the process that made the key ended before it had written the other file.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nof another\n-----END PUBLIC KEY-----\n")]
    public async Task Open_PublicPartMissingOrAnother_WritesIt(string? there)
    {
        using var file = await new LedgerFile().FilledAsync(1);
        File.Delete(KeyOf(file) + ".pub");
        if (there is not null)
            await File.WriteAllTextAsync(KeyOf(file) + ".pub", there, TestLedger.Cancellation);
        await using var ledger = file.Open();

        Assert.Equal(ledger.PublicKey!.Pem, await File.ReadAllTextAsync(KeyOf(file) + ".pub", TestLedger.Cancellation));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public async Task Open_KeyThatOthersCanReadOrWrite_IsRefused(UnixFileMode others)
    {
        using var file = await new LedgerFile().FilledAsync(1);
        File.SetUnixFileMode(KeyOf(file), OwnerOnly | others);

        Assert.Contains("chmod 600", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
    }

    /// <summary>Whoever takes the key away does not get another one trusted in silence.</summary>
    [Fact]
    public async Task Open_KeyGone_IsRefusedUntilItsPublicPartIsTrusted()
    {
        using var file = await new LedgerFile().FilledAsync(1);
        var old = await File.ReadAllTextAsync(KeyOf(file) + ".pub", TestLedger.Cancellation);
        File.Delete(KeyOf(file));

        Assert.Contains("Ledger:TrustedKeys", Assert.Throws<LedgerException>(() => file.Open()).Message, StringComparison.Ordinal);
        await using var ledger = file.Open(options: o => o.TrustedKeys = [old]);
        Assert.Equal(1, ledger.Position);
    }

    [Fact]
    public async Task Open_KeyByItsPath_IsTheSameAsByItsText()
    {
        using var file = await new LedgerFile().FilledAsync(1);
        var key = KeyOf(file);
        await using var byPath = file.Open(options: o => o.SigningKey = key);

        Assert.Equal(PublicKey.Read(await File.ReadAllTextAsync(key, TestLedger.Cancellation), "key").Id, byPath.PublicKey?.Id);
    }

    private static string KeyOf(LedgerFile file) => Path.Combine(Path.GetDirectoryName(file.Path)!, "ledger.key");
}
