using System.Security.Cryptography;

namespace PilotPlatform.Ledger;

/// <summary>The private key that signs checkpoints: ECDSA P-256, in PEM.</summary>
internal sealed class SigningKey : IDisposable
{
    private const UnixFileMode ForOthers =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    private readonly ECDsa key;

    private SigningKey(ECDsa key)
    {
        this.key = key;
        Public = PublicKey.Of(key);
    }

    public PublicKey Public { get; }

    public string Id => Public.Id;

    /// <summary>The key that the options name; else the one beside the ledger, which is made if it is missing and may be made.</summary>
    /// <returns>Null if there is none.</returns>
    /// <exception cref="LedgerException">The key cannot be read, is no such key, or can be read by others.</exception>
    public static SigningKey? Open(LedgerOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.SigningKey))
            return new SigningKey(Pem.Read(options.SigningKey, "Ledger:SigningKey", isPrivate: true));
        if (options.Path.Length == 0)
            return null;

        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(options.Path))!, "ledger.key");
        if (!File.Exists(path))
        {
            if (options.ReadOnly)
                return null;
            Create(path);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ForOthers) != UnixFileMode.None)
            throw new LedgerException($"The key {path} can be read by others than its owner: chmod 600 it.");
        var key = new SigningKey(Pem.Read(path, path, isPrivate: true));
        return options.ReadOnly ? key : WithPublicPart(key, path);
    }

    public Checkpoint Sign(Checkpoint checkpoint) => checkpoint with { Signature = Sign(checkpoint.Signed()) };

    public byte[] Sign(ReadOnlySpan<byte> bytes)
    {
        lock (key)
            return key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose() => key.Dispose();

    private static void Create(string path)
    {
        using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        try
        {
            KeyFile.Create(path, made.ExportPkcs8PrivateKeyPem());
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new LedgerException($"The key {path} cannot be made: {failed.Message}", failed);
        }
    }

    /// <summary>
    /// The public part lies beside the key for whoever verifies, also if the process that made the key did not come so far, or the key is another by now. Where it cannot be
    /// written, the key does without.
    /// </summary>
    private static SigningKey WithPublicPart(SigningKey key, string path)
    {
        var beside = path + ".pub";
        try
        {
            if (File.Exists(beside) && File.ReadAllText(beside) == key.Public.Pem)
                return key;
            File.WriteAllText(beside + ".new", key.Public.Pem);
            File.Move(beside + ".new", beside, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // Whoever verifies is told it by the service.
        }

        return key;
    }
}
