using System.Security.Cryptography;

namespace PilotPlatform.Ledger;

/// <summary>A public key that checkpoints are held against.</summary>
public sealed class PublicKey
{
    private readonly ECDsa key;

    private PublicKey(ECDsa key)
    {
        this.key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        Pem = key.ExportSubjectPublicKeyInfoPem() + "\n";
    }

    /// <summary>SHA-256 of the key as SubjectPublicKeyInfo, in hex.</summary>
    public string Id { get; }

    /// <summary>The key as PEM.</summary>
    public string Pem { get; }

    /// <summary>Reads a key that is PEM, or the path of a PEM file; of a private key, its public part.</summary>
    /// <exception cref="LedgerException">It cannot be read, or is no such key.</exception>
    public static PublicKey Read(string pemOrPath, string setting) => new(Ledger.Pem.Read(pemOrPath, setting, isPrivate: false));

    internal static PublicKey Of(ECDsa pair)
    {
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(pair.ExportSubjectPublicKeyInfo(), out _);
        return new PublicKey(key);
    }

    public bool Holds(Checkpoint checkpoint) => checkpoint.KeyId == Id && Holds(checkpoint.Signed(), checkpoint.Signature.Span);

    internal bool Holds(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature)
    {
        lock (key)
            return key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }
}

/// <summary>Keys as PEM.</summary>
internal static class Pem
{
    /// <summary>Field size of P-256 in bits.</summary>
    private const int KeySize = 256;

    public static ECDsa Read(string pemOrPath, string setting, bool isPrivate)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pemOrPath.Contains("-----BEGIN", StringComparison.Ordinal) ? pemOrPath : File.ReadAllText(pemOrPath));
            var curve = key.ExportParameters(isPrivate).Curve;
            if (key.KeySize == KeySize && curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value)
                return key;
            throw new CryptographicException("its curve is not P-256");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException or CryptographicException)
        {
            key.Dispose();
            var problem = failed is ArgumentException ? "what stands there is no PEM of a key." : failed.Message.ReplaceLineEndings(" ");
            throw new LedgerException($"{setting} is no {(isPrivate ? "private" : "public")} key of ECDSA P-256 in PEM: {problem}", failed);
        }
    }
}
