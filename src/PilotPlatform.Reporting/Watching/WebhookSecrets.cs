using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using PilotPlatform.Domain.Reporting;
using PilotPlatform.Ledger;
using PilotPlatform.ServiceDefaults;

namespace PilotPlatform.Reporting;

/// <summary>
/// Secrets of subscriptions. They are derived from one key, so that neither the ledger nor who exports it has them, and signatures are made as
/// Standard Webhooks has it: HMAC-SHA256 over id, time and body.
/// </summary>
public sealed class WebhookSecrets(IOptions<ReportingOptions> options, IOptions<DataOptions> data)
{
    private const int KeySize = 32;
    private const string Prefix = "whsec_";

    private readonly Lazy<byte[]> key = new(() => Read(options.Value.Webhooks.Key, data.Value));

    /// <summary>Makes or reads the key.</summary>
    /// <exception cref="StartupException">It cannot be read, or is too short.</exception>
    public void Open() => _ = key.Value;

    /// <summary>The secret of a subscription as its receiver is told it.</summary>
    public string Of(Subscription subscription) => Prefix + Convert.ToBase64String(Derive(subscription, subscription.SecretSerial));

    /// <summary>The signatures of a message: by the secret, and for a while by the one before it.</summary>
    public string Sign(Subscription subscription, string id, DateTimeOffset time, ReadOnlySpan<byte> body)
    {
        var content = (byte[])[.. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{time.ToUnixTimeSeconds()}.")), .. body];
        var overlaps = subscription.RotateTime is { } rotated && time < rotated + options.Value.Webhooks.SecretOverlap;
        return string.Join(' ', Enumerable.Range(overlaps ? subscription.SecretSerial - 1 : subscription.SecretSerial, overlaps ? 2 : 1).Reverse()
            .Select(serial => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Derive(subscription, serial), content))));
    }

    private byte[] Derive(Subscription subscription, int serial) => HKDF.DeriveKey(
        HashAlgorithmName.SHA256, key.Value, KeySize, info: Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{subscription.Name.Parent}/subscriptions/{subscription.Name.Id}#{serial}")));

    /// <summary>Beside a ledger that is a file the key is one too; beside one in PostgreSQL, which replicas share, each would make its own.</summary>
    private static byte[] Read(string? configured, DataOptions data)
    {
        var path = Path.Combine(Path.GetDirectoryName(data.LedgerOf("reporting"))!, "webhook.key");
        if (string.IsNullOrWhiteSpace(configured) && !string.IsNullOrEmpty(data.Database))
            throw new StartupException("Reporting:Webhooks:Key is not set, and with a ledger in PostgreSQL it has to be: Base64 of at least 32 random bytes, the same for every replica.");
        try
        {
            if (string.IsNullOrWhiteSpace(configured) && !File.Exists(path))
                KeyFile.Create(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeySize)));
            var bytes = Convert.FromBase64String(string.IsNullOrWhiteSpace(configured) ? File.ReadAllText(path).Trim() : configured);
            return bytes.Length >= KeySize ? bytes : throw new StartupException($"Reporting:Webhooks:Key has {bytes.Length} bytes, and must have at least {KeySize}.");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new StartupException($"The key of webhooks cannot be read: {failed.Message}", failed);
        }
    }
}
